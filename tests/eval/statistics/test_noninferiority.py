"""Non-inferiority: shown, not shown, or not to be shown with so few samples."""

from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError
from scipy import stats

from groundwood.errors import InputError
from groundwood.eval.statistics.intervals import clustered_error
from groundwood.eval.statistics.noninferiority import (
    Conclusion,
    Demand,
    NonInferiority,
    non_inferiority,
)

NOISE = np.random.default_rng(11).normal(0, 0.1, 40)
NOISE = NOISE - NOISE.mean()


def compared(difference: float, margin: float, **demands: Any) -> NonInferiority:
    return non_inferiority(
        np.full(40, 0.7), 0.7 + difference + NOISE, Demand(margin=margin, **demands)
    )


def test_a_candidate_as_good_as_its_baseline_is_non_inferior() -> None:
    found = compared(0.0, 0.1)
    assert found.conclusion is Conclusion.NON_INFERIOR
    assert found.passes
    assert found.difference == pytest.approx(0.0, abs=1e-12)


def test_the_bounds_and_the_power_are_those_of_the_formulas() -> None:
    found = compared(-0.01, 0.05)
    error = clustered_error(NOISE).number
    assert error is not None
    critical = stats.t.ppf(0.975, 39)
    assert found.error == pytest.approx(error)
    assert found.low == pytest.approx(-0.01 - critical * error)
    assert found.high == pytest.approx(-0.01 + critical * error)
    assert found.power == pytest.approx(NormalDist().cdf(0.05 / error - critical))
    assert (found.rows, found.groups) == (40, 40)


def test_a_candidate_that_may_be_worse_by_the_margin_is_not_shown_to_be_non_inferior() -> None:
    found = compared(-0.04, 0.06)
    assert found.conclusion is Conclusion.INFERIOR_OR_INCONCLUSIVE
    assert not found.passes
    assert found.power is not None
    assert found.power > 0.8
    assert "not above -0.06" in found.reason


def test_a_candidate_that_is_worse_by_more_than_the_margin_is_said_to_be_so() -> None:
    found = compared(-0.3, 0.06)
    assert found.conclusion is Conclusion.INFERIOR_OR_INCONCLUSIVE
    assert "worse by more than the margin" in found.reason


def test_too_little_power_is_underpowered_and_never_a_pass() -> None:
    better = compared(0.2, 0.03)
    assert better.low is not None
    assert better.low > 0
    assert better.conclusion is Conclusion.UNDERPOWERED
    assert not better.passes
    assert better.reason.startswith(f"a power of {better.power:.2f}")


def test_shown_inferiority_needs_no_power() -> None:
    found = compared(-0.3, 0.01)
    assert found.power is not None
    assert found.power < 0.8
    assert found.conclusion is Conclusion.INFERIOR_OR_INCONCLUSIVE


def test_as_many_groups_as_are_said_to_be_enough_are_about_enough() -> None:
    few = compared(0.0, 0.03)
    enough = int(few.reason.split("about ")[1].split(" ")[0])
    values = np.resize(NOISE, enough)
    power = non_inferiority(np.zeros(enough), values, Demand(margin=0.03)).power
    assert power == pytest.approx(0.8, abs=0.03)


def test_the_least_power_can_be_stated() -> None:
    assert compared(0.0, 0.038).conclusion is Conclusion.UNDERPOWERED
    assert compared(0.0, 0.038, least_power=0.7).conclusion is Conclusion.NON_INFERIOR


def test_rows_of_one_group_do_not_count_as_many() -> None:
    values = np.repeat(NOISE, 10)
    groups = [str(place // 10) for place in range(400)]
    demand = Demand(margin=0.03)
    assert non_inferiority(np.zeros(400), values, demand).passes
    grouped = non_inferiority(np.zeros(400), values, demand, groups)
    assert grouped.conclusion is Conclusion.UNDERPOWERED
    assert (grouped.rows, grouped.groups) == (400, 40)


def test_where_lower_is_better_a_lower_rate_is_the_better_one() -> None:
    better = compared(-0.3, 0.1, lower_is_better=True)
    assert better.passes
    assert better.difference == pytest.approx(0.3)
    assert not compared(0.3, 0.1, lower_is_better=True).passes


def test_systems_that_do_not_differ_at_all_are_non_inferior_from_five_groups_on() -> None:
    five = non_inferiority([0.5] * 5, [0.5] * 5, Demand(margin=0.01))
    assert (five.conclusion, five.error, five.power) == (Conclusion.NON_INFERIOR, 0.0, 1.0)
    four = non_inferiority([0.5] * 4, [0.5] * 4, Demand(margin=0.01))
    assert four.conclusion is Conclusion.UNDERPOWERED
    assert four.reason == "4 groups, where fewer than 5 say too little"
    assert four.power is None


@pytest.mark.parametrize("rows", [0, 1])
def test_too_few_rows_for_any_spread_are_underpowered(rows: int) -> None:
    found = non_inferiority([0.5] * rows, [0.5] * rows, Demand(margin=0.1, least_groups=2))
    assert found.conclusion is Conclusion.UNDERPOWERED
    assert not found.passes


def test_a_margin_of_nothing_is_refused() -> None:
    with pytest.raises(ValidationError, match="margin"):
        Demand(margin=0)


def test_rows_that_do_not_match_one_to_one_are_refused() -> None:
    with pytest.raises(InputError, match="2 of baseline, 1 of candidate"):
        non_inferiority([0.1, 0.2], [0.1], Demand(margin=0.1))
