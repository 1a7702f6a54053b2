"""``groundwood eval export``: a run as files for other programs."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from groundwood.cli.eval.options import RunFolder
from groundwood.cli.options import ResultsOnly

Format = Literal["parquet", "csv", "jsonl", "inspect"]

_FormatName = Annotated[
    Format,
    typer.Option(
        "--format",
        help="Tables (parquet, csv), the judge's verdicts (jsonl), or logs for Inspect (inspect).",
    ),
]
_Out = Annotated[Path, typer.Option(help="The file (jsonl) or the folder (all others) to write.")]
_WithoutTexts = Annotated[
    bool,
    typer.Option(
        "--without-texts",
        help="The SHA-256 of sources, outputs and references in place of their texts.",
    ),
]


def export(
    run: RunFolder,
    format_: _FormatName,
    out: _Out,
    without_texts: _WithoutTexts = False,
    quiet: ResultsOnly = False,
) -> None:
    """Write a scored run as tables, verdicts or logs; what is written is whole, or not there."""
    from groundwood.eval.exporting import export as write
    from groundwood.eval.runs import Run

    write(Run(run), format_, out, without_texts=without_texts)
    if not quiet:
        typer.echo(f"Written to {out}", err=True)
