"""Rates corrected for a judge's errors: by hand, in their invariants, and in their coverage."""

import json
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.errors import InputError
from groundwood.eval.statistics.confusion import Confusion
from groundwood.eval.statistics.correction import corrected_interval, rogan_gladen

JUDGE = Confusion(tp=90, fn=10, fp=10, tn=190)


def said(positive: int, rows: int) -> list[bool]:
    return [True] * positive + [False] * (rows - positive)


def width(positive: int, rows: int, judge: Confusion, groups: list[str] | None = None) -> float:
    interval = corrected_interval(said(positive, rows), judge, groups)
    assert interval.low is not None
    assert interval.high is not None
    return interval.high - interval.low


def test_a_corrected_rate_is_that_worked_out_by_hand() -> None:
    cases = json.loads((Path(__file__).parents[1] / "golden_metrics.json").read_text())["cases"]
    case = next(each for each in cases if each["id"] == "G38")
    found = rogan_gladen(
        case["input"]["observed_unsupported_rate"],
        case["input"]["judge_sensitivity"],
        case["input"]["judge_specificity"],
    )
    assert found.rate.number == pytest.approx(case["expected"]["corrected"], abs=1e-15)
    assert not found.is_clipped


@pytest.mark.parametrize(
    ("rate", "clipped", "raw"), [(0.02, 0.0, -0.03 / 0.85), (0.95, 1.0, 0.9 / 0.85)]
)
def test_a_corrected_rate_outside_0_to_1_is_clipped_and_said_to_be(
    rate: float, clipped: float, raw: float
) -> None:
    found = rogan_gladen(rate, 0.9, 0.95)
    assert found.rate.number == clipped
    assert found.raw == pytest.approx(raw)
    assert found.is_clipped


def test_a_rounding_error_is_not_clipping() -> None:
    assert not rogan_gladen(0.9, 0.9, 0.95).is_clipped
    assert not rogan_gladen(1 - 0.95, 0.9, 0.95).is_clipped


@pytest.mark.parametrize(("sensitivity", "specificity"), [(0.5, 0.5), (0.7, 0.3), (0.2, 0.4)])
def test_a_judge_no_better_than_chance_corrects_nothing(
    sensitivity: float, specificity: float
) -> None:
    found = rogan_gladen(0.3, sensitivity, specificity)
    assert (found.rate.number, found.raw) == (None, None)
    assert "not above 1" in found.rate.reason


@given(st.floats(0, 1), st.floats(0.6, 1), st.floats(0.6, 1))
def test_the_rate_that_a_judge_reports_leads_back_to_the_true_one(
    truth: float, sensitivity: float, specificity: float
) -> None:
    reported = truth * sensitivity + (1 - truth) * (1 - specificity)
    found = rogan_gladen(min(reported, 1.0), sensitivity, specificity).rate.number
    assert found == pytest.approx(truth, abs=1e-9)


def test_a_share_outside_0_to_1_is_refused() -> None:
    with pytest.raises(InputError, match="number 3 is 95, outside 0 to 1"):
        rogan_gladen(0.2, 0.9, 95)


def test_the_interval_is_that_of_the_published_formula() -> None:
    z = 1.959963984540054
    p, n = (23 + z**2 / 2) / (100 + z**2), 100 + z**2
    se, sp, j = 91 / 102, 191 / 202, 91 / 102 + 191 / 202 - 1
    middle = (p + sp - 1) / j
    shift = 2 * z**2 * (middle * se * (1 - se) / 102 - (1 - middle) * sp * (1 - sp) / 202)
    half = (
        z
        / j
        * sqrt(
            p * (1 - p) / n
            + middle**2 * se * (1 - se) / 102
            + (1 - middle) ** 2 * sp * (1 - sp) / 202
        )
    )
    interval = corrected_interval(said(23, 100), JUDGE)
    assert interval.low == pytest.approx(middle + shift - half, abs=1e-12)
    assert interval.high == pytest.approx(middle + shift + half, abs=1e-12)
    assert interval.method == "Lang and Reiczigel 2014, clipped to [0, 1]"
    assert (interval.rows, interval.groups) == (100, 100)


def test_the_interval_is_wider_the_less_is_known_of_the_judge() -> None:
    little = Confusion(tp=9, fn=1, fp=1, tn=19)
    assert width(23, 100, little) > 1.3 * width(23, 100, JUDGE)


def test_rows_in_groups_count_for_less() -> None:
    alike = [str(place // 10) for place in range(200)]
    apart = [str(place % 20) for place in range(200)]
    assert width(60, 200, JUDGE, alike) > 2 * width(60, 200, JUDGE)
    assert width(60, 200, JUDGE, apart) == pytest.approx(width(60, 200, JUDGE))


def test_where_all_rows_say_the_same_each_group_counts_as_one_row() -> None:
    groups = [str(place // 10) for place in range(200)]
    assert width(0, 200, JUDGE, groups) == pytest.approx(width(0, 20, JUDGE))


def test_the_interval_holds_the_true_rate_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(9)
    truth, sensitivity, specificity, held = 0.2, 0.9, 0.95, 0
    for _ in range(300):
        is_so = random.random(200) < truth
        reported = np.where(is_so, random.random(200) < 0.9, random.random(200) >= 0.95)
        tp, tn = int(random.binomial(60, sensitivity)), int(random.binomial(60, specificity))
        judge = Confusion(tp=tp, fn=60 - tp, tn=tn, fp=60 - tn)
        interval = corrected_interval(reported.tolist(), judge)
        assert interval.low is not None
        assert interval.high is not None
        held += interval.low <= truth <= interval.high
    assert 0.92 <= held / 300 <= 0.99


@pytest.mark.parametrize(
    ("rows", "judge", "reason"),
    [
        ([], JUDGE, "no rows"),
        ([True], JUDGE, "one group only"),
        ([True, False], Confusion(tp=5, fn=5, fp=5, tn=5), "not above 1"),
        ([True, False], Confusion(tp=300, fn=700, fp=0, tn=1), "not above 1"),
        ([True, False], Confusion(tp=9, fn=1, fp=0, tn=0), "of the judge's own rows, no row is"),
    ],
)
def test_there_is_no_interval_where_the_rows_or_the_judge_say_too_little(
    rows: list[bool], judge: Confusion, reason: str
) -> None:
    interval = corrected_interval(rows, judge)
    assert interval.low is None
    assert reason in interval.reason
