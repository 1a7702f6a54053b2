"""Whether a citation points at the exact characters that support it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from groundwood.eval.values import Value, share

Range = tuple[int, int]
"""Where a span starts and ends, half open, in characters. It may be wrong: nothing is checked."""


@dataclass(frozen=True)
class SpanOverlap:
    """How two sets of characters agree, each in [0, 1]: the intersection's share of the union, of
    the predicted and of the gold characters, and the harmonic mean of the latter two."""

    iou: Value
    precision: Value
    recall: Value
    f1: Value


def span_overlap(predicted: Iterable[Range], gold: Iterable[Range]) -> SpanOverlap:
    """Return how the predicted spans agree with the gold ones, as sets of characters of one text.

    Spans may overlap and come in any order; one that ends before it starts holds nothing. The
    scores are those of DeYoung et al., ERASER: A benchmark to evaluate rationalized NLP models
    (2020), for characters. What would divide by nothing is none.
    """
    ours, theirs = list(predicted), list(gold)
    size, wanted, union = _size(ours), _size(theirs), _size(ours + theirs)
    common = size + wanted - union
    return SpanOverlap(
        iou=share(common, union, "there are no spans"),
        precision=share(common, size, "no characters are predicted"),
        recall=share(common, wanted, "no characters are wanted"),
        f1=share(2 * common, size + wanted, "there are no spans"),
    )


def in_bounds(spans: Sequence[Range], text: str) -> Value:
    """Return the share of spans, in [0, 1], that hold a character and lie within the text."""
    return share(sum(_is_in(span, text) for span in spans), len(spans), "there are no spans")


def quotes_match(quoted: Sequence[tuple[Range, str]], text: str) -> Value:
    """Return the share of spans, in [0, 1], whose quote is to the character what the text has there."""
    right = sum(_is_in(span, text) and text[slice(*span)] == quote for span, quote in quoted)
    return share(right, len(quoted), "nothing is quoted")


def _is_in(span: Range, text: str) -> bool:
    start, end = span
    return 0 <= start < end <= len(text)


def _size(spans: Iterable[Range]) -> int:
    """Return how many characters the spans hold together."""
    ordered = sorted(spans)
    size, behind = 0, ordered[0][0] if ordered else 0
    for start, end in ordered:
        size += max(0, end - max(start, behind))
        behind = max(behind, end)
    return size
