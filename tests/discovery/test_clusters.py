"""Adjusted Rand index and B-cubed: worked by hand, and as scikit-learn has it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundwood.errors import InputError
from groundwood.eval.metrics.clusters import clustering

LABELS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=30)


def test_the_same_groups_under_other_names_are_perfect() -> None:
    found = clustering("aabbc", "xxyyz")
    assert [found.rand.number, found.precision.number, found.recall.number, found.f1.number] == [
        1
    ] * 4


def test_the_values_are_those_worked_by_hand() -> None:
    """Of a a a b b, found 1 1 2 2 2: pairs 2 alike, 4 gold, 4 found, of 10; so (2 - 1.6) / 2.4."""
    found = clustering("aaabb", "11222")
    assert found.rand.number == pytest.approx(1 / 6)
    assert found.precision.number == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert found.recall.number == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)


def test_where_nothing_is_grouped_there_is_no_value_but_a_reason() -> None:
    assert clustering("", "").f1.reason == "nothing is grouped"
    assert clustering("a", "b").rand.reason == "fewer than two items have no pairs"


def test_labels_that_do_not_match_are_refused() -> None:
    with pytest.raises(InputError, match="2 gold labels do not match 1 found ones"):
        clustering("ab", "a")


@settings(deadline=None)
@given(LABELS)
def test_the_index_is_that_of_scikit_learn(labels: list[tuple[int, int]]) -> None:
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is not installed")
    gold, found = zip(*labels, strict=True)
    expected = metrics.adjusted_rand_score(gold, found)
    assert clustering(gold, found).rand.number == pytest.approx(expected, abs=1e-12)
