"""Whether citations and reference list match."""

from collections.abc import Callable
from typing import Any

import pytest

from groundwood.eval.metrics.references import reference_score


def test_the_worked_example_comes_out(golden: Callable[[str], tuple[Any, Any]]) -> None:
    given, expected = golden("G25")
    found = reference_score(given["cited"], given["listed"])
    assert found.dangling.number == pytest.approx(expected["dangling_citation_rate"])
    assert found.orphans.number == expected["orphan_reference_rate"]
    assert found.is_valid.number == expected["format_valid"]


def test_a_list_of_each_cited_id_is_valid_however_often_it_is_cited() -> None:
    found = reference_score(["a", "b", "a"], ["b", "a"])
    assert found.is_valid.number == 1
    assert found.dangling.number == found.orphans.number == 0


def test_a_list_that_names_an_id_twice_is_not_valid() -> None:
    found = reference_score(["a"], ["a", "a"])
    assert found.is_valid.number == 0
    assert found.orphans.number == 0


def test_what_cannot_be_divided_is_none_with_a_reason() -> None:
    assert reference_score([], ["a"]).dangling.reason == "nothing is cited"
    assert reference_score([], ["a"]).is_valid.number == 0
    assert reference_score(["a"], []).orphans.reason == "nothing is listed"
    assert reference_score([], []).is_valid.reason == "nothing is cited or listed"
