"""The report as one page that needs no network and no script."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundwood.eval.metrics.waterfall import Fate
from groundwood.eval.reports import words
from groundwood.eval.reports.figures import Figures
from groundwood.eval.reports.pictures import (
    Bar,
    Dot,
    can_draw,
    scatter_picture,
    waterfall_picture,
)
from groundwood.eval.reports.report import Report, judge_told
from groundwood.eval.reports.reproduce import commands, judge_option
from groundwood.eval.reports.sentences import CONFLICTS
from groundwood.eval.reports.walk import unknown
from groundwood.eval.runs import SAMPLES
from groundwood.eval.shortcuts import PREFIX
from groundwood.render.templates import fill

SECTIONS = {
    "scored": "What was scored",
    "metrics": "Metrics",
    "fates": "What became of the sentences",
    "judge": "How wrong the judge is",
    "worst": "The worst sentences",
    "sources": "Sources and conflicts",
    "slices": "Slices",
    "cost": "Cost and latency",
    "again": "How to make this again",
}
OUTCOMES = {"passed": "good", "failed": "bad", "could not be evaluated": "mixed"}
FAITHFULNESS = "faithful_share"
_APART = ("waterfall", "concentration", "cost")
"""Metrics whose values stand in a section of their own."""


@dataclass(frozen=True)
class HeadPart:
    """A stretch of the page's title, and whether it is the name of a system."""

    text: str
    is_name: bool = False


def render_page(report: Report) -> str:
    """Return the page; everything that comes from a run is escaped, and pictures are drawn where
    matplotlib is installed."""
    read, figures = report.read, report.figures
    grids = {grid.name: grid for grid in figures.grids(report.about.metrics)}
    return fill(
        "groundwood.eval.reports/report.html",
        ("story.css", "groundwood.eval.reports/report.css"),
        report=report,
        about=report.about,
        figures=figures,
        words=words,
        heading=_heading(figures.systems),
        sections=SECTIONS,
        outcomes=OUTCOMES,
        samples_file=report.run.folder / SAMPLES,
        judge=judge_told(report.about.judge),
        judge_option=judge_option(report.about),
        main=figures.main_grid(),
        families=[grid for name, grid in grids.items() if name not in _APART],
        apart={name: grids.get(name) for name in _APART},
        missing=figures.missing(),
        unmeasured=figures.unmeasured(report.about.metrics),
        unknown=unknown(report.run, report.about),
        worst=read.sentences.worst(),
        conflicts=read.sentences.conflicts(),
        most_conflicts=CONFLICTS,
        reliances=read.spread.reliances(),
        most_cited=read.spread.most_cited(report.run),
        sliced=report.sliced,
        bills=read.bills.known(),
        commands=commands(report),
        **_pictures(figures),
    )


def _heading(systems: Sequence[str]) -> list[HeadPart]:
    """Return the title of the page in parts, so that no name is broken where it need not be."""
    names = [words.called(system) for system in systems]
    parts = [HeadPart("How faithful ")]
    for place, name in enumerate(names, 1):
        between = "" if place == len(names) else " and " if place == len(names) - 1 else ", "
        parts += [HeadPart(name, is_name=True), HeadPart(between)]
    is_one = len(names) == 1 and systems != ("",)
    return [*parts, HeadPart(" is to what it cites" if is_one else " are to what they cite")]


def _pictures(figures: Figures) -> dict[str, object]:
    if not can_draw():
        return {"has_pictures": False, "waterfall": "", "scatter": ""}
    dots = list(_dots(figures))
    return {
        "has_pictures": True,
        "waterfall": waterfall_picture(list(_bars(figures))),
        "scatter": scatter_picture(dots, figures.coverage, FAITHFULNESS),
    }


def _bars(figures: Figures) -> Iterator[Bar]:
    for system in figures.systems:
        shares = {fate: figures.number(system, f"fate: {fate}") for fate in Fate}
        known = {fate: share for fate, share in shares.items() if share is not None}
        if known:
            yield Bar(words.called(system), known)


def _dots(figures: Figures) -> Iterator[Dot]:
    for system in (*figures.systems, *figures.shortcuts):
        x = figures.all.get((system, figures.coverage))
        y = figures.all.get((system, FAITHFULNESS))
        if x and y and x.number is not None and y.number is not None:
            is_shortcut = system.startswith(PREFIX)
            yield Dot(words.called(system), is_shortcut, x.number, y.number, x.interval, y.interval)
