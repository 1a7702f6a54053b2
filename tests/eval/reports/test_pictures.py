"""The pictures of a report."""

import re
import sys
from xml.etree import ElementTree as Tree

import pytest

from groundwood.eval.metrics.waterfall import FAITHFUL, Fate
from groundwood.eval.reports.pictures import (
    COLOURS,
    FILLS,
    Bar,
    Dot,
    can_draw,
    scatter_picture,
    waterfall_picture,
)
from groundwood.eval.statistics.intervals import Interval

pytest.importorskip("matplotlib")

BARS = [
    Bar("alpha", {Fate.CITED_SUPPORTED: 0.6, Fate.UNSUPPORTED: 0.38, Fate.CONTRADICTED: 0.02}),
    Bar("beta", {Fate.CITED_SUPPORTED: 0.5, Fate.MISATTRIBUTED: 0.5, Fate.UNSUPPORTED: 0.0}),
]
ENDS = Interval(low=0.2, high=0.6, level=0.95, rows=3, groups=3, method="any")
NO_ENDS = Interval(reason="one group only", level=0.95, rows=1, groups=1, method="any")
DOTS = [Dot("alpha", False, 0.4, 0.8, ENDS, NO_ENDS), Dot("lead", True, 1.0, 1.0, NO_ENDS, NO_ENDS)]


def words(picture: str) -> list[str]:
    return ["".join(node.itertext()) for node in Tree.fromstring(picture).iter("text")]


def test_each_fate_has_a_colour_of_its_own_and_the_faithful_ones_stand_together_first() -> None:
    assert set(FILLS) == set(Fate)
    assert len({colour for colour, _ in FILLS.values()}) == len(Fate)
    assert set(list(FILLS)[: len(FAITHFUL)]) == FAITHFUL
    assert len(COLOURS) == len(Fate) + 2


def test_the_waterfall_names_systems_shares_and_the_fates_that_occur() -> None:
    assert words(waterfall_picture(BARS)) == [
        *("alpha", "60% faithful", "60%", "38%"),
        *("beta", "100% faithful", "50%", "50%"),
        *("cited supported", "misattributed", "unsupported", "contradicted"),
    ]


def test_the_waterfall_is_told_in_words() -> None:
    told = Tree.fromstring(waterfall_picture(BARS)).findtext("desc") or ""
    assert told.startswith(
        "alpha: faithful 60.0% (cited supported 60.0%, unsupported 38.0%, contradicted 2.0%); beta"
    )


def test_the_scatter_names_axes_and_systems_and_is_told_in_words() -> None:
    root = Tree.fromstring(scatter_picture(DOTS, "recall", "faithful"))
    told = ["".join(node.itertext()) for node in root.iter("text")]
    assert told[-2:] == ["alpha", "lead"]
    assert {"recall", "faithful"} <= set(told)
    assert root.findtext("desc") == (
        "alpha: recall 0.400, faithful 0.800; lead: recall 1.000, faithful 1.000"
    )


@pytest.mark.parametrize(
    "draw", [lambda: waterfall_picture(BARS), lambda: scatter_picture(DOTS, "x", "y")]
)
def test_a_picture_is_the_same_each_time_and_holds_all_that_it_refers_to(draw: object) -> None:
    assert callable(draw)
    picture = draw()
    assert picture == draw()
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', picture))
    ids = re.findall(r'\bid="([^"]+)"', picture)
    assert used
    assert used <= set(ids)
    assert len(ids) == len(set(ids))
    assert "style" not in picture


@pytest.mark.parametrize("name", ["$x_1$", "a\x00b", "東京 𝕏", "<b>&", "x" * 300, "two\nlines", ""])
def test_any_name_of_a_system_is_drawn_as_it_is(name: str) -> None:
    drawn = words(waterfall_picture([Bar(name, {Fate.CITED_SUPPORTED: 1.0})]))
    expected = " ".join(name.replace("\x00", "\ufffd").split())
    assert (drawn[0] == expected) or (drawn[0] == "x" * 33 + "…") or not expected


def test_without_anything_to_draw_there_is_no_picture() -> None:
    assert waterfall_picture([]) == ""
    assert scatter_picture([], "x", "y") == ""


def test_without_matplotlib_nothing_can_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    assert can_draw()
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    assert not can_draw()
