"""The HTML form: one page that needs no script and no network."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

from groundwood.nouns import CheckedStory, Paragraph, QuotedPassage, Sentence, Source, Span, Story
from groundwood.render.links import live_url
from groundwood.render.text import marked

if TYPE_CHECKING:
    import jinja2

_MARK = "\x00"


@dataclass(frozen=True)
class Piece:
    """A stretch of a passage, and whether it is what supports the sentence."""

    text: str
    is_marked: bool


@dataclass(frozen=True)
class Card:
    """What a citation shows: its source, and the passages with their supporting spans marked."""

    source: Source
    passages: list[list[Piece]]


@dataclass(frozen=True)
class Run:
    """Sentences that share their citations: the text before the markers, and the stop behind."""

    before: str
    after: str
    cards: list[Card]


def render_html(checked: CheckedStory, story: Story) -> str:
    """Return the page: everything from an article escaped, only http(s) links live."""
    known = {source.article_id: source for source in checked.sources}
    sources = {
        key: known.get(key) or Source(article_id=key, digest="") for key in story.article_ids
    }
    css = _asset("story.css")
    return _template().render(
        checked=checked,
        story=story,
        paragraphs=[_runs(paragraph, sources) for paragraph in story.paragraphs],
        sources=sources.values(),
        live_url=live_url,
        css=css,
        css_hash=b64encode(hashlib.sha256(css.encode()).digest()).decode(),
    )


def _runs(paragraph: Paragraph, sources: dict[str, Source]) -> list[Run]:
    grouped = groupby(paragraph.sentences, lambda sentence: sentence.article_ids)
    return [_run(list(run), ids, sources) for ids, run in grouped]


def _run(run: list[Sentence], ids: tuple[str, ...], sources: dict[str, Source]) -> Run:
    text = " ".join(sentence.text for sentence in run)
    before, _, after = marked(text, _MARK if ids else "").partition(f" {_MARK}")
    cards = [Card(sources[key], _passages(sources[key], _spans(run, key))) for key in ids]
    return Run(before, after, cards)


def _spans(run: list[Sentence], article_id: str) -> list[Span]:
    return [
        span
        for sentence in run
        for citation in sentence.citations
        if citation.article_id == article_id
        for span in citation.spans
    ]


def _passages(source: Source, spans: list[Span]) -> list[list[Piece]]:
    shown = []
    for quoted in source.passages:
        start, end = quoted.passage.start, quoted.passage.end
        inside = [span for span in spans if start <= span.start and span.end <= end]
        if inside:
            shown.append(_pieces(quoted, inside))
    return shown


def _pieces(quoted: QuotedPassage, spans: list[Span]) -> list[Piece]:
    pieces: list[Piece] = []
    at = offset = quoted.passage.start
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        begin = max(span.start, at)
        if begin >= span.end:
            continue
        pieces.append(Piece(quoted.text[at - offset : begin - offset], is_marked=False))
        pieces.append(Piece(quoted.text[begin - offset : span.end - offset], is_marked=True))
        at = span.end
    pieces.append(Piece(quoted.text[at - offset :], is_marked=False))
    return [piece for piece in pieces if piece.text]


def _asset(name: str) -> str:
    return (files("groundwood.render") / name).read_text(encoding="utf-8")


@cache
def _template() -> "jinja2.Template":
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    return environment.from_string(_asset("story.html"))
