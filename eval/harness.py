"""The harness as Python calls it: samples in, a run on disk, a table out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from groundwood.agents.checker.judges.judge import Judge
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
MayAsk = Callable[[], bool]
"""Says whether the judge may be asked once more."""


def score_samples(
    samples: Iterable[Sample],
    folder: str | Path,
    judge: Judge | None,
    *,
    metrics: Sequence[str] = DEFAULT,
    rules: MarkerRules | None = None,
    with_shortcuts: bool = True,
    may_ask: MayAsk = lambda: True,
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
        may_ask: is asked before each call to the judge; no ends the scoring, its verdicts kept.
        progress: is told after each sample how many are done.

    Raises:
        BudgetSpent: the judge may not be asked any more.
        InputError: the folder is no run, two samples have one id and system, there are none, or a
            pattern of the rules is no marker.
        SettingsError: there is no such metric.
    """
    rules = checked(metrics, rules)
    run = Run(folder)
    run.make()
    run.keep(samples)
    return score_run(
        run,
        judge,
        metrics=metrics,
        rules=rules,
        with_shortcuts=with_shortcuts,
        may_ask=may_ask,
        progress=progress,
    )


def score_run(
    run: Run,
    judge: Judge | None,
    *,
    metrics: Sequence[str] = DEFAULT,
    rules: MarkerRules | None = None,
    with_shortcuts: bool = True,
    may_ask: MayAsk = lambda: True,
    progress: Progress = lambda done: None,
) -> Run:
    """Score the samples of a run again: only what the judge has not judged yet is asked.

    A run that was killed goes on where it was. Without a judge the verdicts of the one that scored
    it last answer, and what they do not cover counts as a failure of the judge.

    Raises:
        BudgetSpent: the judge may not be asked any more; its verdicts are kept, scores are not.
        InputError: the run holds no samples, or a pattern of the rules is no marker.
        SettingsError: there is no such metric.
    """
    rules = checked(metrics, rules)
    chosen = measures(metrics)
    samples = _with_shortcuts(run.samples(), rules) if with_shortcuts else run.samples()
    known = None if judge else judge_of(run.verdicts)
    name, version = (known.name, known.version) if known else ("", "")
    count = 0
    with VerdictBook(run.verdicts, judge, name, version, may_ask) as book, run.scoring() as out:
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


def checked(metrics: Sequence[str], rules: MarkerRules | None = None) -> MarkerRules:
    """Return the rules, or the plain ones, once they and the metrics have proved usable.

    Raises:
        InputError: a pattern of the rules is no marker.
        SettingsError: there is no such metric.
    """
    measures(metrics)
    rules = rules or MarkerRules()
    _ = rules.compiled
    return rules


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
