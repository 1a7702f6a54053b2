"""``groundwood runs metrics``: what the ledger knows, as Prometheus text."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.options import Store

if TYPE_CHECKING:
    from groundwood.nouns.runs import BatchRun
    from groundwood.store.base import Store as OpenStore

_PAGE = 20

Latest = Annotated[
    bool,
    typer.Option("--latest", help="Each plan's latest run alone, without the totals of all runs."),
]
Out = Annotated[
    Path | None,
    typer.Option(help="Write into this file, whole or not at all, not on standard output."),
]


def metrics(store: Store = None, latest: Latest = False, out: Out = None) -> None:
    """Print what the ledger knows as metrics in Prometheus' text format.

    Of each plan's latest run, and of all runs of each plan together. For the node exporter's textfile collector: --out /var/lib/node_exporter/groundwood-runs.prom
    """
    from groundwood.cli.output import put_text
    from groundwood.pipelines.batch.summary import rows_of
    from groundwood.settings import load_settings
    from groundwood.store.existing import open_existing
    from groundwood.telemetry.ledger import ledger_text

    with (
        closing(open_existing(load_settings(store=store).store)) as opened,
        opened.database.snapshot(),
    ):
        text = ledger_text(
            every_run(opened), lambda run: rows_of(opened, run.id), totals=not latest
        )
    put_text(text, out)


def every_run(store: "OpenStore") -> "Iterator[BatchRun]":
    """Yield the runs, the newest first, read a page at a time."""
    last = None
    while page := store.runs.runs(_PAGE, after=last):
        yield from page
        last = page[-1]
