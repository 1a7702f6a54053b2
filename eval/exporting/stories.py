"""The texts of a run as they were scored, with what is known of each sentence."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from groundwood.errors import InputError
from groundwood.eval.asking import Asks
from groundwood.eval.marking import Cited, Marked, Marking
from groundwood.eval.metrics.strict import Status, judged
from groundwood.eval.metrics.waterfall import Fate, fate
from groundwood.eval.runs import About, Run
from groundwood.eval.samples import Sample
from groundwood.eval.scoring import Row, Scored, marked, worked
from groundwood.eval.shortcuts import PREFIX, shortcuts
from groundwood.eval.verdicts import VerdictBook


@dataclass(frozen=True)
class ScoredSentence:
    """A sentence with what the verdicts say of it; what the run did not measure is none.

    ``recalled`` tells whether its cited sources together support it, ``precise`` the same of each
    citation that counts, see `groundwood.eval.metrics.strict`. Both are none where the judge
    failed, or where the sentence need not cite.
    """

    marked: Marked
    fate: Fate | None = None
    status: Status | None = None
    recalled: bool | None = None
    precise: Mapping[Cited, bool | None] = field(default_factory=dict)


@dataclass(frozen=True)
class ScoredText:
    """One text of a run: its sample, its marking, its values, and its sentences."""

    sample: Sample
    marking: Marking
    row: Row
    sentences: tuple[ScoredSentence, ...]

    @property
    def is_shortcut(self) -> bool:
        """Whether no writer made the text."""
        return self.sample.system.startswith(PREFIX)


def scored_texts(run: Run) -> Iterator[ScoredText]:
    """Yield the texts of a run in the order in which they were scored; no judge is asked.

    Few texts are in memory at a time.

    Raises:
        InputError: it is no scored run, or its files are not those of one scoring by this version.
    """
    about = run.about()
    with _book(run, about) as book:
        sentences = _Sentences(about.metrics if book.known else ())
        read = worked(marked(samples_of(run), about.rules), [sentences], book)
        for (story, (told,)), marking, row in zip(read, run.markings(), run.rows(), strict=True):
            if story.marking != marking:
                raise _mixed(run)
            yield ScoredText(story.sample, marking, row, told)


def _book(run: Run, about: About) -> VerdictBook:
    """Return the run's verdicts; an empty book where it has none."""
    if about.judge is None or not run.verdicts.is_file():
        return VerdictBook(Path(":memory:"))
    return VerdictBook(run.verdicts, known=about.judge)


def samples_of(run: Run) -> Iterator[Sample]:
    """Yield the sample of each row of values, shortcuts made anew.

    Raises:
        InputError: samples, markings and values do not belong together.
    """
    samples = run.samples()
    made: dict[str, Sample] = {}
    before: Scored | None = None
    for marking, row in zip_longest(run.markings(), run.rows()):
        if row is None or marking is None:
            raise _mixed(run)
        if row.system.startswith(PREFIX):
            if before and not made:
                made = {one.system: one for one in shortcuts(before.sample, before.marking)}
            found = made.get(row.system)
        else:
            found, made = next(samples, None), {}
            before = Scored(found, marking) if found else None
        if found is None or (found.id, found.system) != (row.sample, row.system):
            raise _mixed(run)
        yield found
    if next(samples, None) is not None:
        raise _mixed(run)


def _mixed(run: Run) -> InputError:
    return InputError(
        f"{run.folder}: its files are not those of one scoring by this version: score it again"
    )


@dataclass(frozen=True)
class _Sentences:
    """Returns the sentences of a text with what the metrics of its run found out about them."""

    metrics: Container[str]

    def __call__(self, story: Scored, /) -> Asks[tuple[ScoredSentence, ...]]:
        found = []
        for one in story.marking.sentences:
            found.append((yield from self._scored(one, story.given)))
        return tuple(found)

    def _scored(self, one: Marked, given: Sequence[str]) -> Asks[ScoredSentence]:
        """Ask again what the metrics of the run asked of the sentence."""
        found, status, recalled = None, None, None
        precise: dict[Cited, bool | None] = {}
        if "waterfall" in self.metrics and one.counts:
            found = yield from fate(one.text, one.sources, given, one.parts)
        if "citations" in self.metrics:
            scored = yield from judged(one.text, one.citations, is_checkworthy=one.is_checkworthy)
            status = scored.status
            recalled = None if status is Status.EXEMPT else scored.recall
            precise = {each.cited: each.precise for each in scored.citations}
        return ScoredSentence(one, found, status, recalled, precise)
