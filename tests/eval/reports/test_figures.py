"""The numbers of a report."""

import pytest

from groundwood.eval.metrics import METRICS
from groundwood.eval.reports.figures import MAIN, Figures, Missing, differences, told, values_of
from groundwood.eval.runs import Run
from groundwood.eval.scoring import Row
from groundwood.eval.shortcuts import PREFIX, SHORTCUTS
from groundwood.eval.summaries import Table
from groundwood.eval.values import Value, none


def figures(*rows: tuple[str, str, dict[str, Value]]) -> Figures:
    return Figures(
        Table(Row(sample=s, group=s, system=system, values=values) for s, system, values in rows)
    )


@pytest.mark.parametrize("metric", METRICS)
def test_the_values_of_a_metric_are_known_without_a_sample_and_told_in_a_sentence(
    metric: str,
) -> None:
    assert values_of(metric)
    assert told(metric).strip()


def test_the_values_of_the_metrics_are_those_of_the_rows(run: Run) -> None:
    names = [name for metric in run.about().metrics for name in values_of(metric)]
    assert list(next(run.rows()).values) == names


def test_a_metric_that_this_version_does_not_know_has_no_values() -> None:
    assert values_of("one of tomorrow") == ()


def test_the_shortcuts_stand_apart_in_the_same_table(run: Run) -> None:
    grid = Figures(Table(run.rows())).main_grid()
    assert grid.metrics == MAIN
    assert [line.system for line in grid.systems] == ["alpha", "beta"]
    assert [line.system for line in grid.shortcuts] == [PREFIX + name for name in SHORTCUTS]


def test_each_measured_value_stands_in_one_table_by_its_metric(run: Run) -> None:
    found = Figures(Table(run.rows()))
    grids = found.grids(["citations", "waterfall", "one of tomorrow"])
    assert [grid.name for grid in grids] == ["citations", "waterfall", "others"]
    assert sorted(m for grid in grids for m in grid.metrics) == sorted(found.measured)
    assert grids[0].metrics == ("citation_recall", "citation_precision", "citation_f1")


def test_a_metric_that_only_a_shortcut_has_a_value_of_is_not_measured() -> None:
    found = figures(
        ("a", "x", {"m": none("no word"), "k": Value(number=1)}),
        ("a", PREFIX + "lead", {"m": Value(number=1), "k": Value(number=1)}),
    )
    assert found.measured == ("k",)
    assert found.main == ("k",)


def test_samples_without_a_value_are_told_once_a_reason() -> None:
    nothing = none("no word")
    found = figures(
        ("a", "x", {"m": nothing, "k": nothing, "l": Value(number=1), "n": nothing}),
        ("a", "y", {"m": Value(number=1), "k": Value(number=1)}),
        ("a", PREFIX + "lead", {"m": nothing}),
    )
    assert found.missing() == [Missing("x", ("m", "k"), {"no word": 1})]


def test_coverage_is_citation_recall_where_no_better_metric_was_measured() -> None:
    one = Value(number=1.0)
    assert figures(("a", "", {"citation_recall": one})).coverage == "citation_recall"
    both = {"citation_recall": one, "nugget_coverage": one}
    assert figures(("a", "", both)).coverage == "nugget_coverage"
    assert figures(("a", "", {"citation_recall": one, "cited_sources": one})).coverage == (
        "cited_sources"
    )
    assert figures(("a", "", {"other": one})).coverage == ""


def test_what_nobody_has_a_value_of_is_told_by_its_metric_where_all_of_that_is_missing() -> None:
    """Nobody wants to read five names where one says it."""
    rouge = dict.fromkeys(values_of("rouge"), none("no reference"))
    cost = {"cost": none("no prices"), "seconds": Value(number=1)}
    found = figures(("a", "", {**rouge, **cost, "odd": none("no reference")}))
    assert found.unmeasured(["rouge", "cost"]) == {
        "no prices": ("cost",),
        "no reference": ("odd", "rouge"),
    }
    assert found.missing() == []


def test_a_metric_with_nothing_but_bounds_is_measured() -> None:
    lost = Value(number=None, reason="the judge failed on all of it", low=0.2, high=1.0)
    found = figures(("a", "", {"m": lost}))
    assert found.measured == ("m",)
    assert found.main_grid().systems[0].cells[0].bounds == "0.200 to 1.000"


def test_a_difference_that_rests_on_no_sample_is_not_told() -> None:
    found = figures(
        ("a", "x", {"m": Value(number=1), "k": Value(number=1)}),
        ("a", "y", {"m": Value(number=0), "k": none("no word")}),
    )
    assert [d.metric for d in differences(found.table, "x", ["y"], ["m", "k"])] == ["m"]
