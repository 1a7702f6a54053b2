"""Whether a disclaimer is complete."""

from collections.abc import Callable
from typing import Any

from groundwood.eval.metrics.disclaimers import disclaimer_score


def test_the_worked_example_comes_out(golden: Callable[[str], tuple[Any, Any]]) -> None:
    given, expected = golden("G24")
    found = disclaimer_score(given["required"], given["present"])
    assert found.is_present.number == expected["present"]
    assert found.completeness.number == expected["completeness"]
    assert found.passes.number == expected["pass"]


def test_a_complete_disclaimer_passes_whatever_else_it_says() -> None:
    found = disclaimer_score(["limits"], ["limits", "sources"])
    assert found.completeness.number == found.passes.number == 1


def test_a_disclaimer_of_other_things_is_as_good_as_none() -> None:
    found = disclaimer_score(["limits"], ["sources"])
    assert found.is_present.number == found.completeness.number == found.passes.number == 0


def test_where_nothing_is_required_there_is_nothing_to_measure() -> None:
    found = disclaimer_score([], ["limits"])
    assert {found.is_present.reason, found.completeness.reason, found.passes.reason} == {
        "nothing is required"
    }
