"""What several commands of ``groundwood eval`` share: options, the judge, and how a scoring ends."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.doctor import SENTENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from groundwood.agents.checker.judges.judge import Judge
    from groundwood.eval.runs import Run
    from groundwood.gateway.usage import Meter
    from groundwood.settings import Settings

NOT_WHOLE = 3
"""The exit code of a scoring in which the judge failed on some sentences."""

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


def tell_scored(run: "Run", *, quiet: bool) -> None:
    """Print the table of a run, and end the command where the judge failed on a part of it."""
    from groundwood.cli.eval.show import print_run

    print_run(run)
    if not quiet:
        typer.echo(f"Kept in {run.folder}", err=True)
    if run.about().failed:
        raise typer.Exit(NOT_WHOLE)


def within(meter: "Meter", most: float | None) -> "Callable[[], bool]":
    """Return what says whether less than ``most`` was spent; without it there is no limit."""

    def may_ask() -> bool:
        spent = sum(usage.cost or 0.0 for usage in meter.usage.values())
        return most is None or spent < most

    return may_ask
