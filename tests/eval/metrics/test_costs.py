"""What a text costs."""

from collections.abc import Callable
from typing import Any

import pytest

from groundwood.eval.metrics.costs import Prices, latency, usd, usd_per_supported_claim
from groundwood.eval.values import Value


def test_the_worked_example_comes_out(golden: Callable[[str], tuple[Any, Any]]) -> None:
    given, expected = golden("G26")
    prices = Prices(*given["usd_per_million"].values())
    cost = usd(given["prompt_tokens"], given["completion_tokens"], prices)
    per_claim = usd_per_supported_claim(cost, given["supported_claims"])
    waited = latency(given["latencies_s"])
    assert cost.number == pytest.approx(expected["usd"], rel=1e-12)
    assert per_claim.number == pytest.approx(expected["usd_per_supported_claim"], rel=1e-12)
    assert waited.p50.number == expected["p50"]
    assert waited.p95.number == pytest.approx(expected["p95_linear"], rel=1e-12)


def test_without_prices_there_is_no_cost() -> None:
    cost = usd(100, 10, None)
    assert cost.reason == "no prices are known"
    assert usd_per_supported_claim(cost, 3) == cost


def test_where_no_claim_is_supported_it_has_no_price() -> None:
    assert usd_per_supported_claim(Value(number=0.5), 0).reason == "no claim is supported"


def test_one_time_is_each_percentile_and_no_time_is_none() -> None:
    assert latency([3]).p50.number == latency([3]).p95.number == 3
    assert latency([]).p95.reason == "nothing was timed"
