"""The commands that make a run and its report again."""

import shlex
from collections.abc import Iterator
from pathlib import Path

from groundwood.agents import JUDGES
from groundwood.eval.metrics import DEFAULT
from groundwood.eval.reports.report import Report
from groundwood.eval.runs import About


def commands(report: Report) -> tuple[str, str]:
    """Return the command that scores the run again, and the one that makes its report."""
    return (
        shlex.join(["groundwood", "eval", "score", str(report.run.folder), *_scoring(report)]),
        shlex.join(["groundwood", "eval", "report", str(report.run.folder), *_asked(report)]),
    )


def judge_option(about: About) -> str:
    """Return the name by which ``--judge`` knows the judge of the run; empty where it has none."""
    name = about.judge.name.partition("(")[0] if about.judge else ""
    return name if name in JUDGES else ""


def _scoring(report: Report) -> Iterator[str]:
    about = report.about
    if name := judge_option(about):
        yield from ("--judge", name)
    if about.judge_model:
        yield from ("--model", about.judge_model)
    if report.card is None or not report.card.is_fit:
        yield "--allow-uncalibrated"
    if about.covers != "auto":
        yield from ("--covers", about.covers)
    for pattern in about.patterns:
        yield from ("--pattern", pattern)
    for metric in about.metrics if about.metrics != DEFAULT else ():
        yield from ("--metric", metric)
    if not report.figures.shortcuts:
        yield "--no-shortcuts"


def _asked(report: Report) -> Iterator[str]:
    wanted = report.wanted
    options: dict[str, Path | str | None] = {
        "--baseline": wanted.baseline,
        "--rules": wanted.rules,
        "--system": wanted.system,
    }
    for option, value in options.items():
        if value is not None:
            yield from (option, str(value))
