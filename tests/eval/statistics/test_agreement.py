"""Metrics of judges, against values worked out by hand and a reference."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.errors import InputError
from groundwood.eval.statistics.agreement import (
    ReliabilityBin,
    balanced_accuracy,
    bootstrap_interval,
    brier_score,
    calibration_error,
    reliability,
    roc_auc,
)
from groundwood.eval.statistics.confusion import Confusion
from groundwood.eval.statistics.correlation import kendall, pearson, spearman, weighted_kappa
from groundwood.eval.values import Value

CASES = json.loads((Path(__file__).parent / "fixtures" / "statistics.json").read_text())


def measured(case: Any) -> dict[str, Value]:
    found = Confusion.of(case["human"], case["judge"])
    grades = case["human3"], case["judge3"]
    return {
        "accuracy": found.accuracy,
        "balanced_accuracy": found.balanced_accuracy,
        "kappa": found.kappa,
        "f1_supported": found.f1,
        "f1_unsupported": found.swapped.f1,
        "mcc": found.mcc,
        "roc_auc_prob": roc_auc(case["human"], case["prob"]),
        "brier": brier_score(case["human"], case["prob"]),
        "pearson_3": pearson(*grades),
        "spearman_3": spearman(*grades),
        "kendall_tau_b_3": kendall(*grades),
        "kappa_linear_3": weighted_kappa(*grades, "linear"),
        "kappa_quadratic_3": weighted_kappa(*grades, "quadratic"),
    }


def reference(case: Any) -> dict[str, float | None]:
    """The reference gives Matthews' coefficient as 0 where it is 0 / 0: to us it is none."""
    expected = {k: v for k, v in case["expected"].items() if k not in {"tp", "fp", "fn", "tn"}}
    if len(set(case["human"])) == 1 or len(set(case["judge"])) == 1:
        assert expected["mcc"] == 0
        expected["mcc"] = None
    return expected


@pytest.mark.parametrize("case", CASES["agreement"], ids=lambda case: str(case["id"]))
def test_agreement_is_that_of_the_reference(case: Any) -> None:
    cells = Confusion.of(case["human"], case["judge"]).model_dump()
    assert cells == {name: case["expected"][name] for name in ("tp", "fp", "fn", "tn")}
    found, expected = measured(case), reference(case)
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert found[name].number == (None if value is None else pytest.approx(value, abs=1e-12)), (
            name
        )


def test_balanced_accuracy_is_the_mean_of_both_recalls() -> None:
    truth = [True, True, True, True, False, False]
    said = [True, True, True, False, True, False]
    assert balanced_accuracy(truth, said) == pytest.approx((3 / 4 + 1 / 2) / 2)


def test_a_judge_that_always_says_yes_is_at_one_half_however_rare_no_is() -> None:
    assert balanced_accuracy([True] * 9 + [False], [True] * 10) == pytest.approx(0.5)


@pytest.mark.parametrize("truth", [[], [True, True], [False, False]])
def test_balanced_accuracy_is_none_where_a_class_is_missing(truth: list[bool]) -> None:
    assert balanced_accuracy(truth, [True] * len(truth)) is None


def test_calibration_error_weighs_the_gap_of_each_bin_by_its_share() -> None:
    truth, scores = [True, False, True, True], [0.62, 0.68, 0.91, 0.95]
    first, second = abs(0.5 - 0.65), abs(1 - 0.93)
    assert calibration_error(truth, scores) == pytest.approx((2 * first + 2 * second) / 4)


def test_a_score_of_one_falls_into_the_last_bin() -> None:
    assert calibration_error([True, False], [1.0, 1.0]) == pytest.approx(0.5)


def test_weights_say_how_much_a_pair_counts_in_the_calibration_error() -> None:
    error = calibration_error([True, False], [0.95, 0.95], weights=[3.0, 1.0])
    assert error == pytest.approx((0.95 - 3 * 0.05) / 4)


def test_the_calibration_error_of_nothing_is_none() -> None:
    assert calibration_error([], []) is None


def test_the_bootstrap_of_a_judge_without_errors_is_one_throughout() -> None:
    truth = [True, False] * 4
    groups = [str(index // 2) for index in range(8)]
    assert bootstrap_interval(truth, truth, groups) == (1.0, 1.0)


def test_the_bootstrap_resamples_whole_groups() -> None:
    truth = [True, False, True, False]
    said = [True, False, False, True]
    assert bootstrap_interval(truth, said, ["a", "a", "b", "b"]) == (0.0, 1.0)


def test_there_is_no_bootstrap_interval_of_one_group() -> None:
    assert bootstrap_interval([True, False], [True, True], ["a", "a"]) is None


def test_the_bootstrap_says_the_same_twice() -> None:
    truth, groups = [True, False] * 10, [str(index // 4) for index in range(20)]
    said = [True, False, False, True, True] * 4
    assert bootstrap_interval(truth, said, groups) == bootstrap_interval(truth, said, groups)


def test_there_is_no_bootstrap_interval_where_a_class_is_missing() -> None:
    assert bootstrap_interval([True, True], [True, False], ["a", "b"]) is None


def test_the_bins_that_hold_rows_say_what_was_expected_and_what_came_of_it() -> None:
    found = reliability([True, False, True, True], [0.625, 0.6875, 0.9375, 1.0], bins=10)
    assert found == [
        ReliabilityBin(low=0.6, high=0.7, rows=2, weight=2, confidence=0.65625, observed=0.5),
        ReliabilityBin(low=0.9, high=1.0, rows=2, weight=2, confidence=0.96875, observed=1.0),
    ]


def test_rows_of_no_weight_are_in_no_bin() -> None:
    (only,) = reliability([True, False], [0.25, 0.75], weights=[0.0, 2.0], bins=2)
    assert (only.rows, only.weight, only.observed) == (1, 2.0, 0.0)


def test_a_probability_outside_0_to_1_is_refused() -> None:
    with pytest.raises(InputError, match=r"probabilities: number 1 is 1\.5, outside 0 to 1"):
        calibration_error([True], [1.5])
    with pytest.raises(InputError, match="probabilities: number 2 is -1, outside 0 to 1"):
        brier_score([True, False], [0.5, -1])


def test_labels_and_scores_that_do_not_match_one_to_one_are_refused() -> None:
    with pytest.raises(InputError, match="1 of truth, 2 of scores"):
        roc_auc([True], [0.1, 0.2])
    with pytest.raises(InputError, match="1 of truth, 2 of probabilities"):
        reliability([True], [0.1, 0.2])
    with pytest.raises(InputError, match="1 of truth, 2 of weights"):
        reliability([True], [0.1], [1.0, 1.0])


def test_a_tie_counts_half_in_the_area_under_the_curve() -> None:
    assert roc_auc([True, False], [0.5, 0.5]).number == 0.5
    assert roc_auc([True, True, False], [0.9, 0.5, 0.5]).number == 0.75


@pytest.mark.parametrize("truth", [[], [True, True], [False]])
def test_there_is_no_area_under_the_curve_of_one_class(truth: list[bool]) -> None:
    found = roc_auc(truth, [0.5] * len(truth))
    assert (found.number, found.reason) == (None, "all rows are of one class")


def test_there_is_no_brier_score_of_nothing() -> None:
    assert brier_score([], []) == Value(number=None, reason="no rows")


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 8)), max_size=20))
def test_the_area_under_the_curve_counts_the_pairs_in_right_order(
    rows: list[tuple[bool, int]],
) -> None:
    above = [score for label, score in rows if label]
    below = [score for label, score in rows if not label]
    pairs = [(a > b) + (a == b) / 2 for a in above for b in below]
    found = roc_auc([label for label, _ in rows], [score for _, score in rows]).number
    assert found == (pytest.approx(sum(pairs) / len(pairs)) if pairs else None)
