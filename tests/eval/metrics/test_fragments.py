"""Extractive fragments, against Newsroom's own code."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.eval.metrics.fragments import (
    Fragment,
    extractiveness,
    fragments,
    novel_n_gram_rate,
    words,
)

FILE = Path(__file__).parent / "fixtures/newsroom_fragments.json"
CASES = json.loads(FILE.read_text("utf-8"))["cases"]
TEXT = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=12).map(" ".join)


def test_fragments_and_scores_are_those_of_newsroom_on_all_cases() -> None:
    assert len(CASES) == 204
    for case in CASES:
        found = fragments(case["summary"], case["article"])
        assert [[f.start, f.source_start, f.length] for f in found] == case["fragments"], case["id"]
        scores = extractiveness(case["summary"], case["article"])
        for name in ("coverage", "density", "compression"):
            value = getattr(scores, name)
            assert (value.number or 0) == case[name], (case["id"], name)
            assert (value.number is None) is not words(case["summary"]), case["id"]


def test_the_worked_example_comes_out(golden: Callable[[str], tuple[Any, Any]]) -> None:
    given_, expected = golden("G19")
    scores = extractiveness(given_["summary"], given_["article"])
    assert scores.coverage.number == pytest.approx(expected["coverage"], abs=1e-15)
    assert scores.density.number == pytest.approx(expected["density"], abs=1e-15)
    assert scores.compression.number == pytest.approx(expected["compression"], abs=1e-15)
    assert scores.longest_run.number == expected["longest_copied_run"]
    rate = novel_n_gram_rate(given_["summary"], given_["article"])
    assert rate.number == pytest.approx(expected["novel_bigram_rate"], abs=1e-15)


def test_a_longer_run_that_begins_within_a_found_one_is_overlooked_as_in_newsroom() -> None:
    assert fragments("a b a c", "a b a b a c") == [Fragment(0, 0, 3), Fragment(3, 5, 1)]


def test_a_text_without_words_has_no_scores() -> None:
    scores = extractiveness(" ", "the dam held")
    assert scores.coverage.reason == scores.longest_run.reason == "the text holds no words"
    assert novel_n_gram_rate("dam", "the dam").reason == "the text holds no run of 2 words"


@given(TEXT, TEXT)
def test_each_fragment_stands_in_both_texts_and_they_do_not_overlap(text: str, source: str) -> None:
    ours, theirs, behind = words(text), words(source), 0
    for found in fragments(text, source):
        assert found.start >= behind
        behind = found.start + found.length
        copied = theirs[found.source_start : found.source_start + found.length]
        assert ours[found.start : behind] == copied


@given(TEXT, TEXT)
def test_a_word_is_in_a_fragment_exactly_where_the_source_has_it(text: str, source: str) -> None:
    ours = words(text)
    if ours:
        known = sum(word in words(source) for word in ours) / len(ours)
        assert extractiveness(text, source).coverage.number == pytest.approx(known)


@given(TEXT, TEXT)
def test_fragments_are_those_of_the_plain_search_word_by_word(text: str, source: str) -> None:
    """Looking for the first two words of a run at once changes nothing that is found."""
    found = [(f.start, f.source_start, f.length) for f in fragments(text, source)]
    assert found == list(searched(words(text), words(source)))


def searched(ours: list[str], theirs: list[str]) -> Iterator[tuple[int, int, int]]:
    """Yield the fragments by Newsroom's greedy search as it is told: each place, word by word."""
    start = 0
    while start < len(ours):
        best, place = (start, 0, 0), 0
        while place < len(theirs):
            length = 0
            while ours[start + length :][:1] == theirs[place + length :][:1] != []:
                length += 1
            if length > best[2]:
                best = (start, place, length)
            place += max(length, 1)
        if best[2]:
            yield best
        start += max(best[2], 1)


def test_long_texts_of_one_word_take_no_longer_than_their_length_asks() -> None:
    start = perf_counter()
    assert len(fragments("a " * 20_000, "a " * 20_000)) == 1
    assert perf_counter() - start < 5
