"""Spans against the characters that were wanted."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.eval.metrics.spans import Range, in_bounds, quotes_match, span_overlap
from groundwood.eval.samples import Sample, Source
from groundwood.eval.values import none

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


def story(*spans: tuple[str, int, int]) -> str:
    """Return a story of one sentence that cites these spans, as JSON."""
    citations = [
        {"article_id": key, "spans": [{"start": start, "end": end}]} for key, start, end in spans
    ]
    sentence = {"text": "The dam held.", "citations": citations}
    told = {
        "title": "Dam",
        "updated_at": "2026-01-01T00:00:00Z",
        "paragraphs": [{"sentences": [sentence]}],
    }
    return json.dumps(told)


def test_the_passages_of_a_story_are_compared_with_those_that_people_aligned(measure: Any) -> None:
    """All sources count together; a span outside its text counts as out of bounds alone."""
    sources = (Source(id="a" * 8, text="x" * 20), Source(id="b" * 8, text="y" * 20))
    gold: dict[str, Any] = {
        "gold_alignment": [
            {"article_id": "a" * 8, "offsets": [[0, 4], [8, 12]]},
            {"article_id": "b" * 8, "offsets": [[0, 4]]},
            {"article_id": None, "offsets": None},
        ]
    }
    text = story(("a" * 8, 2, 10), ("b" * 8, 15, 30))
    sample = Sample(id="s", text=text, sources=sources, gold=gold)
    found = {name: value.number for name, value in measure("spans", sample).items()}
    assert found == {
        "spans_in_bounds": 0.5,
        "span_iou": pytest.approx(4 / 16),
        "span_precision": 0.5,
        "span_recall": pytest.approx(4 / 12),
        "span_f1": pytest.approx(8 / 20),
    }


def test_without_aligned_passages_only_the_bounds_are_known(measure: Any) -> None:
    sample = Sample(
        id="s", text=story(("a" * 8, 0, 4)), sources=(Source(id="a" * 8, text="x" * 9),)
    )
    found = measure("spans", sample)
    assert found["spans_in_bounds"].number == 1
    assert found["span_iou"] == none("the sample does not tell the passages that should be cited")


def test_a_text_with_markers_names_no_passages(measure: Any) -> None:
    for value in measure("spans", Sample(id="s", text="The dam held [1].")).values():
        assert value == none("the text names no passages")
