"""``groundwood eval report``: what a run shows, as a page to attach or a comment to post."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from groundwood.cli.eval.options import RunFolder

_Baseline = Annotated[Path | None, typer.Option(help="The run that the system is compared with.")]
_Rules = Annotated[
    Path | None, typer.Option("--rules", help="The TOML file of the gate, whose verdict is told.")
]
_System = Annotated[
    str | None,
    typer.Option(
        help="The system that gate, differences and sentences are of; default: the first of the run."
    ),
]
_Format = Annotated[
    Literal["html", "markdown"],
    typer.Option("--format", help="A page, or a short form for pull requests."),
]
_Out = Annotated[
    Path | None,
    typer.Option(help="Where to write it; default: RUN/report.html, markdown on standard output."),
]


def report(
    run: RunFolder,
    baseline: _Baseline = None,
    rules: _Rules = None,
    system: _System = None,
    format_: _Format = "html",
    out: _Out = None,
) -> None:
    """Tell what a scored run shows: metrics, the judge's errors, the worst sentences, and more.

    The page needs no network and no script. Nothing is judged anew.
    """
    from groundwood.cli.output import put_text
    from groundwood.eval.reports.markdown import render_markdown
    from groundwood.eval.reports.page import render_page
    from groundwood.eval.reports.report import Wanted, report_of
    from groundwood.eval.runs import Run
    from groundwood.settings import load_settings

    wanted = Wanted(load_settings().cache_dir, system=system, baseline=baseline, rules=rules)
    found = report_of(Run(run), wanted)
    text = render_page(found) if format_ == "html" else render_markdown(found)
    file = out or (run / "report.html" if format_ == "html" else None)
    put_text(text, file)
    if file is not None:
        typer.echo(f"Written to {file}", err=True)
