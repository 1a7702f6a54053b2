"""``groundwood eval``: is a text faithful to what it cites? Score, compare, gate, and say how sure."""

import typer

from groundwood.cli.eval import compare, doctor, export, gate, meta, probe, report, run, score, show

app = typer.Typer(
    no_args_is_help=True,
    help="Score how faithful cited texts are to their sources, and say how sure that is.",
)
app.command()(run.run)
app.command()(score.score)
app.command()(show.show)
app.command()(compare.compare)
app.command()(gate.gate)
app.command()(report.report)
app.command()(export.export)
app.command()(meta.meta)
app.command()(probe.probe)
app.command()(doctor.doctor)
