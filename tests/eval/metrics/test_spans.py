"""Spans against the characters that were wanted."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.eval.metrics.spans import Range, in_bounds, quotes_match, span_overlap

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)


def test_the_worked_example_comes_out(golden: Callable[[str], tuple[Any, Any]]) -> None:
    given_, expected = golden("G10")
    pred, text = tuple(given_["pred"]), given_["doc"]
    found = span_overlap([pred], [tuple(given_["gold"])])
    assert in_bounds([pred], text).number == expected["in_bounds"]
    assert quotes_match([(pred, given_["quote"])], text).number == expected["quote_matches_slice"]
    assert found.iou.number == pytest.approx(expected["char_iou"], abs=1e-15)
    assert found.precision.number == expected["char_precision"]
    assert found.recall.number == pytest.approx(expected["char_recall"], abs=1e-15)
    assert found.f1.number == pytest.approx(expected["char_f1"], abs=1e-15)


@given(SPANS, SPANS)
def test_spans_are_compared_as_sets_of_characters(
    predicted: list[Range], gold: list[Range]
) -> None:
    ours, theirs = ({at for span in spans for at in range(*span)} for spans in (predicted, gold))
    common, found = len(ours & theirs), span_overlap(predicted, gold)
    assert found.iou.number == (common / len(ours | theirs) if ours | theirs else None)
    assert found.precision.number == (common / len(ours) if ours else None)
    assert found.recall.number == (common / len(theirs) if theirs else None)


def test_what_cannot_be_divided_is_none_with_a_reason() -> None:
    found = span_overlap([], [(0, 4)])
    assert found.precision.reason == "no characters are predicted"
    assert found.recall.number == found.f1.number == found.iou.number == 0
    assert span_overlap([(0, 4)], []).recall.reason == "no characters are wanted"
    assert span_overlap([], [(3, 3)]).f1.reason == "there are no spans"


@pytest.mark.parametrize("span", [(-1, 2), (0, 9), (3, 3), (4, 2), (8, 9)])
def test_a_span_beyond_the_text_or_of_nothing_is_out_of_bounds(span: Range) -> None:
    assert in_bounds([span, (0, 8)], "the dam.").number == 0.5
    assert quotes_match([(span, "the dam."[slice(*span)])], "the dam.").number == 0


def test_a_quote_must_match_to_the_character() -> None:
    quoted = [((0, 3), "The"), ((0, 3), "the"), ((4, 8), "dam")]
    assert quotes_match(quoted, "the dam.").number == pytest.approx(1 / 3)


def test_without_spans_there_is_nothing_to_measure() -> None:
    assert in_bounds([], "the dam").reason == "there are no spans"
    assert quotes_match([], "the dam").reason == "nothing is quoted"


def test_very_many_long_spans_take_no_longer_than_their_number_asks() -> None:
    spans = [(at, at + 10**9) for at in range(50_000)]
    assert span_overlap(spans, spans[::-1]).iou.number == 1
