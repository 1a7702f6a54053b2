"""The command ``groundwood``: its sub-commands, and how errors end it."""

import sys
from typing import Annotated

import typer

from groundwood._version import __version__
from groundwood.cli import (
    batch,
    check,
    diff,
    discover,
    doctor,
    graph,
    ingest,
    model,
    retract,
    runs,
    split,
    stories,
    transfer,
    update,
    write,
)
from groundwood.cli import eval as evaluation
from groundwood.cli.signals import told_when_interrupted
from groundwood.errors import GroundwoodError, SettingsError

FAILED, USAGE = 1, 2

app = typer.Typer(
    name="groundwood",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(ingest.ingest)
app.command()(write.write)
app.command()(batch.batch)
app.command()(update.update)
app.command()(stories.stories)
app.command()(stories.show)
app.command()(stories.tree)
app.command()(discover.discover)
app.command()(diff.diff)
app.command()(diff.history)
app.command()(split.split)
app.command()(retract.retract)
app.command()(transfer.export)
app.command("import")(transfer.import_)
app.command()(check.check)
app.command()(graph.graph)
app.command()(doctor.doctor)
app.add_typer(runs.app, name="runs")
app.add_typer(model.app, name="model")
app.add_typer(evaluation.app, name="eval")


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"groundwood {__version__}")
        raise typer.Exit


@app.callback()
def groundwood(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Turn tagged source articles into a cited news story, and prove every citation."""


def main() -> None:
    """Run the command line; every error ends in one clear line and the right exit code."""
    try:
        with told_when_interrupted():
            app()
    except GroundwoodError as exc:
        print(f"groundwood: {exc}", file=sys.stderr)
        sys.exit(USAGE if isinstance(exc, SettingsError) else FAILED)
