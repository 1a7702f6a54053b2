"""A run read again, sample by sample: its sentences with their fates, from the verdicts it holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from groundwood.eval.asking import Answer, Asks, passed_on
from groundwood.eval.marking import Marked
from groundwood.eval.metrics.waterfall import Fate, fate
from groundwood.eval.runs import About, Run
from groundwood.eval.scoring import Scored, marked, worked
from groundwood.eval.verdicts import VerdictBook


@dataclass(frozen=True)
class Judged:
    """A sentence with its fate, and the first answer of the judge.

    The answer is of the sources that the sentence validly cites, together; of all sources where it
    cites none. It is none where there was nothing to ask.
    """

    sentence: Marked
    fate: Fate
    answer: Answer | None

    @property
    def is_supported(self) -> bool | None:
        """Whether its own sources support it; none where it has none, or the judge failed."""
        return self.answer.supported if self.answer and self.sentence.sources else None


def unknown(run: Run, about: About) -> str:
    """Return why the fates of a run's sentences are not known; nothing where they are."""
    if "waterfall" not in about.metrics:
        return "the run was scored without the metric waterfall"
    if about.judge is None or not run.verdicts.is_file():
        return "the run holds no verdicts of a judge"
    return ""


def walked(run: Run, about: About) -> Iterator[tuple[Scored, tuple[Judged, ...]]]:
    """Yield each sample of the run, without the shortcuts, and its sentences with their fates.

    Nothing is judged: the verdicts of the run answer. Where they are `unknown` there are no fates.
    Few samples are in memory at a time.
    """
    stories = marked(run.samples(), about.rules)
    if about.judge is None or unknown(run, about):
        yield from ((story, ()) for story in stories)
        return
    with VerdictBook(run.verdicts, known=about.judge) as book:
        for story, (judged,) in worked(stories, [_judged], book):
            yield story, judged


def _judged(story: Scored) -> Asks[tuple[Judged, ...]]:
    found = []
    for one in story.marking.sentences:
        if one.counts:
            answers: list[Answer] = []
            work = fate(one.text, one.sources, story.given, one.parts)
            what = yield from passed_on(work, hear=answers.append)
            found.append(Judged(one, what, answers[0] if answers else None))
    return tuple(found)
