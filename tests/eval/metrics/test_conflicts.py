"""Whether all sides of a disagreement are told."""

from collections.abc import Callable
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.metrics.conflicts import Conflict, conflict_coverage


def test_the_worked_example_comes_out(golden: Callable[[str], tuple[Any, Any]]) -> None:
    given, expected = golden("G28")
    found = conflict_coverage([Conflict(*question.values()) for question in given["questions"]])
    assert found.coverage.number == pytest.approx(expected["group_coverage"])
    assert found.all_sides.number == expected["all_sides_rate"]
    assert found.attributed_coverage.number == pytest.approx(expected["attributed_group_coverage"])


def test_without_disagreement_there_is_nothing_to_measure() -> None:
    found = conflict_coverage([])
    assert found.coverage.reason == found.all_sides.reason == "the sources do not disagree"


@pytest.mark.parametrize("numbers", [(2, 3, 0), (2, 1, 2), (0, 0, 0), (2, 1, -1)])
def test_numbers_that_contradict_one_another_are_refused(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(InputError, match="groups, reported, attributed"):
        Conflict(*numbers)
