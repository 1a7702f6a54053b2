"""``groundwood eval compare``: is one system better than another, or is it chance?"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.eval.options import Json, Metrics

if TYPE_CHECKING:
    from groundwood.eval.summaries import Difference, Table

_Runs = Annotated[
    list[Path], typer.Argument(metavar="RUN [RUN]", help="One run of several systems, or two runs.")
]
_Baseline = Annotated[
    str | None, typer.Option(help="The system that the others are compared with.")
]


def compare(
    runs: _Runs, baseline: _Baseline = None, metric: Metrics = None, json_: Json = False
) -> None:
    """Print paired differences with intervals, and p-values corrected for their number (Holm)."""
    found = _table(runs)
    first, *others = _systems(found, baseline)
    wanted = _metrics(found, metric)
    differences = [d for d in found.differences(first, others, wanted) if d.samples]
    if json_:
        rows = [each.model_dump(mode="json") for each in differences]
        typer.echo(json.dumps(rows, indent=1))
        return
    typer.echo(f"Difference to {first or 'the baseline'}, mean of the samples that both have")
    for each in differences:
        typer.echo(_line(each))


def _table(runs: list[Path]) -> "Table":
    from groundwood.errors import SettingsError
    from groundwood.eval.harness import table_of
    from groundwood.eval.runs import Run
    from groundwood.eval.summaries import Table

    if len(runs) > 2:
        raise SettingsError("RUN: give one run of several systems, or two runs")
    if len(runs) == 1:
        return table_of(Run(runs[0]))
    return Table(
        row.model_copy(update={"system": f"{run} {row.system}".strip()})
        for run in runs
        for row in Run(run).rows()
        if not row.system.startswith("shortcut: ")
    )


def _systems(found: "Table", baseline: str | None) -> list[str]:
    from groundwood.errors import SettingsError

    systems = list(found.systems)
    if baseline is not None and baseline not in systems:
        raise SettingsError(f"--baseline: no system {baseline!r}; there are: {', '.join(systems)}")
    if len(systems) < 2:
        raise SettingsError("RUN: there is one system only: nothing to compare")
    first = systems[0] if baseline is None else baseline
    return [first, *(system for system in systems if system != first)]


def _metrics(found: "Table", wanted: list[str] | None) -> list[str]:
    from groundwood.errors import SettingsError

    for name in wanted or ():
        if name not in found.metrics:
            known = ", ".join(found.metrics)
            raise SettingsError(f"--metric: no metric {name!r} was measured; there are: {known}")
    return wanted or list(found.metrics)


def _line(each: "Difference") -> str:
    low, high = each.interval.low, each.interval.high
    interval = "" if low is None or high is None else f" [{low:+.3f}, {high:+.3f}]"
    p = "too few groups" if each.corrected is None else f"p = {each.corrected:.3g}"
    number = each.number or 0.0
    return f"{each.metric:32} {each.system:32} {number:+.3f}{interval:18}  {p}  ({each.samples})"
