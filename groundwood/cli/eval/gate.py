"""``groundwood eval gate``: may this run pass?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundwood.cli.eval.options import Json, RunFolder

if TYPE_CHECKING:
    from groundwood.eval.scoring import Row

PASSED, FAILED, UNDECIDED = 0, 1, 2

_Rules = Annotated[Path, typer.Option("--rules", help="The TOML file with thresholds and margins.")]
_Baseline = Annotated[Path | None, typer.Option(help="The run that this one may not fall behind.")]
_System = Annotated[
    str | None, typer.Option(help="The system that is gated; default: the first of the run.")
]


def gate(
    run: RunFolder,
    rules: _Rules = Path("gate.toml"),
    baseline: _Baseline = None,
    system: _System = None,
    json_: Json = False,
) -> None:
    """Hold a run against thresholds and a baseline.

    Exit codes: 0 it passes, 1 it fails, 2 it could not be evaluated.
    """
    from groundwood.errors import GroundwoodError

    try:
        code = _gate(run, rules, baseline, system, json_=json_)
    except GroundwoodError as exc:
        typer.echo(f"groundwood: {exc}", err=True)
        code = UNDECIDED
    raise typer.Exit(code)


def _gate(
    folder: Path, rules: Path, baseline: Path | None, system: str | None, *, json_: bool
) -> int:
    from groundwood.eval.gate import Outcome, gated, read_gate
    from groundwood.eval.runs import Run

    wanted = read_gate(rules)
    rows = list(Run(folder).rows())
    before = baseline or (rules.parent / wanted.baseline if wanted.baseline else None)
    name = _system(rows, system)
    theirs = [r for r in Run(before).rows() if r.system == name] if before else []
    report = gated(wanted, rows, name, theirs)
    if json_:
        typer.echo(report.model_dump_json(indent=1))
    else:
        for check in report.checks:
            typer.echo(f"{check.outcome:>22}  {check.rule}: {check.reason}")
        typer.echo(f"The gate: {report.outcome}")
    return {Outcome.PASSED: PASSED, Outcome.FAILED: FAILED}.get(report.outcome, UNDECIDED)


def _system(rows: "list[Row]", wanted: str | None) -> str:
    from groundwood.errors import SettingsError
    from groundwood.eval.summaries import Table

    systems = Table(rows).systems
    if wanted is None:
        return systems[0] if systems else ""
    if wanted not in systems:
        raise SettingsError(f"--system: no system {wanted!r}; there are: {', '.join(systems)}")
    return wanted
