"""``groundwood batch``: a plan in, its stories and a summary out."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.engine import Address, EngineName, Workers
from groundwood.cli.options import JudgeName, ModelName, Quiet, Store

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from groundwood.pipelines.batch.run import Batch, BatchEnd

BUSY = 5

PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", help="The plan, a TOML file.")]
Check = Annotated[bool, typer.Option("--check", help="Print what would be run, and write nothing.")]
RunName = Annotated[
    str | None, typer.Option(help="The run's id; default the plan's name and the day.")
]
Now = Annotated[
    str | None,
    typer.Option(help="Run as if it were this date or time, to make up for a day that was missed."),
]
OutFolder = Annotated[Path | None, typer.Option(help="The output folder; default the plan's.")]
JsonLines = Annotated[
    bool,
    typer.Option("--json", help="The result as JSON; progress as JSON lines on standard error."),
]


def batch(
    plan: PlanFile,
    check: Check = False,
    run_id: RunName = None,
    now: Now = None,
    store: Store = None,
    model: ModelName = None,
    judge: JudgeName = None,
    out: OutFolder = None,
    engine: EngineName = "asyncio",
    address: Address = None,
    workers: Workers = None,
    quiet: Quiet = False,
    json_: JsonLines = False,
) -> None:
    """Write the stories of a plan. Started again, it does what is missing of the same run.

    Exit codes: 0 done, 1 the batch or every topic failed, 2 wrong usage, 3 some topics failed,
    4 every topic abstained, 5 the plan is already at work, 6 stopped with topics left to be done,
    130 and 143 ended by Ctrl-C and SIGTERM.
    """
    from groundwood.cli.batch_check import told_plan
    from groundwood.cli.engine import chosen_engine
    from groundwood.pipelines.batch.reading import read_plan
    from groundwood.pipelines.batch.run import run_id_of
    from groundwood.settings import load_settings

    read = read_plan(plan, out=out, store=store, model=model, judge=judge)
    moment = _moment(now)
    name = run_id or run_id_of(read, moment)
    chosen = chosen_engine(engine, address, workers, read.store or load_settings().store)
    if check:
        typer.echo(told_plan(read, name, moment, json_), nl=False)
        return
    run_batch(
        lambda batch: replace(batch, engine=chosen).run(read, name),
        read.store,
        moment,
        quiet,
        json_,
        make=True,
    )


def run_batch(
    work: "Callable[[Batch], Awaitable[BatchEnd]]",
    store: str | None,
    moment: "datetime",
    quiet: bool,
    json_: bool,
    *,
    make: bool = False,
) -> None:
    """Run a batch in this process, print how it ended, and exit with its code."""
    from groundwood.cli.batch_progress import open_watcher, print_end
    from groundwood.cli.progress import seen_from_outside
    from groundwood.errors import StoreBusy
    from groundwood.pipelines.batch.halt import Halt
    from groundwood.pipelines.batch.run import Batch
    from groundwood.settings import load_settings
    from groundwood.store import open_store
    from groundwood.store.existing import open_existing

    async def inside() -> "BatchEnd":
        halt = Halt()
        with open_watcher(quiet, json_) as watch, halt.on_signals():
            return await work(Batch(opened, moment=moment, watch=watch, halt=halt))

    with seen_from_outside(json_):
        url = store or load_settings().store
        opened = open_store(_made(url)) if make else open_existing(url)
        try:
            ended = asyncio.run(inside())
        except StoreBusy as exc:
            typer.echo(f"groundwood: {exc}", err=True)
            raise typer.Exit(BUSY) from exc
        finally:
            opened.close()
        print_end(ended, json_)
        raise typer.Exit(ended.code)


def _made(url: str) -> str:
    """Return the URL of a store, the folder of its file made."""
    from groundwood.errors import SettingsError

    path = url.removeprefix("sqlite:///")
    if path and path != url:
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise SettingsError(f"store: {Path(path).parent}: {exc.strerror}") from exc
    return url


def _moment(text: str | None) -> "datetime":
    from groundwood.errors import SettingsError
    from groundwood.pipelines.clock import now
    from groundwood.text.dates import parse_date

    if text is None:
        return now()
    moment = parse_date(text)
    if moment is None:
        raise SettingsError(f"--now: {text!r} is no date or time that can be read")
    return moment
