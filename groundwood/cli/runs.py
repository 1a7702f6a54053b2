"""``groundwood runs``: what batches have come to."""

import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.engine import Address, EngineName, Workers
from groundwood.cli.options import Quiet, Store
from groundwood.cli.runs_metrics import metrics

if TYPE_CHECKING:
    from groundwood.nouns.runs import BatchRun, TopicRun
    from groundwood.pipelines.batch.summary import Summary, Totals
    from groundwood.store.base import Store as OpenStore

app = typer.Typer(help="Show what batches have come to, and do again what failed.")

RunName = Annotated[str, typer.Argument(metavar="RUN", help="The run's id.")]
Limit = Annotated[int, typer.Option(min=1, help="How many, the newest first.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Failed = Annotated[bool, typer.Option("--failed", help="The topics that failed.")]
Abstained = Annotated[bool, typer.Option("--abstained", help="The topics that abstained.")]


@app.callback(invoke_without_command=True)
def runs(
    context: typer.Context, store: Store = None, limit: Limit = 20, json_: AsJson = False
) -> None:
    """List the runs of the store, the newest first."""
    if context.invoked_subcommand is not None:
        return
    from groundwood.nouns import Usage
    from groundwood.pipelines.batch.summary import Totals

    opened = _open(store)
    try:
        for run in opened.runs.runs(limit):
            counts = opened.runs.counts(run.id)
            if json_:
                fields = run.model_dump(mode="json", exclude={"document"})
                typer.echo(json.dumps({**fields, "counts": counts}, ensure_ascii=False))
            else:
                typer.echo(_told(run, Totals(counts=counts, usage=Usage())))
    finally:
        opened.close()


@app.command()
def show(run: RunName, store: Store = None, json_: AsJson = False) -> None:
    """Show one run: its totals, and each topic with its story's file."""
    from groundwood.errors import InputError
    from groundwood.pipelines.batch.order import WorkOrder
    from groundwood.pipelines.batch.summary import Summary, rows_of

    opened = _open(store)
    try:
        known = opened.runs.run(run)
        if known is None:
            raise InputError(f"the ledger has no run {run!r}{_nearest(opened, run)}")
        summary = Summary(opened, WorkOrder.read(known).filer(known))
        if json_:
            for line in summary.lines(run):
                typer.echo(line.model_dump_json())
            return
        _print_head(known, summary.totals(run).told(), str(summary.markdown_file))
        for row in rows_of(opened, run):
            typer.echo(_told_row(row, summary))
    finally:
        opened.close()


@app.command()
def retry(
    run: RunName,
    failed: Failed = False,
    abstained: Abstained = False,
    store: Store = None,
    engine: EngineName = "asyncio",
    address: Address = None,
    workers: Workers = None,
    quiet: Quiet = False,
    json_: Annotated[bool, typer.Option("--json", help="As for groundwood batch.")] = False,
) -> None:
    """Do again what failed (or abstained) in a run, as its plan said then.

    Ends as ``groundwood batch`` does.
    """
    from groundwood.cli.batch import run_batch
    from groundwood.cli.engine import chosen_engine
    from groundwood.errors import SettingsError
    from groundwood.nouns.runs import TopicStatus
    from groundwood.pipelines.clock import now
    from groundwood.settings import load_settings

    asked: dict[TopicStatus, bool] = {"failed": failed, "abstained": abstained}
    states = [state for state, wanted in asked.items() if wanted]
    if not states:
        raise SettingsError("runs retry: say what: --failed, --abstained, or both")
    url = load_settings(store=store).store
    chosen = chosen_engine(engine, address, workers, url)
    run_batch(
        lambda batch: replace(batch, engine=chosen).again(run, *states), url, now(), quiet, json_
    )


app.command()(metrics)


def _open(store: str | None) -> "OpenStore":
    from groundwood.settings import load_settings
    from groundwood.store.existing import open_existing

    return open_existing(load_settings(store=store).store)


def _told(run: "BatchRun", totals: "Totals") -> str:
    reason = f"  ({run.reason})" if run.reason else ""
    when = f"{run.started_at:%Y-%m-%d %H:%M}"
    return f"{run.id:<32}  {when}  {run.status:<8}  {totals.told()}{reason}"


def _nearest(store: "OpenStore", name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, [run.id for run in store.runs.runs(1000)], n=1)
    return f"; the nearest is {near[0]!r}" if near else ""


def _print_head(run: "BatchRun", totals: str, summary: str) -> None:
    facts = {
        "run": run.id,
        "status": f"{run.status}{f': {run.reason}' if run.reason else ''}",
        "started": f"{run.started_at:%Y-%m-%d %H:%M:%S} UTC",
        "topics": totals,
        "summary": summary,
        "trace": run.trace_id or "",
        "on_finish": run.told,
    }
    for name, value in facts.items():
        if value:
            typer.echo(f"{name:<10}{value}")
    sys.stdout.write("\n")


def _told_row(row: "TopicRun", summary: "Summary") -> str:
    from groundwood.cli.batch_progress import told_topic
    from groundwood.pipelines.batch.filing import WITH_FILES

    files = summary.filer.paths(row.slug) if row.status in WITH_FILES else ()
    links = [str(files[0])] if files else []
    trace = [f"trace {row.trace_id}"] if row.trace_id else []
    return "  ".join([told_topic(row), *links, *trace])
