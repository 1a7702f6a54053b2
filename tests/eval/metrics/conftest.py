"""What tests of metrics share: the cases that were worked out by hand."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CASES = {
    case["id"]: case
    for case in json.loads((Path(__file__).parents[1] / "golden_metrics.json").read_text("utf-8"))[
        "cases"
    ]
}


@pytest.fixture
def golden() -> Callable[[str], tuple[Any, Any]]:
    """Return the input and the expected figures of a case by its id."""
    return lambda case: (CASES[case]["input"], CASES[case]["expected"])
