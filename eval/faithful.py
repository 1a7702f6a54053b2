"""Is one text faithful to its sources: every sentence of it, with what is wrong where it is not."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from groundwood.agents.checker.judges.judge import Judge
from groundwood.agents.checker.windows import best_windows, passages
from groundwood.errors import InputError
from groundwood.eval.asking import Asks, Question
from groundwood.eval.marking import Marked, Standing
from groundwood.eval.metrics.strict import NO_SENTENCE, SentenceScore, Status, judged
from groundwood.eval.metrics.waterfall import Fate, fate
from groundwood.eval.reading.sources import sources_from
from groundwood.eval.samples import Sample, Source
from groundwood.eval.scoring import Scored, marked, worked
from groundwood.eval.verdicts import VerdictBook
from groundwood.nouns import Article, CheckedStory, Finding, Story
from groundwood.nouns.base import misfit
from groundwood.render.as_json import render_json
from groundwood.text.clean import printable

Given = Article | Source | Mapping[str, object] | str
"""A source: an article, a `Source`, the fields of one, or a text. Without an id it has its place."""

_FINDINGS = {
    Fate.MISATTRIBUTED: Finding.MISATTRIBUTED,
    Fate.PARTLY_SUPPORTED: Finding.PARTLY_SUPPORTED,
    Fate.CONTRADICTED: Finding.CONTRADICTED,
    Fate.CONFLICTING: Finding.CONFLICTING,
}


@dataclass(frozen=True)
class Fault:
    """A sentence that is not faithful: its place from 1, what is wrong, and what comes nearest.

    ``labels`` are its citations as written; ``reason`` says which of them stand for no source, or
    why the judge failed. ``passage`` is the sentence of the ``source`` that shares most with it,
    both empty where none shares a word.
    """

    paragraph: int
    sentence: int
    text: str
    labels: tuple[str, ...]
    finding: Finding
    reason: str = ""
    source: str = ""
    passage: str = ""

    @property
    def line(self) -> str:
        """The fault in one line, and the nearest passage in a second one."""
        why = f" ({self.reason})" if self.reason else ""
        labels = "".join(f" [{label}]" for label in self.labels)
        place = f"{self.paragraph}.{self.sentence}"
        told = f"{place} {self.finding}{why}: {printable(self.text)}{labels}"
        if not self.passage:
            return told
        return f"{told}\n      nearest, in {self.source}: {printable(self.passage)}"


@dataclass(frozen=True)
class Faithfulness:
    """What became of a text's sentences.

    ``sentences`` counts those that cite, or state something that a source could bear out;
    ``problem`` says why there is nothing to check, empty where there is.
    """

    judge: str
    sentences: int = 0
    faults: tuple[Fault, ...] = ()
    problem: str = ""

    def failing(self, allow: Collection[Finding] = ()) -> tuple[Fault, ...]:
        """Return the faults whose finding is not allowed."""
        return tuple(fault for fault in self.faults if fault.finding not in allow)

    def complaint(self, at_least: float = 1.0, allow: Collection[Finding] = ()) -> str:
        """Return what to tell where the text does not hold; nothing where it does.

        It holds where at least the share ``at_least`` of its sentences is recalled or allowed, and
        no citation is of a source that was not given.
        """
        if self.problem:
            return f"nothing to check: {self.problem}"
        failing = self.failing(allow)
        share = 1 - len(failing) / self.sentences
        is_invented = any(fault.finding is Finding.UNKNOWN_SOURCE for fault in failing)
        if share >= at_least and not is_invented:
            return ""
        head = (
            f"{len(failing)} of {self.sentences} sentences are not faithful to their sources "
            f"(share {share:.3f}, wanted {at_least:.3f}; judge {self.judge})"
        )
        return "\n".join([head, *(f"  {fault.line}" for fault in failing)])


def faithfulness(
    text: str | Story | CheckedStory, sources: Given | Iterable[Given], judge: Judge
) -> Faithfulness:
    """Return which sentences of a text are not faithful to what they cite, by the strict rules.

    Args:
        text: cited text of anybody's or a story of ours; ``[1]`` cites the first source.
        sources: what the text may cite.
        judge: says whether sources support a sentence.

    Raises:
        InputError: a source is none, or two have one id; it is named by its place from 1.
    """
    name = f"{judge.name} {judge.version}".strip()
    if isinstance(text, CheckedStory) and text.story is None:
        told = ": ".join(filter(None, (text.outcome.status, text.outcome.reason)))
        return Faithfulness(name, problem=f"there is no story ({told})")
    written = text if isinstance(text, str) else render_json(text)
    sample = Sample(id="text", text=written, sources=_sources(sources, written))
    with VerdictBook(Path(":memory:"), judge) as book:
        ((story, ((count, faults),)),) = worked(marked([sample]), [_faults], book)
    if story.marking.problem or not count:
        return Faithfulness(name, problem=story.marking.problem or NO_SENTENCE)
    return Faithfulness(name, count, faults)


def _sources(given: Given | Iterable[Given], text: str) -> tuple[Source, ...]:
    listed = [given] if isinstance(given, Article | Source | Mapping | str) else given
    found: dict[str, Source] = {}
    for number, one in enumerate(listed, 1):
        source = _source(one, number, text)
        if source.id in found:
            raise InputError(f"source {number}: {source.id!r} is the id of an earlier one")
        found[source.id] = source
    return tuple(found.values())


def _source(one: Given, number: int, text: str) -> Source:
    if isinstance(one, Source):
        return one
    if isinstance(one, Article):
        return sources_from([one], text)[0]
    fields = {"text": one} if isinstance(one, str) else dict(one)
    try:
        return Source.model_validate({"id": str(number), **fields})
    except ValidationError as exc:
        raise InputError(f"source {number}: {misfit(exc)}") from exc


def _faults(story: Scored) -> Asks[tuple[int, tuple[Fault, ...]]]:
    """Return how many sentences of a text count, and the faults of those that have one."""
    count, faults = 0, []
    for place, one in _placed(story.marking.sentences):
        scored = yield from judged(one.text, one.citations, is_checkworthy=one.is_checkworthy)
        count += scored.status is not Status.EXEMPT
        finding, reason = yield from _finding(one, scored, story)
        if finding is not Finding.SUPPORTED:
            faults.append(_fault(place, one, finding, reason, story))
    return count, tuple(faults)


def _placed(sentences: Iterable[Marked]) -> Iterator[tuple[tuple[int, int], Marked]]:
    """Yield the sentences with paragraph and place in it, from 1."""
    counts: dict[int, int] = {}
    for one in sentences:
        counts[one.paragraph] = counts.get(one.paragraph, 0) + 1
        yield (one.paragraph + 1, counts[one.paragraph]), one


def _finding(one: Marked, scored: SentenceScore, story: Scored) -> Asks[tuple[Finding, str]]:
    invented = [f"[{c.label}]" for c in one.citations if c.standing is not Standing.VALID]
    if invented:
        return Finding.UNKNOWN_SOURCE, f"there is no {', '.join(invented)}"
    if scored.status is Status.EXEMPT or scored.recall:
        return Finding.SUPPORTED, ""
    if scored.status is Status.UNCITED:
        return Finding.UNCITED, ""
    if scored.recall is None:
        failed = yield Question(one.text, one.sources)
        return Finding.NOT_CHECKED, failed.error
    found = yield from fate(one.text, one.sources, story.given, one.parts)
    return _FINDINGS.get(found, Finding.UNSUPPORTED), ""


def _fault(
    place: tuple[int, int], one: Marked, finding: Finding, reason: str, story: Scored
) -> Fault:
    cited = [] if finding is Finding.MISATTRIBUTED else [story.texts[key] for key in one.sources]
    source, passage = _nearest(one.text, cited or story.sample.sources)
    return Fault(
        paragraph=place[0],
        sentence=place[1],
        text=one.text,
        labels=tuple(cited.label for cited in one.citations),
        finding=finding,
        reason=reason,
        source=source,
        passage=passage,
    )


def _nearest(claim: str, sources: Iterable[Source]) -> tuple[str, str]:
    """Return the source and the sentence of it that shares most with the claim."""
    found = {window: source.id for source in sources for window in passages(source.text)}
    best = best_windows(claim, tuple(found))
    return (found[best[0]], best[0].text) if best else ("", "")
