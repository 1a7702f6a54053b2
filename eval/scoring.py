"""From marked samples to numbers: the questions of the metrics, and their values."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Protocol, TypeVar

from groundwood.eval.asking import Asks, Question, asked_once, passed_on, settled
from groundwood.eval.marking import Marked, MarkerRules, Marking, marking
from groundwood.eval.picks import parts
from groundwood.eval.samples import Sample, Source
from groundwood.eval.values import Value
from groundwood.eval.verdicts import VerdictBook, digest_of_source
from groundwood.nouns import Article, Noun, digest_of

T = TypeVar("T")

AT_ONCE = 32
"""Samples that are scored together, so that a judge is asked many questions in one call."""

BODY = "\x00body"
"""The name under which a question may have the story itself for its source."""
_TOLD = "\x00told: "

Values = Mapping[str, Value]


@dataclass(frozen=True)
class Scored:
    """A sample with its sentences: what a metric measures."""

    sample: Sample
    marking: Marking

    @cached_property
    def texts(self) -> dict[str, Source]:
        """The sources by id."""
        return {source.id: source for source in self.sample.sources}

    @property
    def given(self) -> tuple[str, ...]:
        """The ids of all sources."""
        return tuple(source.id for source in self.sample.sources)

    @cached_property
    def prose(self) -> str:
        """All sentences, without markers, on one line."""
        return " ".join(sentence.text for sentence in self.marking.sentences)

    @cached_property
    def cited(self) -> tuple[str, ...]:
        """The sources that some sentence validly cites, each once, in the order of citation."""
        return tuple(dict.fromkeys(key for one in self.marking.sentences for key in one.sources))

    def cited_texts(self, sentence: Marked) -> list[str]:
        """Return the texts of the sources that the sentence validly cites."""
        return [self.texts[key].text for key in sentence.sources]


class Measure(Protocol):
    """What a metric is: it takes a scored sample and returns values by name.

    One that needs to know whether sources support a claim is a generator, see
    `groundwood.eval.asking`; its questions name sources by their ids in the sample.
    """

    def __call__(self, story: Scored, /) -> "Values | Asks[Values]":
        """Return the values, or a generator that returns them."""
        ...


class Row(Noun):
    """The values of one sample, by name."""

    sample: str
    group: str
    system: str = ""
    tags: tuple[str, ...] = ()
    values: dict[str, Value]


def told(text: str) -> str:
    """Return the name under which a question may have this very text for its source."""
    return _TOLD + text


def marked(samples: Iterable[Sample], rules: MarkerRules | None = None) -> Iterator[Scored]:
    """Yield the samples with their sentences, in order."""
    return (Scored(sample, marking(sample, rules)) for sample in samples)


def score(
    stories: Iterable[Scored], measures: Sequence[Measure], book: VerdictBook
) -> Iterator[tuple[Scored, Row]]:
    """Yield each sample with its values, in order; few samples are in memory at a time."""
    works = [partial(_measured, measure) for measure in measures]
    for story, found in worked(stories, works, book):
        sample = story.sample
        yield (
            story,
            Row(
                sample=sample.id,
                group=sample.group,
                system=sample.system,
                tags=sample.tags,
                values={key: value for values in found for key, value in values.items()},
            ),
        )


def worked(
    stories: Iterable[Scored], works: Sequence[Callable[[Scored], Asks[T]]], book: VerdictBook
) -> Iterator[tuple[Scored, list[T]]]:
    """Yield each sample with what comes of each of the works, in order, few samples at a time.

    A work is a generator, whose questions the book answers.
    """
    for part in parts(stories, AT_ONCE):
        found = iter(_settled(part, works, book))
        yield from ((story, [next(found) for _ in works]) for story in part)


def _settled(
    stories: Sequence[Scored],
    works: Sequence[Callable[[Scored], Asks[T]]],
    book: VerdictBook,
) -> list[T]:
    """Return the results of all works of the first story, then those of the next."""
    shelves = [_shelf(story) for story in stories]
    named = [{key: digest_of_source(a) for key, a in shelf.items()} for shelf in shelves]
    texts = {
        names[key]: article
        for shelf, names in zip(shelves, named, strict=True)
        for key, article in shelf.items()
    }
    begun = [
        _located(work(story), names, texts)
        for story, names in zip(stories, named, strict=True)
        for work in works
    ]
    return settled(begun, asked_once(book.answers(texts)))


def _measured(measure: Measure, story: Scored) -> Asks[Values]:
    found = measure(story)
    return (yield from found) if isinstance(found, Generator) else found


def _located(work: Asks[T], names: dict[str, str], texts: dict[str, Article]) -> Asks[T]:
    """Ask what the work asks, with digests in place of the sample's own ids."""

    def put(question: Question) -> Question:
        for key in question.sources:
            if key not in names and key.startswith(_TOLD):
                article = _article(Source(id=BODY, text=key.removeprefix(_TOLD)))
                names[key] = digest_of_source(article)
                texts[names[key]] = article
        return Question(question.claim, tuple(names[key] for key in question.sources))

    return passed_on(work, put)


def _shelf(story: Scored) -> dict[str, Article]:
    """Return what the questions of a story may name, by its id in the sample."""
    body = Source(id=BODY, text=story.prose)
    return {source.id: _article(source) for source in (*story.sample.sources, body)}


def _article(source: Source) -> Article:
    """Return the source as the judges read it; its text may be empty, as no stored article's is."""
    digest = digest_of(source.url, source.text)
    return Article.model_construct(
        id=digest[:8],
        digest=digest,
        title=source.title,
        text=source.text,
        url=source.url,
        source=source.outlet,
        published_at=source.published_at,
    )
