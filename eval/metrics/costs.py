"""What a text costs, in money and in time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundwood.eval.asking import Asks, Question
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, none, share


@dataclass(frozen=True)
class Prices:
    """US dollars for a million tokens of prompt, and of completion."""

    tokens_in: float
    tokens_out: float


@dataclass(frozen=True)
class Latency:
    """The 50th and 95th percentile of waiting, in seconds."""

    p50: Value
    p95: Value


def measured(story: Scored) -> Asks[Values]:
    """Return what a sample cost, in the currency of its prices, and the seconds that it took."""
    known = [usage.cost for usage in story.sample.usage.values() if usage.cost is not None]
    cost = Value(number=sum(known)) if known else none("no prices are known")
    supported = 0
    for one in story.marking.sentences if known else ():
        if one.sources:
            answer = yield Question(one.text, one.sources)
            supported += answer.supported is True
    seconds = story.sample.seconds
    return {
        "cost": cost,
        "cost_per_supported_sentence": usd_per_supported_claim(cost, supported),
        "seconds": none("not timed") if seconds is None else Value(number=seconds),
    }


def usd(tokens_in: int, tokens_out: int, prices: Prices | None) -> Value:
    """Return what the tokens cost in US dollars; none where no prices are known."""
    if prices is None:
        return none("no prices are known")
    cost = tokens_in * prices.tokens_in + tokens_out * prices.tokens_out
    return Value(number=cost / 1_000_000)


def usd_per_supported_claim(cost: Value, supported: int) -> Value:
    """Return the US dollars for each claim that its sources support; none where there is none.

    Cost beside quality after Liang et al., Holistic evaluation of language models (2022).
    """
    if cost.number is None:
        return cost
    return share(cost.number, supported, "no claim is supported")


def latency(seconds: Sequence[float]) -> Latency:
    """Return the percentiles, linear between neighbours (type 7 of Hyndman and Fan 1996)."""
    if not seconds:
        nothing = none("nothing was timed")
        return Latency(nothing, nothing)
    p50, p95 = (Value(number=float(number)) for number in np.percentile(seconds, [50, 95]))
    return Latency(p50, p95)
