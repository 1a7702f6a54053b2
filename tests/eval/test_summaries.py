"""From the values of samples to those of systems, and to what differs between them."""

import pytest

from groundwood.eval.scoring import Row
from groundwood.eval.statistics.intervals import Bootstrap
from groundwood.eval.summaries import Difference, Table
from groundwood.eval.values import Value, none

Numbers = list[float | Value]


def rows(system: str, groups: str = "", **metrics: Numbers) -> list[Row]:
    """Return one row a sample; each is a group of its own where none are named."""
    count = len(next(iter(metrics.values())))
    return [
        Row(
            sample=f"s{n}",
            group=groups[n] if groups else f"s{n}",
            system=system,
            values={
                name: value if isinstance(value, Value) else Value(number=value)
                for name, value in ((name, values[n]) for name, values in metrics.items())
            },
        )
        for n in range(count)
    ]


def table(*parts: list[Row]) -> Table:
    return Table([row for part in parts for row in part])


def test_the_mean_counts_each_sample_the_same_and_its_interval_spans_the_resamples() -> None:
    found = table(rows("x", m=[0.0, 1.0])).summary("x", "m")
    assert (found.number, found.measured, found.samples) == (0.5, 2, 2)
    assert (found.interval.low, found.interval.high) == (0.0, 1.0)
    assert (found.interval.rows, found.interval.groups) == (2, 2)
    assert (found.low, found.high) == (None, None)


def test_intervals_resample_whole_groups() -> None:
    numbers: Numbers = [0.0, 0.0, 1.0, 1.0]
    one = table(rows("x", "aabb", m=numbers)).summary("x", "m")
    assert (one.interval.groups, one.interval.low, one.interval.high) == (2, 0.0, 1.0)
    alone = table(rows("x", "aaaa", m=numbers)).summary("x", "m")
    assert (alone.number, alone.interval.low) == (0.5, None)
    assert alone.interval.reason == "one group only: there is nothing to resample"


def test_a_sample_without_a_value_is_counted_by_its_reason_and_in_no_mean() -> None:
    numbers: Numbers = [1.0, none("no citation"), none("no citation"), none("no sentence")]
    found = table(rows("x", m=numbers)).summary("x", "m")
    assert (found.number, found.measured, found.samples) == (1.0, 1, 4)
    assert found.missing == {"no citation": 2, "no sentence": 1}


def test_a_metric_that_nobody_has_a_value_of_has_no_number() -> None:
    found = table(rows("x", m=[none("no citation")])).summary("x", "m")
    assert (found.number, found.interval.low, found.interval.reason) == (None, None, "no rows")
    absent = table(rows("x", m=[1.0])).summary("x", "other")
    assert (absent.number, absent.samples, absent.missing) == (None, 0, {})


def test_failures_of_the_judge_bound_the_mean() -> None:
    found = table(rows("x", m=[1.0, Value(number=0.5, low=0.25, high=0.75)])).summary("x", "m")
    assert (found.number, found.low, found.high) == (0.75, 0.625, 0.875)


def test_a_sample_on_which_the_judge_failed_altogether_is_in_the_bounds_and_not_in_the_mean() -> (
    None
):
    """Its value may be anything, and a mean that leaves it out says nothing of that."""
    lost = Value(number=None, reason="the judge failed on all of it", low=0.0, high=1.0)
    found = table(rows("x", m=[1.0, lost])).summary("x", "m")
    assert (found.number, found.measured, found.low, found.high) == (1.0, 1, 0.5, 1.0)
    alone = table(rows("x", m=[lost])).summary("x", "m")
    assert (alone.number, alone.low, alone.high) == (None, 0.0, 1.0)


def test_systems_and_metrics_stand_in_the_order_in_which_they_came_shortcuts_last() -> None:
    found = table(rows("shortcut: lead", m=[1.0]), rows("b", m=[1.0]), rows("a", n=[1.0], m=[0.0]))
    assert found.systems == ("b", "a", "shortcut: lead")
    assert found.metrics == ("m", "n")
    assert {(each.system, each.metric) for each in found.summaries()} == {
        ("shortcut: lead", "m"),
        ("b", "m"),
        ("a", "n"),
        ("a", "m"),
    }


def difference(*parts: list[Row], metrics: tuple[str, ...] = ("m",)) -> list[Difference]:
    systems = tuple(dict.fromkeys(row.system for part in parts for row in part))
    return table(*parts).differences(systems[0], systems[1:], metrics)


def test_a_difference_is_that_of_the_samples_which_both_systems_have_a_value_of() -> None:
    (found,) = difference(
        rows("old", m=[0.0, 0.0, none("x"), 0.5]), rows("new", m=[1.0, none("x"), 1.0, 0.5, 1.0])
    )
    assert (found.baseline, found.system, found.metric) == ("old", "new", "m")
    assert (found.number, found.samples) == (0.5, 2)
    assert (found.interval.low, found.interval.high) == (0.0, 1.0)


def test_its_p_value_is_the_share_of_sign_flips_that_differ_as_much() -> None:
    (found,) = difference(rows("old", m=[0.0] * 3), rows("new", m=[1.0, 1.0, 0.0]))
    assert (found.number, found.p) == (pytest.approx(2 / 3), 0.5)
    (sure,) = difference(rows("old", m=[0.0] * 6), rows("new", m=[1.0] * 6))
    assert sure.p == 2 / 2**6
    (grouped,) = difference(rows("old", "aabb", m=[0.0] * 4), rows("new", "aabb", m=[1.0] * 4))
    assert grouped.p == 0.5


def test_of_one_group_there_is_a_difference_and_no_p_value() -> None:
    (found,) = difference(rows("old", m=[0.0]), rows("new", m=[1.0]))
    assert (found.number, found.p, found.corrected) == (1.0, None, None)


def test_p_values_are_corrected_after_holm_over_all_differences_told_together() -> None:
    old = rows("old", m=[0.0] * 6, n=[0.0] * 6)
    new = rows("new", m=[1.0] * 6, n=[1.0, -1.0, 0.0, 0.0, 0.0, 0.0])
    third = rows("third", m=[1.0] * 5 + [0.0], n=[none("x")] * 6)
    found = {(d.system, d.metric): d for d in difference(old, new, third, metrics=("m", "n"))}
    assert {key: each.p for key, each in found.items()} == {
        ("new", "m"): 2 / 64,
        ("third", "m"): 4 / 64,
        ("new", "n"): 1.0,
        ("third", "n"): None,
    }
    assert found["new", "m"].corrected == 3 * 2 / 64
    assert found["third", "m"].corrected == 2 * 4 / 64
    assert (found["new", "n"].corrected, found["third", "n"].corrected) == (1.0, None)
    (alone,) = difference(old, new)
    assert alone.corrected == 2 / 64


def test_the_bootstrap_is_the_callers() -> None:
    found = Table(rows("x", m=[0.0, 1.0]), Bootstrap(level=0.5)).summary("x", "m")
    assert found.interval.level == 0.5
