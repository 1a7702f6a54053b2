"""The texts of a run as they were scored, with what is known of each sentence."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

from groundwood.errors import InputError
from groundwood.eval.answering import answers_for
from groundwood.eval.asking import Asks, settled
from groundwood.eval.marking import Cited, Marked, Marking
from groundwood.eval.metrics.strict import Status, judged
from groundwood.eval.metrics.waterfall import Fate, fate
from groundwood.eval.runs import About, Run
from groundwood.eval.samples import Sample
from groundwood.eval.scoring import Row
from groundwood.eval.shortcuts import PREFIX
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
    precise: Mapping[Cited, bool | None] | None = None


@dataclass(frozen=True)
class ScoredText:
    """One text of a run: its sample, its marking, its values, and its sentences.

    The sample of a shortcut is the one that it was made of, under the shortcut's name.
    """

    sample: Sample
    marking: Marking
    row: Row
    sentences: tuple[ScoredSentence, ...]

    @property
    def is_shortcut(self) -> bool:
        """Whether no writer made the text."""
        return self.row.system.startswith(PREFIX)


def scored_texts(run: Run) -> Iterator[ScoredText]:
    """Yield the texts of a run in the order in which they were scored; no judge is asked.

    Raises:
        InputError: it is no scored run, or its files are of different scorings.
    """
    about = run.about()
    with ExitStack() as stack:
        book = _book(run, about, stack)
        for sample, marking, row in _matched(run):
            sentences = _sentences(sample, marking, about, book)
            yield ScoredText(sample, marking, row, sentences)


def _book(run: Run, about: About, stack: ExitStack) -> VerdictBook | None:
    if about.judge is None:
        return None
    return stack.enter_context(
        VerdictBook(run.verdicts, name=about.judge.name, version=about.judge.version)
    )


def _matched(run: Run) -> Iterator[tuple[Sample, Marking, Row]]:
    """Yield each row of values with its marking and its sample."""
    samples = run.samples()
    sample = None
    for marking, row in zip_longest(run.markings(), run.rows()):
        if row is None or marking is None or row.sample != marking.sample:
            raise _mixed(run)
        if not row.system.startswith(PREFIX):
            sample = next(samples, None)
        if sample is None or sample.id != row.sample:
            raise _mixed(run)
        yield sample.model_copy(update={"system": row.system}), marking, row


def _mixed(run: Run) -> InputError:
    return InputError(f"{run.folder}: its files are of different scorings: score the run again")


def _sentences(
    sample: Sample, marking: Marking, about: About, book: VerdictBook | None
) -> tuple[ScoredSentence, ...]:
    if book is None:
        return tuple(map(ScoredSentence, marking.sentences))
    measured: Callable[[Marked], Asks[ScoredSentence]] = partial(
        _scored, given=[source.id for source in sample.sources], metrics=about.metrics
    )
    works = [measured(one) for one in marking.sentences]
    return tuple(settled(works, answers_for(sample, book)))


def _scored(one: Marked, given: list[str], metrics: tuple[str, ...]) -> Asks[ScoredSentence]:
    """Ask again what the metrics of the run asked of the sentence."""
    found, score = None, None
    if "waterfall" in metrics and (one.citations or one.is_checkworthy):
        found = yield from fate(one.text, one.sources, given)
    if "citations" in metrics:
        score = yield from judged(one.text, one.citations, is_checkworthy=one.is_checkworthy)
    if score is None:
        return ScoredSentence(one, found)
    return ScoredSentence(
        marked=one,
        fate=found,
        status=score.status,
        recalled=None if score.status is Status.EXEMPT else score.recall,
        precise={each.cited: each.precise for each in score.citations},
    )
