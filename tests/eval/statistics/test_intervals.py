"""Intervals and standard errors, against values worked out by hand and the reference's."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from groundwood.errors import InputError
from groundwood.eval.statistics.intervals import (
    Bootstrap,
    Interval,
    clustered_error,
    quotient,
    wilson,
)
from groundwood.eval.statistics.rows import Floats

WILSON = json.loads((Path(__file__).parent / "fixtures" / "statistics.json").read_text())["wilson"]


def golden(case: str) -> Any:
    cases = json.loads((Path(__file__).parents[1] / "golden_metrics.json").read_text())["cases"]
    return next(each for each in cases if each["id"] == case)


def ends(interval: Interval) -> tuple[float, float]:
    assert interval.low is not None
    assert interval.high is not None
    return interval.low, interval.high


@pytest.mark.parametrize("case", WILSON, ids=lambda case: f"{case['k']} of {case['n']}")
def test_wilsons_interval_is_that_of_the_reference(case: Any) -> None:
    interval = wilson(case["k"], case["n"])
    if case["wilson95"] is None:
        assert (interval.low, interval.high, interval.reason) == (None, None, "no rows")
    else:
        assert ends(interval) == pytest.approx(tuple(case["wilson95"]), abs=1e-12)


def test_wilsons_interval_is_that_worked_out_by_hand() -> None:
    case = golden("G32")
    interval = wilson(case["input"]["k"], case["input"]["n"])
    expected = case["expected"]["low"], case["expected"]["high"]
    assert ends(interval) == pytest.approx(expected, abs=5e-6)
    assert (interval.rows, interval.level, interval.method) == (10, 0.95, "Wilson score")


@pytest.mark.parametrize(("successes", "total"), [(3, 2), (-1, 2)])
def test_a_rate_of_more_successes_than_rows_is_refused(successes: int, total: int) -> None:
    with pytest.raises(InputError, match=f"successes: {successes} of {total}"):
        wilson(successes, total)


def test_the_clustered_standard_error_is_that_worked_out_by_hand() -> None:
    case = golden("G34")
    clusters = case["input"]["clusters"]
    values = [value for cluster in clusters for value in cluster]
    groups = [str(place) for place, cluster in enumerate(clusters) for _ in cluster]
    expected = case["expected"]
    assert np.mean(values) == expected["mean"]
    assert clustered_error(values, groups).number == pytest.approx(
        expected["clustered_se"], abs=5e-7
    )
    assert clustered_error(values).number == pytest.approx(expected["naive_se"], abs=5e-7)


@pytest.mark.parametrize("groups", [["a", "a"], None])
def test_there_is_no_standard_error_of_fewer_than_two_groups(groups: list[str] | None) -> None:
    found = clustered_error([1.0, 0.0] if groups else [1.0], groups)
    assert found.number is None
    assert "fewer than two groups" in found.reason


def test_the_bootstrap_resamples_whole_groups() -> None:
    values, groups = [0.0, 0.0, 1.0, 1.0], ["a", "a", "b", "b"]
    together = Bootstrap().of_mean(values, groups)
    assert (together.rows, together.groups) == (4, 2)
    assert ends(together) == (0.0, 1.0)
    assert ends(Bootstrap(level=0.5).of_mean(values)) == (0.25, 0.75)


def test_the_bootstrap_of_a_mean_follows_the_standard_error() -> None:
    values = np.random.default_rng(3).normal(size=400)
    low, high = ends(Bootstrap().of_mean(values))
    error = clustered_error(values).number
    assert error is not None
    assert (high - low) / 2 == pytest.approx(1.96 * error, rel=0.05)
    assert (high + low) / 2 == pytest.approx(values.mean(), abs=0.1 * error)


def test_a_ratio_of_sums_weighs_groups_by_their_wholes() -> None:
    interval = Bootstrap(level=0.9999).of_ratio([9, 0], [9, 1])
    assert ends(interval) == (0.0, 1.0)
    assert ends(Bootstrap().of_ratio([4, 2, 6], [8, 4, 12])) == (0.5, 0.5)


def test_resamples_in_which_the_ratio_is_zero_by_zero_are_left_out_and_counted() -> None:
    interval = Bootstrap(rounds=400).of_ratio([1, 0], [2, 0])
    assert ends(interval) == (0.5, 0.5)
    assert 60 < interval.undefined < 140


def test_a_statistic_without_a_value_in_any_resample_has_no_interval() -> None:
    interval = Bootstrap(rounds=50).of_ratio([0, 0], [0, 0])
    assert interval.low is None
    assert interval.undefined == 50
    assert interval.reason == "the statistic has no value in any resample"


@pytest.mark.parametrize(
    ("values", "reason"),
    [([0.2, 0.4], "one group only: there is nothing to resample"), ([], "no rows")],
)
def test_there_is_no_interval_of_fewer_than_two_groups(values: list[float], reason: str) -> None:
    interval = Bootstrap().of_mean(values, ["a"] * len(values))
    assert (interval.low, interval.high, interval.reason) == (None, None, reason)
    assert interval.rows == len(values)


def test_the_paired_interval_is_that_of_the_differences() -> None:
    a, b, groups = [0.1, 0.5, 0.3, 0.9], [0.4, 0.4, 0.8, 0.9], ["x", "x", "y", "z"]
    differences = np.subtract(b, a)
    assert Bootstrap().of_difference(a, b, groups) == Bootstrap().of_mean(differences, groups)


def test_any_statistic_of_rows_can_be_resampled_as_one_of_sums_is() -> None:
    values = np.random.default_rng(1).random(30)
    groups = [str(place % 7) for place in range(30)]
    by_rows = Bootstrap(rounds=200).of_rows(lambda rows: float(values[rows].mean()), groups)
    by_sums = Bootstrap(rounds=200).of_mean(values, groups)
    assert ends(by_rows) == pytest.approx(ends(by_sums), abs=1e-12)
    assert (by_rows.rows, by_rows.groups) == (30, 7)


def test_a_statistic_of_rows_may_have_no_value_in_a_resample() -> None:
    def of_both(rows: Any) -> float | None:
        return 1.0 if len(set(rows.tolist())) == 2 else None

    interval = Bootstrap(rounds=100).of_rows(of_both, ["a", "b"])
    assert ends(interval) == (1.0, 1.0)
    assert 25 < interval.undefined < 75


def test_the_block_in_which_resamples_are_drawn_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values = np.random.default_rng(2).random(12)
    at_once = Bootstrap(rounds=50).of_mean(values)
    monkeypatch.setattr("groundwood.eval.statistics.intervals._BLOCK", 30)
    assert Bootstrap(rounds=50).of_mean(values) == at_once


def test_another_seed_draws_other_resamples() -> None:
    values = np.random.default_rng(2).random(12)
    assert Bootstrap().of_mean(values) == Bootstrap().of_mean(values)
    assert Bootstrap().of_mean(values) != Bootstrap(seed=8).of_mean(values)


def test_a_resample_sums_a_group_as_often_as_it_is_drawn() -> None:
    seen: list[Floats] = []

    def counts(sums: Floats) -> Floats:
        seen.append(sums)
        return sums[:, 0]

    Bootstrap(rounds=20).of_sums(np.eye(3), counts)
    assert (np.concatenate(seen).sum(axis=1) == 3).all()


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from("abcd")), max_size=20))
def test_an_interval_lies_within_the_values_or_says_why_there_is_none(
    rows: list[tuple[float, str]],
) -> None:
    values, groups = [value for value, _ in rows], [group for _, group in rows]
    interval = Bootstrap(rounds=20).of_mean(values, groups)
    if len(set(groups)) < 2:
        assert interval.reason
    else:
        low, high = ends(interval)
        assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9


def test_values_and_groups_that_do_not_match_are_refused() -> None:
    with pytest.raises(InputError, match="groups: 1 for 2 rows"):
        Bootstrap().of_mean([1.0, 2.0], ["a"])
    with pytest.raises(InputError, match="2 of parts, 1 of wholes"):
        Bootstrap().of_ratio([1.0, 2.0], [1.0])


def test_a_value_that_is_not_a_number_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match="values: number 2 is nan"):
        Bootstrap().of_mean([1.0, float("nan")])
    with pytest.raises(InputError, match="values: expected one row of numbers, not 2 dimensions"):
        Bootstrap().of_mean(np.eye(2))


def test_an_interval_has_both_ends_or_a_reason() -> None:
    common: dict[str, Any] = {"level": 0.9, "rows": 3, "groups": 3, "method": "own"}
    for bad in ({"low": 0.1}, {}, {"low": 0.1, "high": 0.2, "reason": "too few"}):
        with pytest.raises(ValidationError, match="both ends, or a reason"):
            Interval.model_validate(common | bad)


def test_a_quotient_of_nothing_is_not_a_number() -> None:
    found = quotient(np.array([1.0, 0.0]), np.array([4.0, 0.0]))
    assert found[0] == 0.25
    assert np.isnan(found[1])
