"""``groundwood eval show``: the table of a run."""

import io
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from groundwood.cli.eval.options import Json, RunFolder

if TYPE_CHECKING:
    from groundwood.eval.runs import About, Run
    from groundwood.eval.summaries import Summary, Table

WIDE = 200
"""Columns where there is no terminal."""


def show(run: RunFolder, json_: Json = False) -> None:
    """Print the metrics of a run with their 95 % intervals, one column a system."""
    from groundwood.eval.runs import Run

    if json_:
        from groundwood.eval.harness import table_of

        rows = [each.model_dump(mode="json") for each in table_of(Run(run)).summaries()]
        typer.echo(json.dumps(rows, indent=1))
        return
    print_run(Run(run))


def print_run(run: "Run") -> None:
    """Print the table on standard output, and on standard error what to know of it."""
    from groundwood.eval.harness import table_of

    about, found = run.about(), table_of(run)
    _put(found)
    for line in notes(about, found):
        typer.echo(line, err=True)


def cell(summary: "Summary") -> str:
    """Return the mean with its interval; a dash where there is none."""
    if summary.number is None:
        return "–"
    low, high = summary.interval.low, summary.interval.high
    interval = "" if low is None or high is None else f" [{_short(low)}, {_short(high)}]"
    return f"{_short(summary.number)}{interval}"


def notes(about: "About", found: "Table") -> Iterator[str]:
    """Yield the judge, the failures, and how many samples have no value and why."""
    from groundwood.eval.shortcuts import PREFIX

    who = f"{about.judge.name} {about.judge.version}" if about.judge else "none"
    yield f"{about.samples} samples, judge {who}, {about.asked} pairs judged now"
    if about.failed:
        yield f"{about.failed} questions could not be judged: values have bounds, see --json"
    lacking: dict[tuple[str, str], list[str]] = {}
    for each in found.summaries():
        if each.missing and not each.system.startswith(PREFIX):
            told = "; ".join(f"{n} × {reason}" for reason, n in each.missing.items())
            lacking.setdefault((each.system, told), []).append(each.metric)
    for (system, told), metrics in lacking.items():
        where = f" of {system}" if system else ""
        yield f"{', '.join(metrics)}{where}: no value for {told}"


def _short(number: float) -> str:
    return f"{number:.3f}" if abs(number) < 10 else f"{number:.1f}"


def _put(found: "Table") -> None:
    from rich.console import Console
    from rich.table import Table as Grid

    grid = Grid(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    grid.add_column("")
    for system in found.systems:
        grid.add_column(system or "all", justify="left", no_wrap=True)
    for metric in found.metrics:
        grid.add_row(metric, *(cell(found.summary(s, metric)) for s in found.systems))
    if sys.stdout.isatty():
        Console(highlight=False).print(grid)
        return
    file = io.StringIO()
    Console(file=file, highlight=False, width=WIDE, color_system=None).print(grid)
    typer.echo("\n".join(line.rstrip() for line in file.getvalue().splitlines()))
