"""Paired tests, against a reference, by hand, and in their invariants."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from groundwood.errors import InputError
from groundwood.eval.statistics.paired import (
    Significance,
    discordant,
    mcnemar,
    paired_t,
    paired_t_interval,
    permutation_test,
    wilcoxon,
)

PAIRED = json.loads((Path(__file__).parent / "fixtures" / "statistics.json").read_text())["paired"]


def golden(case: str) -> Any:
    cases = json.loads((Path(__file__).parents[1] / "golden_metrics.json").read_text())["cases"]
    return next(each for each in cases if each["id"] == case)


@pytest.mark.parametrize("case", PAIRED, ids=lambda case: str(case["id"]))
def test_paired_tests_agree_with_the_reference(case: Any) -> None:
    a, b, expected = case["a"], case["b"], case["expected"]
    passed = [score > 0.5 for score in a], [score > 0.5 for score in b]
    interval = paired_t_interval(a, b)
    found = {
        "mean_diff": permutation_test(a, b).difference,
        "perm_p_two_sided_exact": permutation_test(a, b).p,
        "paired_t_p": paired_t(a, b).p,
        "paired_t_ci95": [interval.low, interval.high],
        "wilcoxon_p": wilcoxon(a, b, digits=None).p,
        "mcnemar_exact_p_at_0.5": mcnemar(*passed).p,
        "b01": discordant(*passed)[0],
        "b10": discordant(*passed)[1],
    }
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, abs=1e-12), name


def test_the_permutation_test_is_that_worked_out_by_hand() -> None:
    case = golden("G29")
    differences = case["input"]["diffs"]
    found = permutation_test([0.0] * len(differences), differences)
    assert found.difference == pytest.approx(case["expected"]["mean_diff"])
    assert found.p == case["expected"]["p_two_sided_exact"]
    assert found.method == "sign-flip permutation, all 2^5 flips"


def test_mcnemars_test_is_that_worked_out_by_hand() -> None:
    case = golden("G30")
    gained, lost = case["input"]["b01"], case["input"]["b10"]
    a = [False] * gained + [True] * lost + [True, False]
    b = [True] * gained + [False] * lost + [True, False]
    assert discordant(a, b) == (gained, lost)
    assert mcnemar(a, b).p == pytest.approx(case["expected"]["p"], abs=1e-15)


def test_mcnemars_test_without_discordant_rows_has_a_p_value_of_one() -> None:
    assert mcnemar([True, False], [True, False]).p == 1.0


@given(st.lists(st.integers(-9, 9), min_size=2, max_size=8))
def test_all_flips_are_enumerated(sums: list[int]) -> None:
    flips = product([1, -1], repeat=len(sums))
    totals = [abs(sum(s * x for s, x in zip(signs, sums, strict=True))) for signs in flips]
    expected = sum(total >= abs(sum(sums)) for total in totals) / 2 ** len(sums)
    assert permutation_test([0] * len(sums), sums).p == expected


def test_whole_groups_are_flipped() -> None:
    differences = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1]
    together = permutation_test([0.0] * 6, differences, ["x", "x", "x", "y", "y", "y"])
    assert (together.p, together.rows, together.groups) == (0.5, 6, 2)
    assert permutation_test([0.0] * 6, differences).p == 2 / 2**6


def test_random_flips_come_near_all_flips() -> None:
    random = np.random.default_rng(4)
    a = random.random(14)
    b = a + random.normal(0.05, 0.1, 14)
    exact = permutation_test(a, b)
    drawn = permutation_test(a, b, exact_up_to=13, rounds=20_000)
    assert exact.p is not None
    assert drawn.p == pytest.approx(exact.p, abs=0.01)
    assert drawn.method == "sign-flip permutation, 20000 flips"
    assert drawn == permutation_test(a, b, exact_up_to=13, rounds=20_000)


def test_random_flips_never_give_a_p_value_of_zero() -> None:
    found = permutation_test([0.0] * 30, [1.0] * 30, rounds=99)
    assert found.p == 1 / 100


def test_the_block_in_which_flips_are_drawn_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a, b = np.random.default_rng(5).random((2, 25))
    at_once = permutation_test(a, b, rounds=60)
    monkeypatch.setattr("groundwood.eval.statistics.paired._BLOCK", 100)
    assert permutation_test(a, b, rounds=60) == at_once


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=2, max_size=6))
def test_swapping_the_systems_turns_the_difference_and_keeps_the_p_values(
    pairs: list[tuple[int, int]],
) -> None:
    a, b = [x / 20 for x, _ in pairs], [y / 20 for _, y in pairs]
    for test in (permutation_test, paired_t, wilcoxon):
        there, back = test(a, b), test(b, a)
        assert there.difference == -(back.difference or 0.0)
        assert there.p == pytest.approx(back.p, abs=1e-12) or there.reason == back.reason != ""


def test_systems_that_agree_everywhere_have_a_permutation_p_value_of_one() -> None:
    assert permutation_test([0.3, 0.4], [0.3, 0.4]).p == 1.0


def test_differences_that_only_rounding_parts_are_ties() -> None:
    a, b = [0.3, 0.2, 0.9, 0.5], [0.2, 0.1, 0.5, 0.4]
    same_in_whole_numbers = wilcoxon([3, 2, 9, 5], [2, 1, 5, 4]).p
    assert wilcoxon(a, b).p == same_in_whole_numbers
    thirds = wilcoxon([x / 3 for x in (3, 2, 7, 1, 5)], [x / 3 for x in (2, 1, 9, 4, 4)])
    assert thirds.p == wilcoxon([3, 2, 7, 1, 5], [2, 1, 9, 4, 4]).p


@pytest.mark.parametrize("scale", [1e-9, 1e9])
def test_the_unit_of_the_scores_does_not_matter(scale: float) -> None:
    a, b = np.random.default_rng(6).random((2, 9))
    for test in (permutation_test, paired_t, wilcoxon):
        assert test(a * scale, b * scale).p == pytest.approx(test(a, b).p, abs=1e-9)


@pytest.mark.parametrize("test", [permutation_test, paired_t, wilcoxon, mcnemar])
def test_a_test_of_no_rows_has_no_p_value_and_says_why(test: Any) -> None:
    found = test([], [])
    assert (found.p, found.difference, found.rows) == (None, None, 0)
    assert found.reason


def test_a_test_of_one_group_has_no_p_value_and_says_why() -> None:
    found = permutation_test([0.1, 0.2], [0.3, 0.3], ["x", "x"])
    assert found.p is None
    assert found.reason == "one group only: there is nothing to permute"


def test_there_is_no_t_test_where_every_pair_differs_alike() -> None:
    a, b = [0.1, 0.2, 0.3], [0.2, 0.3, 0.4]
    assert paired_t(a, b).reason == "every pair differs alike: there is no spread"
    assert paired_t_interval(a, b).reason == "every pair differs alike: there is no spread"
    assert paired_t([0.1], [0.2]).reason == "fewer than two rows: their spread is not known"


def test_there_is_no_signed_rank_test_where_no_pair_differs() -> None:
    assert wilcoxon([0.1, 0.2], [0.1, 0.2]).reason == "no pair differs"


@pytest.mark.parametrize("test", [permutation_test, paired_t, wilcoxon, mcnemar])
def test_rows_that_do_not_match_one_to_one_are_refused(test: Any) -> None:
    with pytest.raises(InputError, match="2 of a, 1 of b"):
        test([1, 0], [1])


def test_a_result_has_a_p_value_or_a_reason() -> None:
    common: dict[str, Any] = {"difference": 0.1, "method": "own", "rows": 3, "groups": 3}
    for bad in ({}, {"p": 0.5, "reason": "too few"}):
        with pytest.raises(ValidationError, match="a p-value, or a reason"):
            Significance.model_validate(common | bad)
