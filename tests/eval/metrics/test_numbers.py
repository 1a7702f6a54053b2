"""Numbers against those of the cited sources."""

from collections.abc import Callable
from typing import Any

import pytest

from groundwood.eval.metrics.numbers import number_accuracy


def test_the_worked_example_comes_out(golden: Callable[[str], tuple[Any, Any]]) -> None:
    given, expected = golden("G21")
    sources = given["cited_source_numbers"]
    found = number_accuracy((number, sources) for number in given["numbers"])
    assert found.precision.number == pytest.approx(expected["number_precision"])
    assert found.wrong_rate.number == pytest.approx(expected["wrong_number_rate"])
    assert found.wrong == ("12,000",)


def test_each_sentence_is_held_against_its_own_sources_only() -> None:
    found = number_accuracy([("Some 40 boats sank.", ["14 boats"]), ("It cost €2m.", ["40 boats"])])
    assert found.precision.number == 0
    assert found.wrong == ("40", "€2m")


def test_any_one_of_several_sources_may_have_the_number() -> None:
    found = number_accuracy([("Fourteen of 300 boats sank.", ["300 boats", "14 sank"])])
    assert found.precision.number == 1
    assert found.wrong_rate.number == 0


def test_a_number_that_cites_nothing_is_wrong() -> None:
    assert number_accuracy([("It has 14 wheels.", [])]).wrong_rate.number == 1


def test_dates_are_no_numbers_and_without_numbers_there_is_nothing_to_measure() -> None:
    found = number_accuracy([("The dam held on 4 May 2024.", ["The dam held."])])
    assert found.precision.reason == found.wrong_rate.reason == "the text has no numbers"
