"""``groundwood eval show``: the table of a run."""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import typer

from groundwood.cli.eval.options import Json, RunFolder
from groundwood.cli.tables import plain_grid, put_drawn

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as Grid

    from groundwood.eval.runs import About, Run
    from groundwood.eval.summaries import Summary, Table

WIDE = 100_000
"""Columns where there is no terminal: a table takes no more of them than it needs."""


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
    put_drawn(partial(_draw, found), WIDE)
    for line in notes(about, found):
        typer.echo(line, err=True)


def cell(summary: "Summary") -> str:
    """Return the mean with its interval, and its bounds where the judge failed; a dash for none."""
    bounds = ""
    if summary.low is not None and summary.high is not None:
        bounds = f" ({_short(summary.low)} to {_short(summary.high)})"
    if summary.number is None:
        return f"–{bounds}"
    low, high = summary.interval.low, summary.interval.high
    interval = "" if low is None or high is None else f" [{_short(low)}, {_short(high)}]"
    return f"{_short(summary.number)}{interval}{bounds}"


def notes(about: "About", found: "Table") -> Iterator[str]:
    """Yield the judge, the failures, and how many samples have no value and why."""
    from groundwood.eval.reports.figures import Figures

    who = f"{about.judge.name} {about.judge.version}" if about.judge else "none"
    yield f"{about.samples} samples, judge {who}, {about.asked} pairs judged now"
    if about.failed:
        yield (
            f"{about.failed} questions could not be judged: in round brackets stand the bounds, with "
            "every failure counted against the text, and for it"
        )
    figures = Figures(found)
    nowhere = figures.unmeasured(about.metrics)
    if nowhere:
        told = "; ".join(f"{', '.join(names)} ({reason})" for reason, names in nowhere.items())
        yield f"Not measured: {told}"
    for each in figures.missing():
        told = "; ".join(f"{count} × {reason}" for reason, count in each.reasons.items())
        where = f" of {each.system}" if each.system else ""
        yield f"{', '.join(each.metrics)}{where}: no value for {told}"


def _short(number: float) -> str:
    return f"{number:.3f}" if abs(number) < 10 else f"{number:.1f}"


def _draw(found: "Table", console: "Console") -> None:
    """Draw the metrics of which some system has a value, in as many tables as the width takes."""
    metrics = [m for m in found.metrics if any(_is_told(found, s, m) for s in found.systems)]
    systems = list(found.systems)
    while systems:
        count = len(systems)
        while count > 1 and _width(found, metrics, systems[:count], console) > console.width:
            count -= 1
        console.print(_grid(found, metrics, systems[:count]))
        systems = systems[count:]
        if systems:
            console.print()


def _is_told(found: "Table", system: str, metric: str) -> bool:
    summary = found.summary(system, metric)
    return summary.number is not None or summary.low is not None


def _width(
    found: "Table", metrics: Sequence[str], systems: Sequence[str], console: "Console"
) -> int:
    options = console.options.update(width=WIDE)
    return console.measure(_grid(found, metrics, systems), options=options).maximum


def _grid(found: "Table", metrics: Sequence[str], systems: Sequence[str]) -> "Grid":
    grid = plain_grid()
    grid.add_column("")
    for system in systems:
        grid.add_column(system or "all", justify="left", no_wrap=True)
    for metric in metrics:
        grid.add_row(metric, *(cell(found.summary(system, metric)) for system in systems))
    return grid
