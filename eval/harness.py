"""The harness as Python calls it: samples in, a run on disk, a table out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from groundwood.agents.checker.judges.judge import Judge
from groundwood.errors import InputError
from groundwood.eval.marking import MarkerRules
from groundwood.eval.metrics import DEFAULT, measures
from groundwood.eval.runs import About, JudgeName, Run, judge_of
from groundwood.eval.samples import Sample
from groundwood.eval.scoring import score
from groundwood.eval.shortcuts import shortcuts
from groundwood.eval.summaries import Table
from groundwood.eval.verdicts import VerdictBook

Progress = Callable[[int], None]
"""Is told how many samples are done."""


def score_samples(
    samples: Iterable[Sample],
    folder: str | Path,
    judge: Judge | None,
    *,
    metrics: Sequence[str] = DEFAULT,
    rules: MarkerRules | None = None,
    with_shortcuts: bool = True,
    progress: Progress = lambda done: None,
) -> Run:
    """Score samples into a new run, or into one that holds the very same samples.

    Args:
        samples: what is to be scored, read once; memory does not grow with their number.
        folder: where the run is kept; one that exists must be a run.
        judge: asked once for each claim and set of sources; none scores from known verdicts alone.
        metrics: names of `groundwood.eval.metrics.METRICS`.
        rules: how markers are read.
        with_shortcuts: also score texts that need no writer, see `groundwood.eval.shortcuts`.
        progress: is told after each sample how many are done.

    Raises:
        InputError: the folder is no run, two samples have one id and system, or there are none.
    """
    run = Run(folder)
    run.make()
    if not run.keep(samples):
        raise InputError("no samples to score")
    return score_run(
        run,
        judge,
        metrics=metrics,
        rules=rules,
        with_shortcuts=with_shortcuts,
        progress=progress,
    )


def score_run(
    run: Run,
    judge: Judge | None,
    *,
    metrics: Sequence[str] = DEFAULT,
    rules: MarkerRules | None = None,
    with_shortcuts: bool = True,
    progress: Progress = lambda done: None,
) -> Run:
    """Score the samples of a run again: only what the judge has not judged yet is asked.

    A run that was killed goes on where it was. Without a judge the verdicts of the one that scored
    it last answer, and what they do not cover counts as a failure of the judge.

    Raises:
        InputError: the run holds no samples, or a metric is unknown.
    """
    rules = rules or MarkerRules()
    chosen = measures(metrics)
    samples = _with_shortcuts(run.samples(), rules) if with_shortcuts else run.samples()
    known = None if judge else judge_of(run.verdicts)
    name, version = (known.name, known.version) if known else ("", "")
    count = 0
    with VerdictBook(run.verdicts, judge, name, version) as book, run.scoring() as out:
        for count, (story, row) in enumerate(score(samples, chosen, book, rules), 1):
            out.add(story.marking, row)
            progress(count)
        asked, failed = book.asked, book.failed
    who = (
        JudgeName(name=judge.name, version=judge.version, threshold=judge.threshold)
        if judge
        else known
    )
    run.describe(
        About(
            judge=who,
            metrics=tuple(metrics),
            covers=rules.covers,
            patterns=rules.patterns,
            samples=count,
            digest=run.digest(),
            asked=asked,
            failed=failed,
        )
    )
    return run


def table_of(run: Run) -> Table:
    """Return the values of a run by system and metric."""
    return Table(run.rows())


def _with_shortcuts(samples: Iterable[Sample], rules: MarkerRules) -> Iterator[Sample]:
    """Yield the samples, and behind the first of each id its shortcuts."""
    seen: set[str] = set()
    for sample in samples:
        yield sample
        if sample.id not in seen:
            seen.add(sample.id)
            yield from shortcuts(sample, rules)
