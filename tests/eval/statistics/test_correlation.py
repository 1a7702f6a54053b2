"""Agreement on grades: by hand and in its invariants; the reference's cases are in agreement's."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.errors import InputError
from groundwood.eval.statistics.confusion import Confusion
from groundwood.eval.statistics.correlation import kendall, pearson, spearman, weighted_kappa


@pytest.mark.parametrize("correlation", [pearson, spearman, kendall])
def test_what_rises_and_falls_together_is_at_one_and_against_each_other_at_minus_one(
    correlation: Any,
) -> None:
    assert correlation([0, 0.5, 1], [1, 2, 3]).number == pytest.approx(1)
    assert correlation([0, 0.5, 1], [3, 2, 1]).number == pytest.approx(-1)


def test_ranks_forgive_a_bend_that_pearson_does_not() -> None:
    assert spearman([1, 2, 3, 4], [1, 4, 9, 100]).number == pytest.approx(1)
    straight = pearson([1, 2, 3, 4], [1, 4, 9, 100]).number
    assert straight is not None
    assert straight < 0.85


@pytest.mark.parametrize("correlation", [pearson, spearman, kendall])
@pytest.mark.parametrize(("a", "b"), [([], []), ([1], [2]), ([1, 1], [0, 1]), ([0, 1], [1, 1])])
def test_there_is_no_correlation_with_what_never_changes(
    correlation: Any, a: list[float], b: list[float]
) -> None:
    found = correlation(a, b)
    assert found.number is None
    assert found.reason == "fewer than two rows, or one side never changes"


def test_weighted_kappa_is_one_less_the_disagreement_over_that_of_all_pairs() -> None:
    a, b = [0, 0.5, 0, 1], [0.5, 0.5, 1, 1]
    by_chance = sum(abs(x - y) for x in a for y in b) / 4
    assert weighted_kappa(a, b, "linear").number == pytest.approx(1 - 1.5 / by_chance)
    squared = sum((x - y) ** 2 for x in a for y in b) / 4
    assert weighted_kappa(a, b, "quadratic").number == pytest.approx(1 - 1.25 / squared)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=30))
def test_of_two_grades_weighted_kappa_is_cohens(rows: list[tuple[bool, bool]]) -> None:
    truth, said = [a for a, _ in rows], [b for _, b in rows]
    kappa = Confusion.of(truth, said).kappa.number
    for weights in ("linear", "quadratic"):
        found: Any = weighted_kappa(truth, said, weights)  # type: ignore[arg-type]
        assert found.number == pytest.approx(kappa, abs=1e-12)


@pytest.mark.parametrize("rows", [[], [0.5, 0.5]])
def test_there_is_no_kappa_where_both_always_say_the_same(rows: list[float]) -> None:
    assert weighted_kappa(rows, rows, "linear").number is None


def test_grades_that_do_not_match_one_to_one_are_refused() -> None:
    with pytest.raises(InputError, match="2 of a, 1 of b"):
        pearson([0, 1], [1])
    with pytest.raises(InputError, match="2 of a, 1 of b"):
        weighted_kappa([0, 1], [1], "linear")
