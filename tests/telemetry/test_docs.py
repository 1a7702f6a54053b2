"""The example in the documentation is what its command prints."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from groundwood.telemetry.names import METRICS
from groundwood.telemetry.tally import Tally

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "observability.md").read_text(encoding="utf-8")


def test_the_tree_in_the_documentation_is_what_the_command_prints(outside: dict[str, str]) -> None:
    pytest.importorskip("opentelemetry.sdk", reason="the extra otel is not installed")
    found = re.search(
        r"<!-- begin: python (\S+) -->\n```\n(.*?)\n```\n<!-- end -->", PAGE, re.DOTALL
    )
    assert found
    plain = {name: value for name, value in outside.items() if not name.startswith("OTEL_")}
    run = subprocess.run(
        [sys.executable, found[1]],
        cwd=ROOT,
        env=plain,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
    assert run.stdout == found[2] + "\n"


def test_every_metric_is_in_the_documentation_under_both_its_names() -> None:
    tally = Tally()
    for metric in METRICS.values():
        (tally.count if metric.kind == "counter" else tally.record)(metric.name, 1, {})
    names = re.findall(r"^# TYPE (\w+) (\w+)$", tally.text(), re.MULTILINE)
    for metric, (name, kind) in zip(METRICS.values(), names, strict=True):
        assert f"| `{metric.name}` | `{name}` | {kind} |" in PAGE
