"""How citations spread over sources."""

from collections.abc import Callable
from math import log
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.errors import InputError
from groundwood.eval.metrics.concentration import concentration


def test_the_worked_example_comes_out(golden: Callable[[str], tuple[Any, Any]]) -> None:
    given_, expected = golden("G17")
    found = concentration(given_["citations_per_source"])
    assert found.entropy.number == pytest.approx(expected["entropy_nats"], abs=1e-6)
    assert found.effective_sources.number == pytest.approx(expected["effective_sources"])
    assert found.normalised_entropy.number == pytest.approx(expected["normalized_entropy"])
    assert found.hhi.number == pytest.approx(expected["hhi"])
    assert found.top_share.number == pytest.approx(expected["top_share"])
    assert found.source_coverage.number == pytest.approx(expected["source_coverage"])
    assert found.gini.number == pytest.approx(expected["gini"])


def test_sources_cited_alike_spread_as_widely_as_can_be() -> None:
    found = concentration({"a": 3, "b": 3, "c": 3})
    assert found.entropy.number == pytest.approx(log(3))
    assert found.normalised_entropy.number == pytest.approx(1)
    assert found.gini.number == pytest.approx(0)


def test_a_lone_source_is_one_effective_source_and_has_no_normalised_entropy() -> None:
    found = concentration({"a": 5})
    assert found.entropy.number == 0
    assert found.effective_sources.number == found.hhi.number == 1
    assert found.normalised_entropy.reason == "there is only one source"


def test_where_nothing_is_cited_only_the_coverage_is_a_number() -> None:
    found = concentration({"a": 0, "b": 0})
    assert found.entropy.reason == found.gini.reason == "nothing is cited"
    assert found.source_coverage.number == 0
    assert concentration({}).source_coverage.reason == "there are no sources"


def test_a_count_below_zero_is_named() -> None:
    with pytest.raises(InputError, match="citations of b: -1 is below 0"):
        concentration({"a": 1, "b": -1})


@given(st.lists(st.integers(0, 50), min_size=2, max_size=8).filter(any))
def test_the_gini_coefficient_is_half_the_relative_mean_difference(counts: list[int]) -> None:
    found = concentration({str(place): count for place, count in enumerate(counts)})
    differences = sum(abs(one - two) for one in counts for two in counts)
    assert found.gini.number == pytest.approx(differences / (2 * len(counts) * sum(counts)))
