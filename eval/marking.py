"""From a text to its sentences and what each of them cites: the first layer of a score."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from pydantic import Field

from groundwood.agents.checker.facts.clauses import facts
from groundwood.errors import InputError
from groundwood.eval.samples import Sample, Source
from groundwood.eval.worth import is_checkworthy
from groundwood.ingest.cited import FileShelf, HowMuch, parse_cited
from groundwood.ingest.cited_shelf import urls_in
from groundwood.nouns import Article, ArticleId, Noun
from groundwood.nouns.cited import CitedSentence, CitedSource, CitedText

_ID = re.compile(r"[0-9a-f]{8,64}")
_MALFORMED = re.compile(
    r"""\s*(?:\[(?:
        \?+ | | x{2,8} | id | [0-9a-f]{1,7}[?…]
      | (?:citation|source|reference|ref|doc|document)s?(?:\ needed|\ missing|\ unknown|\ ?[?x])?
      | (?=[0-9a-z]*\d)(?=[0-9a-z]*[a-z])[0-9a-z]{6,12}
    )\]
    | 【[^【】\n†]{0,20}\Z)
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Standing(StrEnum):
    """What a citation comes to."""

    VALID = "valid"
    NONEXISTENT = "nonexistent"
    NOT_RETRIEVED = "not retrieved"
    MALFORMED = "malformed"


class Cited(Noun):
    """One citation of a sentence: its label as written, and the source it stands for, if any.

    ``by_position`` tells that a number was taken as a place among the sources, from 1.
    """

    label: str
    standing: Standing
    source: str | None = None
    by_position: bool = False


class Marked(Noun):
    """A sentence without its markers, its place, and its citations, each label once.

    ``start`` and ``end`` are its half-open range in the text that was read, markers included.
    ``parts`` are its facts, where it counts and states several, see
    `groundwood.agents.checker.facts`.
    """

    text: str
    paragraph: int = Field(ge=0)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    citations: tuple[Cited, ...] = ()
    is_checkworthy: bool = True
    parts: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """What it states: its parts, or itself where it has none."""
        return self.parts or (self.text,)

    @property
    def counts(self) -> bool:
        """Whether it is measured: it cites, or states something that a source could bear out."""
        return bool(self.citations) or self.is_checkworthy

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The sources that are validly cited, each once."""
        found = (one.source for one in self.citations if one.standing is Standing.VALID)
        return tuple(dict.fromkeys(source for source in found if source is not None))


class Marking(Noun):
    """The sentences of a sample in reading order; where there are none, ``problem`` says why.

    ``text`` is what was read: the sample's own text, or a story's sentences with their ids.
    ``listed`` are the labels of the text's own list of sources.
    """

    sample: str
    form: str = ""
    text: str = ""
    title: str = ""
    sentences: tuple[Marked, ...] = ()
    listed: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class MarkerRules:
    """How markers are read: ``covers`` is the reach of one; ``patterns`` are markers of one's own.

    A pattern is a regular expression with a group ``label``, which holds one label.
    """

    covers: HowMuch = "auto"
    patterns: tuple[str, ...] = ()

    @cached_property
    def compiled(self) -> tuple[re.Pattern[str], ...]:
        """The patterns, ready for use.

        Raises:
            InputError: one is no regular expression, or has no group ``label``; it is named.
        """
        return tuple(_compiled(pattern) for pattern in self.patterns)


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        made = re.compile(pattern)
    except re.error as exc:
        raise InputError(f"marker pattern {pattern!r}: no regular expression: {exc}") from exc
    if "label" not in made.groupindex:
        raise InputError(f"marker pattern {pattern!r}: it has no group (?P<label>…)")
    return made


def marking(sample: Sample, rules: MarkerRules | None = None) -> Marking:
    """Return the sentences of the sample's text with their citations.

    A text that is empty, too long or a damaged story has none, and the problem says so.
    """
    rules = rules or MarkerRules()
    shelf = FileShelf([_on_shelf(source) for source in sample.sources])
    text, aliases = _rewritten(sample.text, rules, shelf)
    try:
        cited = parse_cited(text, shelf, covers=rules.covers)
    except InputError as exc:
        return Marking(sample=sample.id, problem=str(exc))
    reading = _Reading(sample, cited, aliases)
    return Marking(
        sample=sample.id,
        form=cited.form,
        text=cited.text,
        title=cited.title,
        sentences=tuple(reading.sentences()),
        listed=tuple(one.label for one in cited.sources if one.entry),
    )


def _on_shelf(source: Source) -> Article:
    """Return what finds the source by id, address and title; its text is not needed for that."""
    key = source.id if _ID.fullmatch(source.id) else _hex(source.id)
    return Article.model_construct(
        id=key,
        digest=key,
        title=source.title,
        text=source.text,
        url=source.url,
        source=source.outlet,
        original_id=source.id,
    )


def _hex(label: str) -> ArticleId:
    return sha256(label.encode("utf-8", "replace")).hexdigest()


def _rewritten(text: str, rules: MarkerRules, shelf: FileShelf) -> tuple[str, dict[str, str]]:
    """Return the text with markers of one's own as ``[label]``, and labels that had to be renamed.

    A label that nobody knows gets a name that is read as an id, so that it counts as invented.
    """
    aliases: dict[str, str] = {}

    def plain(found: re.Match[str]) -> str:
        label = found["label"].strip()
        if not label.isdigit() and shelf.by_id(label) is None:
            label, name = _hex(label), label
            aliases[label] = name
        return f"[{label}]"

    for pattern in rules.compiled:
        text = pattern.sub(plain, text)
    return text, aliases


def _parts(sentence: str) -> tuple[str, ...]:
    found = tuple(fact.text for fact in facts(sentence))
    return found if len(found) > 1 else ()


@dataclass(frozen=True)
class _Reading:
    """The sentences of a cited text, as citations of the sample's own sources."""

    sample: Sample
    cited: CitedText
    aliases: dict[str, str]

    def sentences(self) -> Iterator[Marked]:
        """Yield them in reading order."""
        for one in self.cited.sentences:
            text = _MALFORMED.sub("", one.text).strip() or one.text
            citations = (*map(self._cited, one.labels), *self._malformed(one))
            states = is_checkworthy(one.text)
            yield Marked(
                text=text,
                paragraph=one.paragraph,
                start=one.start,
                end=one.end,
                citations=citations,
                is_checkworthy=states,
                parts=_parts(text) if states or citations else (),
            )

    def _cited(self, label: str) -> Cited:
        source = self._sources[label]
        name = self.aliases.get(label, label)
        if source.article_id is not None:
            own = self._names[source.article_id]
            return Cited(
                label=name,
                standing=Standing.VALID,
                source=own,
                by_position=source.by == "position",
            )
        known = {name, source.entry, *urls_in(source.entry)} & self.sample.corpus
        return Cited(label=name, standing=Standing.NOT_RETRIEVED if known else Standing.NONEXISTENT)

    def _malformed(self, one: CitedSentence) -> list[Cited]:
        found = (match[0].strip() for match in _MALFORMED.finditer(one.text))
        return [Cited(label=label, standing=Standing.MALFORMED) for label in dict.fromkeys(found)]

    @cached_property
    def _sources(self) -> dict[str, CitedSource]:
        return {one.label: one for one in self.cited.sources}

    @cached_property
    def _names(self) -> dict[ArticleId, str]:
        return {_on_shelf(source).id: source.id for source in self.sample.sources}
