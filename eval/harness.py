"""The harness as Python calls it: samples in, a run on disk, a table out."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from groundwood.agents.checker.judges.judge import Judge
from groundwood.errors import InputError, ModelError
from groundwood.eval.marking import MarkerRules
from groundwood.eval.metrics import DEFAULT, measures
from groundwood.eval.remarking import kept_markings, marking_key, stories
from groundwood.eval.runs import MARKINGS, About, JudgeName, Run, judge_of
from groundwood.eval.samples import Sample
from groundwood.eval.scoring import score
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
    judge_model: str = "",
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
        judge_model: the name of the model that the judge asks, for the record.
        may_ask: is asked before each call to the judge; no ends the scoring, its verdicts kept.
        progress: is told after each sample how many are done.

    Raises:
        BudgetSpent: the judge may not be asked any more.
        InputError: the folder is no run, two samples have one id and system, there are none, or a
            pattern of the rules is no marker.
        ModelError: the judge failed on all that it was asked.
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
        judge_model=judge_model,
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
    judge_model: str = "",
    may_ask: MayAsk = lambda: True,
    progress: Progress = lambda done: None,
) -> Run:
    """Score the samples of a run again: only what the judge has not judged yet is asked.

    A run that was killed goes on where it was. Samples that are the same, marked by the same rules
    and code, are not marked again. Without a judge the verdicts of the one that scored it last
    answer, and what they do not cover counts as a failure of the judge.

    Raises:
        BudgetSpent: the judge may not be asked any more; its verdicts are kept, scores are not.
        InputError: the run holds no samples, or a pattern of the rules is no marker.
        ModelError: the judge failed on all that it was asked; the scores of before are kept.
        SettingsError: there is no such metric.
    """
    rules = checked(metrics, rules)
    digest = run.digest()
    key = marking_key(digest, rules, with_shortcuts=with_shortcuts)
    kept = kept_markings(run, key)
    texts = stories(run.samples(), rules, kept, with_shortcuts=with_shortcuts)
    known = None if judge else _last_judge(run)
    count = 0
    with (
        VerdictBook(run.verdicts, judge, known, may_ask) as book,
        run.scoring(with_markings=kept is None) as out,
    ):
        for count, (story, row) in enumerate(score(texts, measures(metrics), book), 1):
            out.add(story.marking, row)
            progress(count)
        if judge is not None and book.failed and not book.has_verdicts:
            raise ModelError(
                f"{run.folder}: the judge failed on all {book.failed} questions, the first time: "
                f"{book.error}; the samples are kept: groundwood eval score {run.folder}"
            )
    run.describe(
        About(
            judge=_named(judge) if judge else known,
            judge_model=judge_model,
            metrics=tuple(metrics),
            covers=rules.covers,
            patterns=rules.patterns,
            samples=count,
            digest=digest,
            asked=book.asked,
            failed=book.failed,
            marking_key=key,
            markings_digest=run.digest(MARKINGS),
        )
    )
    return run


def _last_judge(run: Run) -> JudgeName | None:
    """Return the judge who scored the run last, or gave its last verdict; none where nobody did."""
    try:
        return run.about().judge or judge_of(run.verdicts)
    except InputError:
        return judge_of(run.verdicts)


def _named(judge: Judge) -> JudgeName:
    return JudgeName(name=judge.name, version=judge.version, threshold=judge.threshold)


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
