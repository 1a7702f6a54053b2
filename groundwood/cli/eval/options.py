"""The options that several commands of ``groundwood eval`` share, and the judge that they name."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from groundwood.cli.doctor import SENTENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from groundwood.agents.checker.judges.judge import Judge
    from groundwood.gateway.usage import Meter
    from groundwood.settings import Settings

Covers = Literal["auto", "sentence", "run", "paragraph"]

RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a scored run.")]
CoversOption = Annotated[
    Covers,
    typer.Option(help="What a marker covers: its sentence, the run it ends, or its paragraph."),
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
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only what was asked for and errors.")]


def open_judge(settings: "Settings", meter: "Meter | None" = None) -> "Judge":
    """Return the judge of the settings, which knows its own version."""
    from groundwood.eval import judging

    judge = judging.open_judge(settings, meter)
    if settings.judge == "http":
        judge.score([(SENTENCE, SENTENCE)])  # what is served says who it is when it answers
    return judge


def within(meter: "Meter", most: float | None) -> "Callable[[], bool]":
    """Return what says whether less than ``most`` was spent; without it there is no limit."""

    def may_ask() -> bool:
        spent = sum(usage.cost or 0.0 for usage in meter.usage.values())
        return most is None or spent < most

    return may_ask
