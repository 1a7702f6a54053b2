"""What a reader of the page is shown as proof: cards of cited passages, findings and changes."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from groundwood.nouns import CheckedStory, Citation, QuotedPassage, Span, Story, Verdict
from groundwood.render.told import NumberedSource, numbered_sources, story_of

CONTEXT = 320
"""Characters of a passage that are shown on either side of what is marked."""

_CUT_WORD_BEHIND = re.compile(r"\s\S{0,80}\Z")
_CUT_WORD_BEFORE = re.compile(r"\A\S{0,80}\s")


@dataclass(frozen=True)
class Piece:
    """A stretch of a passage, and whether it is what supports the sentence."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Card:
    """What one citation shows: its source, and each cited passage with its spans marked."""

    key: str
    cited: NumberedSource
    passages: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True)
class ShownSentence:
    """A sentence and the cards of its citations."""

    text: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Quote:
    """A marked stretch alone, with its source (numbered 0 where the story does not cite it)."""

    cited: NumberedSource
    text: str


@dataclass(frozen=True)
class Proof:
    """All that the page shows beyond the story's own words."""

    sources: dict[str, NumberedSource]
    paragraphs: tuple[tuple[ShownSentence, ...], ...]
    evidence: tuple[tuple[Verdict, tuple[Quote, ...], tuple[Quote, ...]], ...]
    findings: tuple[tuple[str, int], ...]


def proof_of(story: Story | CheckedStory) -> Proof:
    """Return the proof of the story; of a bare story no more than the ids of its sources."""
    sources = numbered_sources(story)
    known = _with_uncited(sources, story)
    verdicts = story.verdicts if isinstance(story, CheckedStory) else ()
    keys = count(1)
    return Proof(
        sources=sources,
        paragraphs=tuple(
            tuple(
                ShownSentence(sentence.text, _cards(sentence.citations, sources, keys))
                for sentence in paragraph.sentences
            )
            for paragraph in story_of(story).paragraphs
        ),
        evidence=tuple(
            (verdict, _quotes(verdict.evidence, known), _quotes(verdict.against, known))
            for verdict in verdicts
        ),
        findings=tuple(Counter(str(verdict.finding) for verdict in verdicts).most_common()),
    )


def _with_uncited(
    sources: dict[str, NumberedSource], story: Story | CheckedStory
) -> dict[str, NumberedSource]:
    others = story.sources if isinstance(story, CheckedStory) else ()
    return {one.article_id: NumberedSource(0, one.article_id, one) for one in others} | sources


def pieces_of(quoted: QuotedPassage, spans: Sequence[Span]) -> tuple[Piece, ...]:
    """Return the passage cut where marking begins and ends, shortened far from what is marked.

    Spans are offsets in the article and may overlap; what lies outside the passage is left out.
    """
    offset = quoted.passage.start
    marks = _merged([(span.start - offset, span.end - offset) for span in spans])
    text = quoted.text
    pieces: list[Piece] = []
    at = 0
    for start, end in marks:
        pieces += _between(text[at:start], is_first=not pieces)
        pieces.append(Piece(text[start:end], is_marked=True))
        at = end
    pieces += _between(text[at:], is_first=not pieces, is_last=True)
    return tuple(pieces)


def _cards(
    citations: tuple[Citation, ...], sources: dict[str, NumberedSource], keys: Iterator[int]
) -> tuple[Card, ...]:
    spans: dict[str, list[Span]] = {}
    for citation in citations:
        spans.setdefault(citation.article_id, []).extend(citation.spans)
    return tuple(
        Card(f"card-{next(keys)}", sources[key], _passages(sources[key], spans[key]))
        for key in spans
    )


def _passages(cited: NumberedSource, spans: list[Span]) -> tuple[tuple[Piece, ...], ...]:
    shown = []
    left = set(spans)
    for quoted in cited.source.passages if cited.source else ():
        inside = [span for span in spans if span in left and _holds(quoted, span)]
        if inside:
            shown.append(pieces_of(quoted, inside))
            left -= set(inside)
    return tuple(shown)


def _holds(quoted: QuotedPassage, span: Span) -> bool:
    return quoted.passage.start <= span.start and span.end <= quoted.passage.end


def _quotes(
    citations: tuple[Citation, ...], sources: dict[str, NumberedSource]
) -> tuple[Quote, ...]:
    return tuple(
        Quote(sources[citation.article_id], text)
        for citation in citations
        if citation.article_id in sources
        for span in citation.spans
        if (text := _quote(sources[citation.article_id], span))
    )


def _quote(cited: NumberedSource, span: Span) -> str:
    for quoted in cited.source.passages if cited.source else ():
        if _holds(quoted, span):
            offset = quoted.passage.start
            return quoted.text[span.start - offset : span.end - offset]
    return ""


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            continue
        merged.append((start, end))
    return merged


def _between(text: str, *, is_first: bool = False, is_last: bool = False) -> list[Piece]:
    """Return what stands between marks, without its far middle (or outer end), cut at words."""
    if len(text) <= CONTEXT * (2 - is_first - is_last):
        return [Piece(text)] if text else []
    lead = "" if is_first else _CUT_WORD_BEHIND.sub(" ", text[:CONTEXT])
    tail = "" if is_last else _CUT_WORD_BEFORE.sub(" ", text[-CONTEXT:])
    return [Piece(f"{lead}…{tail}")]
