"""A batch as it is seen on the command line: a line for each topic, or JSON lines."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from groundwood.cli.progress import spent
from groundwood.nouns.runs import TopicRun
from groundwood.pipelines.batch.run import BatchEnd
from groundwood.pipelines.batch.stages import Stage, Unwatched, Watcher
from groundwood.pipelines.batch.summary import SCHEMA_ID, seconds_of
from groundwood.pipelines.events import Event
from groundwood.telemetry.logs import log_line


class Lines:
    """One line for each topic that is done."""

    def at(self, stage: Stage, row: TopicRun | None = None) -> None:
        """Print a line when a topic is settled."""
        if stage == "settled" and row is not None:
            print(told_topic(row), file=sys.stderr, flush=True)

    def story(self, row: TopicRun, event: Event) -> None:
        """Show nothing of a single story."""


class JsonLines:
    """One JSON object for each stage of the batch and of its topics."""

    def at(self, stage: Stage, row: TopicRun | None = None) -> None:
        """Print the stage."""
        kept = {"slug", "status", "version", "reason", "error", "error_class", "attempts"}
        fields = row.model_dump(mode="json", include=kept) if row else {}
        failed = row is not None and row.status == "failed"
        name = f"batch.{stage.replace(' ', '_')}"
        print(log_line(name, "error" if failed else "info", **fields), file=sys.stderr, flush=True)

    def story(self, row: TopicRun, event: Event) -> None:
        """Show nothing of a single story."""


@contextmanager
def open_watcher(quiet: bool, json_: bool) -> Iterator[Watcher]:
    """Yield what shows a batch."""
    yield Unwatched() if quiet else JsonLines() if json_ else Lines()


def told_topic(row: TopicRun) -> str:
    """Return what came of the topic in one line."""
    seconds = seconds_of(row)
    took = "" if seconds is None else f"{seconds:.1f} s"
    version = f"v{row.version}" if row.version else ""
    why = f"{row.error_class}: {row.error}" if row.error_class else row.error or row.reason
    parts = (f"{row.status:<9} {row.slug}", version, took, spent(row.total_usage), why)
    return "  ".join(filter(None, parts))


def print_end(ended: BatchEnd, json_: bool) -> None:
    """Print how the batch ended: the run, its totals, and where its summary is."""
    run = ended.run
    if json_:
        fields = {
            "$schema": SCHEMA_ID.replace("batch", "batch-end"),
            "run": run.id,
            "status": run.status,
            "reason": run.reason,
            "code": ended.code,
            **ended.totals.model_dump(mode="json"),
            "summary": str(ended.summary),
            "on_finish": run.told,
        }
        typer.echo(_dump(fields))
        return
    typer.echo(f"{run.id} {run.status}{f': {run.reason}' if run.reason else ''}")
    typer.echo("  ".join(filter(None, (ended.totals.told(), spent(ended.totals.usage)))))
    typer.echo(f"{ended.markdown}")
    if run.told and not run.told.endswith("exit code 0"):
        typer.echo(f"on_finish: {run.told}", err=True)


def _dump(fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False)
