"""Metrics of judges, against values worked out by hand."""

import pytest

from groundwood.eval.statistics.agreement import (
    balanced_accuracy,
    bootstrap_interval,
    calibration_error,
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
    assert bootstrap_interval(truth, said, ["a"] * 4) == (0.5, 0.5)


def test_the_bootstrap_says_the_same_twice() -> None:
    truth, groups = [True, False] * 10, [str(index // 4) for index in range(20)]
    said = [True, False, False, True, True] * 4
    assert bootstrap_interval(truth, said, groups) == bootstrap_interval(truth, said, groups)


def test_there_is_no_bootstrap_interval_where_a_class_is_missing() -> None:
    assert bootstrap_interval([True, True], [True, False], ["a", "b"]) is None
