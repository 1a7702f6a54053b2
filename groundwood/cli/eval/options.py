"""What several commands of ``groundwood eval`` share: options, the judge, and how a scoring ends."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.doctor import SENTENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from groundwood.agents.checker.judges.judge import Judge
    from groundwood.eval.runs import Run
    from groundwood.gateway.usage import Meter
    from groundwood.settings import Settings

NOT_WHOLE = 3
"""The exit code of a scoring in which the judge failed on some sentences, or a story failed."""
STOPPED = 6
"""The exit code where a limit of cost ended it before all was done; started again it goes on."""

RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a scored run.")]
Clusters = Annotated[
    Path, typer.Argument(metavar="CLUSTERS", help="Articles: a file of clusters, or a folder.")
]
Most = Annotated[int | None, typer.Option(min=1, help="So many clusters, the first ones.")]
Metrics = Annotated[
    list[str] | None, typer.Option("--metric", help="Only this metric; repeatable.")
]
Patterns = Annotated[
    list[str] | None,
    typer.Option(
        "--pattern", help="A regular expression of markers, with a group (?P<label>…); repeatable."
    ),
]
AllowUncalibrated = Annotated[
    bool,
    typer.Option(
        "--allow-uncalibrated", help="Score with a judge whose card is missing or too poor."
    ),
]
MaxJudgeCost = Annotated[
    float | None,
    typer.Option(
        min=0, help="Ask the judge no more once its model has cost so much; prices: the settings."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="JSON in place of the table.")]


def open_judge(settings: "Settings", meter: "Meter | None" = None) -> "Judge":
    """Return the judge of the settings, which knows its own version."""
    from groundwood.eval import judging

    judge = judging.open_judge(settings, meter)
    if settings.judge == "http":
        judge.score([(SENTENCE, SENTENCE)])  # what is served says who it is when it answers
    return judge


def open_carded(settings: "Settings", meter: "Meter", *, allow_uncalibrated: bool) -> "Judge":
    """Return the judge of the settings, once its card has shown that it is fit to measure with."""
    from groundwood.eval.judge_cards import required_card

    judge = open_judge(settings, meter)
    required_card(judge, settings.cache_dir, allow_uncalibrated=allow_uncalibrated)
    return judge


def tell_scored(run: "Run", *, quiet: bool, unfinished: str = "") -> None:
    """Print the table of a run, and end the command where it leaves something out.

    ``unfinished`` says why more is to be done than was, in a line.
    """
    from groundwood.cli.eval.show import print_run
    from groundwood.eval.runs import failure_of

    print_run(run)
    if not quiet:
        typer.echo(f"Kept in {run.folder}", err=True)
    failures = [failure for sample in run.samples() if (failure := failure_of(sample))]
    if failures:
        typer.echo(f"{len(failures)} not written, the first: {failures[0]}", err=True)
    if unfinished:
        typer.echo(unfinished, err=True)
        raise typer.Exit(STOPPED)
    if failures or run.about().failed:
        raise typer.Exit(NOT_WHOLE)


@contextmanager
def ending_at_cost() -> "Iterator[None]":
    """End the command with its own exit code where nothing is left to spend on the judge."""
    from groundwood.errors import BudgetSpent

    try:
        yield
    except BudgetSpent as exc:
        typer.echo(f"groundwood: {exc}", err=True)
        raise typer.Exit(STOPPED) from exc


def within(meter: "Meter", most: float | None) -> "Callable[[], bool]":
    """Return what says whether less than ``most`` was spent; without it there is no limit."""

    def may_ask() -> bool:
        spent = sum(usage.cost or 0.0 for usage in meter.usage.values())
        return most is None or spent < most

    return may_ask
