"""Articles cut into passages: whole sentences of about a paragraph, with their offsets kept."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from groundwood.agents.retriever.screen import debris, instruction
from groundwood.nouns import Article, Passage, Span
from groundwood.text.sentences import sentence_spans

LONG = 800
"""Characters after which a passage takes no further sentence."""
SHORT = 160
"""A passage of fewer characters is joined to its neighbour."""
FEWEST_WORDS = 4
"""A passage of fewer words says nothing that can be cited; without a full stop, twice as many."""

_CLOSED = re.compile(r"[.!?…。!?।؟۔:;]['\"”’»)\]」』]*$")
_ITEM = re.compile(r"[-–—•·▪‣◦*]\s|\(?\d{1,3}[.)]\s")
_HEADING_LONGEST = 100
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r\r|\r\n[^\S\n]*\r\n|\u2029")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True)
class Cut:
    """One passage of an article: its text, its place among the passages (0 is the lead), its heading.

    ``heading`` is the section title that stands above it, not part of the passage. ``tainted`` says
    that the article also holds text that addresses a machine.
    """

    article: Article
    start: int
    end: int
    order: int
    heading: str = ""
    tainted: bool = False

    @property
    def text(self) -> str:
        """The characters of the passage."""
        return self.article.text[self.start : self.end]

    @property
    def passage(self) -> Passage:
        """The citable place."""
        return Passage(article_id=self.article.id, start=self.start, end=self.end)


@dataclass(frozen=True)
class LeftOut:
    """A sentence that no passage may hold, and why."""

    passage: Passage
    why: str


@dataclass(frozen=True)
class Pieces:
    """What an article was cut into."""

    cuts: tuple[Cut, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class _Run:
    """Neighbouring sentences of one block; ``first`` opens a new section, under ``heading``."""

    spans: tuple[Span, ...]
    heading: str
    joinable: bool


def cut(article: Article) -> Pieces:
    """Cut the article into passages: sentences that are debris or address a machine part them."""
    text = article.text
    spans = sentence_spans(text, article.language)
    objections = {span: _objection(text[span.start : span.end]) for span in spans}
    left_out = tuple(
        LeftOut(Passage(article_id=article.id, start=span.start, end=span.end), why)
        for span, why in objections.items()
        if why
    )
    tainted = bool(instruction(article.title)) or any(
        instruction(text[span.start : span.end]) for span, why in objections.items() if why
    )
    runs = _runs(text, spans, objections)
    places = (place for place in _joined(_sized(runs)) if _says_something(text[slice(*place[:2])]))
    cuts = tuple(
        Cut(article, start, end, order, heading, tainted)
        for order, (start, end, heading) in enumerate(places)
    )
    return Pieces(cuts, left_out)


def _objection(sentence: str) -> str | None:
    return instruction(sentence) or debris(sentence)


def _says_something(text: str) -> bool:
    fewest = FEWEST_WORDS if _CLOSED.search(text) else 2 * FEWEST_WORDS
    return len(text.split()) >= fewest or len(_UNSPACED.findall(text)) > fewest


def _blocks(text: str, spans: tuple[Span, ...]) -> Iterator[tuple[Span, ...]]:
    """Yield the sentences between blank lines together; a line break alone parts headings."""
    block: list[Span] = list(spans[:1])
    for before, after in pairwise(spans):
        if _BLANK_LINE.search(text, before.end, after.start):
            yield tuple(block)
            block = []
        block.append(after)
    if block:
        yield tuple(block)


def _runs(text: str, spans: tuple[Span, ...], objections: dict[Span, str | None]) -> Iterator[_Run]:
    heading, joinable = "", False
    for block in _blocks(text, spans):
        run: list[Span] = []
        for span in block:
            title = _is_heading(text, span, is_last=span == spans[-1])
            if not objections[span] and not title:
                run.append(span)
                continue
            if run:
                yield _Run(tuple(run), heading, joinable)
            run, joinable = [], False
            heading = text[span.start : span.end] if title else heading
        if run:
            yield _Run(tuple(run), heading, joinable)
            joinable = True


def _is_heading(text: str, span: Span, *, is_last: bool) -> bool:
    line = text[span.start : span.end]
    return (
        not is_last
        and len(line) <= _HEADING_LONGEST
        and not _CLOSED.search(line)
        and not _ITEM.match(line)
        and "\n" in text[span.end : span.end + 3].replace("\r", "\n")
    )


def _sized(runs: Iterable[_Run]) -> Iterator[_Run]:
    """Part runs that are too long where a sentence ends, into pieces of like size."""
    for run in runs:
        total = run.spans[-1].end - run.spans[0].start
        target = min(LONG, max(SHORT, 1.15 * total / (total // LONG + 1)))
        piece: list[Span] = []
        joinable = run.joinable
        for span in run.spans:
            if piece and span.end - piece[0].start > target:
                yield _Run(tuple(piece), run.heading, joinable)
                piece, joinable = [], total <= LONG
            piece.append(span)
        yield _Run(tuple(piece), run.heading, joinable)


def _joined(runs: Iterable[_Run]) -> Iterator[tuple[int, int, str]]:
    """Join short neighbours under one heading, so that no passage is a mere fragment."""
    current: tuple[int, int, str] | None = None
    for run in runs:
        start, end = run.spans[0].start, run.spans[-1].end
        if current is not None and run.joinable and _belong(current, start, end):
            current = current[0], end, current[2]
            continue
        if current is not None:
            yield current
        current = start, end, run.heading
    if current is not None:
        yield current


def _belong(current: tuple[int, int, str], start: int, end: int) -> bool:
    short = min(current[1] - current[0], end - start) < SHORT
    return short and end - current[0] <= LONG
