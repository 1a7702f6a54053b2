"""The tables of a run: which columns they have, and their rows, text by text.

All share ``system`` and ``sample``; sentences and citations are numbered from 0 within their text.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from groundwood.eval.exporting.stories import ScoredText
from groundwood.eval.samples import Source
from groundwood.eval.verdicts import digest_of_source
from groundwood.nouns import Article
from groundwood.nouns.verdict import Usage

Shown = Callable[[str], str]
"""Says what of a text is passed on."""


class SampleRow(NamedTuple):
    """A text: what was asked, how it was read, and what it took.

    ``tags`` are a JSON list; ``problem`` says why there are no sentences; ``cost`` is in the
    currency of the configured price, ``seconds`` and tokens are those of the writer.
    """

    system: str
    sample: str
    group: str
    tags: str
    question: str
    form: str
    title: str
    text: str
    problem: str
    sources: int
    sentences: int
    calls: int
    tokens_in: int
    tokens_out: int
    cost: float | None
    seconds: float | None


class SourceRow(NamedTuple):
    """A source of a text; those of a shortcut are those of the text that it was made of.

    ``digest`` is the name that verdicts give it, see `groundwood.eval.verdicts.digest_of_source`.
    """

    system: str
    sample: str
    position: int
    source: str
    title: str
    url: str | None
    outlet: str | None
    published_at: datetime | None
    digest: str
    text: str


class SentenceRow(NamedTuple):
    """A sentence, its half-open range in the text, and what came of it where that is known."""

    system: str
    sample: str
    sentence: int
    paragraph: int
    start: int
    end: int
    text: str
    is_checkworthy: bool
    citations: int
    status: str | None
    recalled: bool | None
    fate: str | None


class CitationRow(NamedTuple):
    """A citation of a sentence, and whether it is precise where that is known."""

    system: str
    sample: str
    sentence: int
    citation: int
    label: str
    standing: str
    source: str | None
    by_position: bool
    precise: bool | None


class ValueRow(NamedTuple):
    """A value of a metric; where there is no number, the reason."""

    system: str
    sample: str
    group: str
    metric: str
    number: float | None
    reason: str
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Table:
    """The type of a table's rows, and what makes them from a text."""

    kind: type[SampleRow | SourceRow | SentenceRow | CitationRow | ValueRow]
    rows: Callable[[ScoredText, Shown], Iterator[tuple[object, ...]]]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return self.kind._fields


def as_it_is(text: str) -> str:
    """Return the text."""
    return text


def hidden(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 as ``sha256:…``; an empty text stays empty."""
    return f"sha256:{sha256(text.encode('utf-8', 'replace')).hexdigest()}" if text else ""


def _samples(told: ScoredText, shown: Shown) -> Iterator[SampleRow]:
    sample, marking = told.sample, told.marking
    usage = sum(sample.usage.values(), Usage())
    yield SampleRow(
        system=sample.system,
        sample=sample.id,
        group=sample.group,
        tags=json.dumps(sample.tags, ensure_ascii=False),
        question=sample.question,
        form=marking.form,
        title=shown(marking.title),
        text=shown(marking.text),
        problem=marking.problem,
        sources=len(sample.sources),
        sentences=len(marking.sentences),
        calls=usage.calls,
        tokens_in=usage.tokens_in,
        tokens_out=usage.tokens_out,
        cost=usage.cost,
        seconds=sample.seconds,
    )


def _sources(told: ScoredText, shown: Shown) -> Iterator[SourceRow]:
    if told.is_shortcut:
        return
    for number, source in enumerate(told.sample.sources, 1):
        yield SourceRow(
            system=told.sample.system,
            sample=told.sample.id,
            position=number,
            source=source.id,
            title=shown(source.title),
            url=source.url,
            outlet=source.outlet,
            published_at=source.published_at,
            digest=_digest(source),
            text=shown(source.text),
        )


def _digest(source: Source) -> str:
    article = Article.model_construct(
        title=source.title, text=source.text, published_at=source.published_at
    )
    return digest_of_source(article)


def _sentences(told: ScoredText, shown: Shown) -> Iterator[SentenceRow]:
    for number, one in enumerate(told.sentences):
        yield SentenceRow(
            system=told.sample.system,
            sample=told.sample.id,
            sentence=number,
            paragraph=one.marked.paragraph,
            start=one.marked.start,
            end=one.marked.end,
            text=shown(one.marked.text),
            is_checkworthy=one.marked.is_checkworthy,
            citations=len(one.marked.citations),
            status=one.status and one.status.value,
            recalled=one.recalled,
            fate=one.fate and one.fate.value,
        )


def _citations(told: ScoredText, shown: Shown) -> Iterator[CitationRow]:
    for number, one in enumerate(told.sentences):
        for place, cited in enumerate(one.marked.citations):
            yield CitationRow(
                system=told.sample.system,
                sample=told.sample.id,
                sentence=number,
                citation=place,
                label=cited.label,
                standing=cited.standing.value,
                source=cited.source,
                by_position=cited.by_position,
                precise=one.precise.get(cited),
            )


def _values(told: ScoredText, shown: Shown) -> Iterator[ValueRow]:
    for metric, value in told.row.values.items():
        yield ValueRow(
            system=told.sample.system,
            sample=told.sample.id,
            group=told.sample.group,
            metric=metric,
            number=value.number,
            reason=value.reason,
            low=value.low,
            high=value.high,
        )


TABLES = {
    "samples": Table(SampleRow, _samples),
    "sources": Table(SourceRow, _sources),
    "sentences": Table(SentenceRow, _sentences),
    "citations": Table(CitationRow, _citations),
    "values": Table(ValueRow, _values),
}
"""The tables by name. A new one is a row, a function and a line here."""
