"""SciPy is loaded on first use only."""

import subprocess
import sys

import pytest

from groundwood.errors import SettingsError
from groundwood.eval.statistics.intervals import wilson

MODULES = "agreement, confusion, correction, correlation, intervals, multiplicity, paired"


def test_the_statistics_are_imported_without_scipy() -> None:
    code = f"""
import sys
from groundwood.eval.statistics import {MODULES}, noninferiority
print([name for name in sys.modules if name.split(".")[0] == "scipy"])
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_a_statistic_that_needs_scipy_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.stats", None)
    with pytest.raises(SettingsError, match=r"pip install 'groundwood\[eval\]'"):
        wilson(1, 2)
