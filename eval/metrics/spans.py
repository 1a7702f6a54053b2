"""Whether a citation points at the exact characters that support it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from groundwood.errors import InputError
from groundwood.eval.metrics.gold import rows
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, none, share
from groundwood.ingest.cited_ours import is_json
from groundwood.render import parse_story

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


Placed = tuple[str, Range]
"""The id of a source, and a span of its text."""
_NAMES = ("span_iou", "span_precision", "span_recall", "span_f1")


def measured(story: Scored) -> Values:
    """Return how the passages that a story of ours cites agree with those that people aligned.

    People's passages are the ``offsets`` of ``gold_alignment``; all sources count together.
    """
    cited = list(_cited(story.sample.text))
    if not cited:
        return dict.fromkeys(("spans_in_bounds", *_NAMES), none("the text names no passages"))
    texts = {key: source.text for key, source in story.texts.items()}
    within = share(sum(_lies_in(texts, one) for one in cited), len(cited), "no passage")
    gold = [one for one in _aligned(story) if _lies_in(texts, one)]
    if not gold:
        reason = "the sample does not tell the passages that should be cited"
        return {"spans_in_bounds": within, **dict.fromkeys(_NAMES, none(reason))}
    starts = _starts(texts)
    ours, theirs = (
        [_moved(one, starts) for one in spans if _lies_in(texts, one)] for spans in (cited, gold)
    )
    found = span_overlap(ours, theirs)
    values = (found.iou, found.precision, found.recall, found.f1)
    return {"spans_in_bounds": within, **dict(zip(_NAMES, values, strict=True))}


def _cited(text: str) -> Iterator[Placed]:
    if not is_json(text):
        return
    try:
        story = parse_story(text)
    except InputError:  # the marking of the sample tells what is wrong
        return
    for sentence in story.sentences:
        for citation in sentence.citations:
            yield from ((citation.article_id, (s.start, s.end)) for s in citation.spans)


def _aligned(story: Scored) -> Iterator[Placed]:
    for row in rows(story.sample, "gold_alignment"):
        offsets: Any = row.get("offsets") or []
        for start, end in (tuple(pair) for pair in offsets if len(pair) == 2):
            yield str(row.get("article_id")), (int(start), int(end))


def _lies_in(texts: Mapping[str, str], one: Placed) -> bool:
    return one[0] in texts and _is_in(one[1], texts[one[0]])


def _starts(texts: Mapping[str, str]) -> dict[str, int]:
    """Return where each text would begin if all stood behind one another."""
    starts, end = {}, 0
    for key, text in texts.items():
        starts[key], end = end, end + len(text)
    return starts


def _moved(one: Placed, starts: Mapping[str, int]) -> Range:
    key, (start, end) = one
    return starts[key] + start, starts[key] + end


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
