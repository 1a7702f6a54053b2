"""Whether all sides of a disagreement are told."""

from collections.abc import Callable
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.metrics.conflicts import Conflict, conflict_coverage
from groundwood.eval.samples import Sample, Source
from groundwood.eval.values import Value, none


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


CONFLICT = {
    "answers": [
        {"text": "Four died.", "sources": ["a"]},
        {"text": "Six died.", "sources": ["b"]},
        {"text": "Nine died.", "sources": ["b"]},
    ]
}
TEXT = "Four died [a]. Six died [a]."
SOURCES = (Source(id="a", text="x"), Source(id="b", text="y"))


def told(measure: Any, supports: Any = None, **gold: Any) -> dict[str, Value]:
    sample = Sample(id="s", text=TEXT, sources=SOURCES, gold=gold)
    found: dict[str, Value] = measure("conflicts", sample, supports)
    return found


def test_a_sample_reports_what_it_says_and_attributes_what_stands_by_the_right_source(
    measure: Any,
) -> None:
    found = {name: value.number for name, value in told(measure, conflicts=[CONFLICT]).items()}
    assert found == {
        "conflict_coverage": pytest.approx(2 / 3),
        "attributed_conflict_coverage": pytest.approx(1 / 3),
        "all_sides_told": 0.0,
    }


def test_a_failure_of_the_judge_leaves_bounds(measure: Any) -> None:
    found = told(
        measure, lambda claim, text: None if "Nine" in claim else True, conflicts=[CONFLICT]
    )
    coverage, sides = found["conflict_coverage"], found["all_sides_told"]
    assert (coverage.number, coverage.low, coverage.high) == (None, pytest.approx(2 / 3), 1.0)
    assert (sides.low, sides.high) == (0.0, 1.0)


def test_a_sample_that_lists_no_conflict_has_no_value(measure: Any) -> None:
    for value in told(measure, conflicts=[{"answers": []}]).values():
        assert value == none("the sample lists no conflicts of its sources")
