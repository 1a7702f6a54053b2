"""The pictures of a report, drawn by matplotlib where it is installed."""

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from math import ceil
from typing import TYPE_CHECKING

from groundwood.eval.metrics.waterfall import FAITHFUL, Fate
from groundwood.eval.reports.svg import INK, inline
from groundwood.eval.statistics.intervals import Interval
from groundwood.render.templates import printable

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PAPER, SOFT = "#ffffff", "#625e55"
FILLS = {
    Fate.CITED_SUPPORTED: ("#2c6040", ""),
    Fate.UNCITED_SUPPORTED: ("#86b394", ""),
    Fate.MISATTRIBUTED: ("#c3ab5a", "///"),
    Fate.CONFLICTING: ("#b98a2f", "xx"),
    Fate.PARTLY_SUPPORTED: ("#e3c27a", ".."),
    Fate.UNCITED_UNSUPPORTED: ("#e0a094", "\\\\\\"),
    Fate.UNSUPPORTED: ("#c05546", ""),
    Fate.CONTRADICTED: ("#7c2016", "xxx"),
    Fate.JUDGE_ERROR: ("#b9b4a8", ".."),
}
"""Colour and hatching of each fate, in the order of the bars: what is faithful stands first."""
COLOURS = {
    PAPER: "paper",
    SOFT: "soft",
    **{colour: f"fate-{fate.replace(' ', '-')}" for fate, (colour, _) in FILLS.items()},
}
MARKERS = "osD^vP*X<>"
WIDTH = 5.0
"""In inches of 72 units: letters stay readable where a page is as wide as a telephone."""
_LONGEST = 34
"""In characters, of a name."""
_ROW, _PLOT, _UNDER = 0.74, 3.6, 0.55
"""In inches: a bar with its words, the plot of dots, and of it what stands under the axis."""
_LEAST_TOLD = 0.055
"""A smaller share has no number under it: it would run into its neighbour's."""


@dataclass(frozen=True)
class Bar:
    """The mean share of each fate of one system; they add to 1."""

    system: str
    shares: dict[Fate, float]

    @property
    def faithful(self) -> float:
        """The share that some source supports and none denies."""
        return sum(self.shares.get(fate, 0.0) for fate in FAITHFUL)


@dataclass(frozen=True)
class Dot:
    """One system by two metrics in [0, 1], with their intervals."""

    system: str
    is_shortcut: bool
    x: float
    y: float
    of_x: Interval
    of_y: Interval


def can_draw() -> bool:
    """Return whether matplotlib is installed."""
    try:
        import_module("matplotlib.figure")
    except ImportError:
        return False
    return True


def waterfall_picture(bars: Sequence[Bar]) -> str:
    """Return stacked bars, one a system, as an SVG for a page; with no bar, nothing."""
    if not bars:
        return ""
    told = "; ".join(f"{bar.system}: {_shares_told(bar)}" for bar in bars)
    found = [fate for fate in FILLS if any(bar.shares.get(fate) for bar in bars)]
    foot = _foot(len(found))
    with _figure("waterfall", _ROW * len(bars) + foot) as (figure, made):
        _draw_bars(_axes(figure, 0.01, 0.99, foot), bars)
        _explain(figure, [_patch(fate) for fate in found])
    return inline(made.getvalue(), "waterfall", "What became of the sentences", told, COLOURS)


def scatter_picture(dots: Sequence[Dot], x: str, y: str) -> str:
    """Return the systems by two metrics, with their intervals, as an SVG for a page."""
    if not dots:
        return ""
    told = "; ".join(f"{dot.system}: {x} {dot.x:.3f}, {y} {dot.y:.3f}" for dot in dots)
    foot = _foot(len(dots))
    with _figure("scatter", _PLOT + foot) as (figure, made):
        handles = _draw_dots(_axes(figure, 0.11, 0.97, foot + _UNDER), dots, x, y)
        _explain(figure, handles)
    return inline(made.getvalue(), "scatter", f"{y} by {x}", told, COLOURS)


@contextmanager
def _figure(key: str, height: float) -> "Iterator[tuple[Figure, io.StringIO]]":
    """Yield a figure, which is drawn into the text when the block ends: the same each time."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    made = io.StringIO()
    style = rc_context(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": key,
            "text.parse_math": False,
            "font.size": 9.5,
            "hatch.linewidth": 0.9,
            "axes.edgecolor": SOFT,
            "xtick.color": SOFT,
            "ytick.color": SOFT,
            "xtick.labelcolor": INK,
            "ytick.labelcolor": INK,
        }
    )
    with style, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")  # the page's own fonts are used
        figure = Figure(figsize=(WIDTH, height))
        yield figure, made
        figure.savefig(made, format="svg", transparent=True, metadata={"Date": None})


def _foot(entries: int) -> float:
    """Return the height of a legend of two columns, in inches."""
    return 0.2 * ceil(entries / 2) + 0.12


def _axes(figure: "Figure", left: float, right: float, bottom: float) -> "Axes":
    """Return axes between two shares of the width, from ``bottom`` (in inches) to the top."""
    low = bottom / figure.get_figheight()
    return figure.add_axes((left, low, right - left, 0.985 - low))


def _explain(figure: "Figure", handles: "Sequence[Artist]") -> None:
    figure.legend(
        handles=list(handles),
        loc="lower left",
        bbox_to_anchor=(0, 0),
        ncols=2,
        frameon=False,
        handlelength=2.4,
        borderpad=0,
        borderaxespad=0.2,
    )


def _patch(fate: Fate) -> "Artist":
    from matplotlib.patches import Patch

    colour, hatch = FILLS[fate]
    return Patch(facecolor=colour, hatch=hatch, edgecolor=PAPER, label=str(fate))


def _draw_bars(axes: "Axes", bars: Sequence[Bar]) -> None:
    for place, bar in enumerate(bars):
        axes.text(0, place - 0.3, _short(bar.system), weight="bold", va="bottom")
        axes.text(1, place - 0.3, f"{bar.faithful:.0%} faithful", ha="right", va="bottom")
        left = 0.0
        for fate, (colour, hatch) in FILLS.items():
            share = bar.shares.get(fate, 0.0)
            if share:
                axes.barh(
                    place, share, 0.42, left, color=colour, hatch=hatch, edgecolor=PAPER, lw=1
                )
            if share >= _LEAST_TOLD:
                middle = left + share / 2
                axes.text(middle, place + 0.25, f"{share:.0%}", ha="center", va="top", size=8.5)
            left += share
    axes.set(xlim=(0, 1), ylim=(len(bars) - 0.4, -0.6))
    axes.set_axis_off()


def _draw_dots(axes: "Axes", dots: Sequence[Dot], x: str, y: str) -> "list[Artist]":
    """Draw the dots and return what explains them."""
    handles: list[Artist] = []
    for place, dot in enumerate(dots):
        drawn = axes.errorbar(
            dot.x,
            dot.y,
            xerr=_whiskers(dot.x, dot.of_x),
            yerr=_whiskers(dot.y, dot.of_y),
            fmt=MARKERS[place % len(MARKERS)],
            color=SOFT if dot.is_shortcut else FILLS[Fate.CITED_SUPPORTED][0],
            mfc="none" if dot.is_shortcut else None,
            ms=8,
            elinewidth=1,
            clip_on=False,
        )
        marker = drawn.lines[0]
        marker.set_label(_short(dot.system))
        handles.append(marker)
    axes.set(xlim=(-0.04, 1.04), ylim=(-0.04, 1.04), xlabel=x, ylabel=y)
    axes.spines[["top", "right"]].set_visible(False)
    return handles


def _whiskers(middle: float, interval: Interval) -> list[list[float]] | None:
    if interval.low is None or interval.high is None:
        return None
    return [[max(0.0, middle - interval.low)], [max(0.0, interval.high - middle)]]


def _shares_told(bar: Bar) -> str:
    parts = ", ".join(f"{fate} {share:.1%}" for fate, share in bar.shares.items() if share)
    return f"faithful {bar.faithful:.1%} ({parts})"


def _short(name: str) -> str:
    name = " ".join(str(printable(name)).split())
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
