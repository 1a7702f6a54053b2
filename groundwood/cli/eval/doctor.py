"""``groundwood eval doctor``: what works here for evaluation, and whether a run is whole."""

from collections.abc import Iterator
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.doctor import PATIENCE, SENTENCE, Part, part, tell
from groundwood.cli.eval.options import open_judge
from groundwood.cli.options import JudgeName, JudgeUrl, ModelName
from groundwood.errors import SettingsError

if TYPE_CHECKING:
    from groundwood.settings import Settings

_EXTRAS = {
    "scipy": "some statistics",
    "matplotlib": "the pictures of a report",
    "pandas": "data frames",
    "pyarrow": "parquet",
}
_RunFolder = Annotated[
    Path | None, typer.Argument(metavar="[RUN]", help="The folder of a run to look at as well.")
]


def doctor(
    run: _RunFolder = None,
    model: ModelName = None,
    judge: JudgeName = None,
    judge_url: JudgeUrl = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Look at judge, card, extras and a run, and say how to get what is missing.

    Exit codes: 0 everything works, 1 something does not.
    """
    from groundwood.settings import load_settings

    settings = load_settings(model=model, judge=judge, judge_url=judge_url)
    tell(_examine(settings, run), as_json=json_)


def _examine(settings: "Settings", run: Path | None) -> Iterator[Part]:
    hasty = settings.model_copy(update={"deadline": min(settings.deadline, PATIENCE)})
    yield part("judge", partial(_judge, hasty))
    yield part("card", partial(_card, hasty))
    for name, what in _EXTRAS.items():
        yield part(name, partial(_extra, name, what))
    if run is not None:
        yield from _run(run)


def _judge(settings: "Settings") -> str:
    judge = open_judge(settings)
    if settings.model in ("none", "local"):  # else the answer may have a price
        judge.score([(SENTENCE, SENTENCE)])
    return f"{judge.name} {judge.version}, threshold {judge.threshold:.3f}"


def _card(settings: "Settings") -> str:
    from groundwood.eval.judge_cards import required_card

    card = required_card(open_judge(settings), settings.cache_dir)
    if card is None or card.balanced_accuracy.number is None:
        raise SettingsError("the judge's balanced accuracy is not known")
    low, high = card.interval.low, card.interval.high
    told = f"{card.balanced_accuracy.number:.3f} [{low:.3f}, {high:.3f}]"
    return f"balanced accuracy {told} on {len(card.sets)} labelled sets"


def _extra(name: str, what: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError as exc:
        raise SettingsError(f"needed for {what}: pip install 'groundwood[eval]'") from exc


def _run(folder: Path) -> Iterator[Part]:
    from groundwood.eval.checkup import check_samples, check_scoring, check_verdicts
    from groundwood.eval.runs import Run

    run = Run(folder)
    looks = {"samples": check_samples, "scoring": check_scoring, "verdicts": check_verdicts}
    for name, look in looks.items():
        yield part(name, partial(look, run))
