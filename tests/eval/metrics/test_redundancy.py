"""How much a text repeats itself."""

from collections.abc import Callable
from typing import Any

import pytest

from groundwood.eval.metrics.redundancy import redundancy


def test_the_worked_example_comes_out(golden: Callable[[str], tuple[Any, Any]]) -> None:
    given, expected = golden("G18")
    found = redundancy(given["sentences"], given["jaccard_threshold"])
    assert found.max_jaccard.number == pytest.approx(expected["max_jaccard"])
    assert found.redundant_sentences.number == expected["redundant_sentence_rate"]
    assert found.repeated_trigrams.number == pytest.approx(expected["repeated_trigram_rate"])


def test_a_sentence_told_three_times_is_redundant_twice() -> None:
    found = redundancy(["The dam held.", "The dam held!", "Rain fell.", "the dam held"])
    assert found.max_jaccard.number == 1
    assert found.redundant_sentences.number == 0.5
    assert found.repeated_trigrams.number == pytest.approx(2 / 3)


def test_sentences_just_below_the_bound_are_not_redundant() -> None:
    assert redundancy(["a b c", "a b d"], 0.51).redundant_sentences.number == 0
    assert redundancy(["a b c", "a b d"], 0.5).redundant_sentences.number == 0.5


def test_runs_do_not_go_on_over_the_end_of_a_sentence() -> None:
    found = redundancy(["one two", "three four", "one two", "three four"])
    assert found.repeated_trigrams.reason == "no run of three words"


def test_one_sentence_is_like_no_other_and_none_has_nothing_to_measure() -> None:
    found = redundancy(["The dam held.", "…"])
    assert found.max_jaccard.reason == "there are no two sentences"
    assert found.redundant_sentences.number == 0
    assert redundancy([]).redundant_sentences.reason == "there is no sentence"
