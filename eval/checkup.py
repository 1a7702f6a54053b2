"""Is a run whole: do its files belong together, and does it hold the verdicts that it rests on?

Each check returns what to know, in one line, or raises an `InputError` that says what is wrong and
what to do about it.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from groundwood.errors import InputError
from groundwood.eval.asking import Answer, Asks, passed_on
from groundwood.eval.exporting.stories import samples_of, scored_texts
from groundwood.eval.metrics import measures
from groundwood.eval.runs import About, Run
from groundwood.eval.scoring import Measure, Scored, Values, marked, score
from groundwood.eval.verdicts import VerdictBook


def check_samples(run: Run) -> str:
    """Check that the samples are those that were scored."""
    count = sum(1 for _ in run.samples())
    if run.about().digest != run.digest():
        raise InputError(f"the samples are not those that were scored; {_again(run)}")
    return f"{count} samples, as they were scored"


def check_scoring(run: Run) -> str:
    """Check that there is one marking and one row of values a text, in the order of the samples."""
    about = run.about()
    systems = [told.is_shortcut for told in scored_texts(run)]
    if len(systems) != about.samples:
        raise InputError(f"{len(systems)} texts where {about.samples} were scored; {_again(run)}")
    return (
        f"{len(systems)} texts, {sum(systems)} of them shortcuts, {len(about.metrics)} metrics, "
        f"groundwood {about.groundwood}, {about.scored_at:%Y-%m-%d %H:%M} UTC"
    )


def check_verdicts(run: Run) -> str:
    """Check that every question of the run's metrics has a verdict of its judge."""
    about = run.about()
    if about.judge is None:
        raise InputError(f"it was scored without a judge; {_again(run)} --judge NAME")
    if not run.verdicts.is_file():
        raise InputError(f"there is no {run.verdicts.name}: its numbers cannot be made again")
    heard = _listen(run, about)
    missing = {one.name: one.missing for one in heard if one.missing}
    asked = sum(one.asked for one in heard)
    who = f"{about.judge.name} {about.judge.version}, threshold {about.judge.threshold:.3f}"
    if missing:
        told = ", ".join(f"{name} {count}" for name, count in missing.items())
        raise InputError(
            f"{who}: {sum(missing.values())} of {asked} questions have no verdict ({told}); "
            f"{_again(run)}"
        )
    return f"{who}: all {asked} questions have a verdict"


def _again(run: Run) -> str:
    return f"score it again: groundwood eval score {run.folder}"


def _listen(run: Run, about: About) -> "Sequence[_Listens]":
    """Return what the metrics of a run ask, and what the verdicts cannot answer."""
    heard = [_Listens(m, f) for m, f in zip(about.metrics, measures(about.metrics), strict=True)]
    with VerdictBook(run.verdicts, known=about.judge) as book:
        for _ in score(marked(samples_of(run), about.rules), heard, book):
            pass
    return heard


@dataclass
class _Listens:
    """A metric, how many questions it asks, and how many of them have no answer."""

    name: str
    measure: Measure
    asked: int = 0
    missing: int = 0

    def __call__(self, story: Scored, /) -> "Values | Asks[Values]":
        found = self.measure(story)
        return passed_on(found, hear=self._hear) if isinstance(found, Generator) else found

    def _hear(self, answer: Answer) -> None:
        self.asked += 1
        self.missing += answer.supported is None
