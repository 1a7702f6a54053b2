"""Tests of two systems on the same samples: is the difference more than chance?"""

from collections.abc import Sequence
from math import ceil, log10
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from pydantic import Field, model_validator

from groundwood.eval.statistics.intervals import Interval
from groundwood.eval.statistics.rows import Bools, Floats, floats, grouped, require_equal_lengths
from groundwood.eval.statistics.scipy_stats import scipy_stats
from groundwood.nouns import Noun

_BLOCK = 1_000_000
"""How many flips of a group are held in memory at once."""

_DIGITS = 12
"""Differences are rounded to so many digits of the largest score, so that ties stay ties:
as floats 0.3 - 0.2 and 0.2 - 0.1 differ."""


class Significance(Noun):
    """The two-sided p-value of a paired test; where there is none, ``reason`` says why.

    ``difference`` is the mean of ``b - a``; without rows there is none.
    """

    p: float | None = Field(default=None, ge=0, le=1)
    difference: float | None
    method: str
    rows: int = Field(ge=0)
    groups: int = Field(ge=0)
    reason: str = ""

    @model_validator(mode="after")
    def _p_or_reason(self) -> Self:
        if (self.p is None) is not bool(self.reason):
            raise ValueError("a test has a p-value, or a reason why there is none")
        return self

    @classmethod
    def of(cls, p: float | str, method: str, differences: Floats, groups: int) -> Self:
        """Return the result with this p-value, or with the reason why it has none."""
        return cls(
            p=None if isinstance(p, str) else p,
            difference=float(differences.mean()) if len(differences) else None,
            method=method,
            rows=len(differences),
            groups=groups,
            reason=p if isinstance(p, str) else "",
        )


def permutation_test(
    a: ArrayLike,
    b: ArrayLike,
    groups: Sequence[str] | None = None,
    *,
    exact_up_to: int = 20,
    rounds: int = 10_000,
    seed: int = 7,
) -> Significance:
    """Return the paired sign-flip permutation test of the mean difference.

    Under the null hypothesis the two systems may be swapped on any group, so the signs of whole
    groups are flipped. Up to ``exact_up_to`` groups all flips are enumerated; beyond, ``rounds``
    random ones are drawn, and the observed one counts as one of them (Phipson and Smyth 2010). Of g
    groups no p-value can be below 2 / 2^g. Of one group there is no test.
    """
    differences = _differences(a, b)
    placed = grouped(len(differences), groups)
    sums = placed.sums(differences)
    if placed.count < 2:
        reason = "no rows" if not placed.count else "one group only: there is nothing to permute"
        return Significance.of(reason, "sign-flip permutation", differences, placed.count)
    if placed.count <= exact_up_to:
        method, p = f"sign-flip permutation, all 2^{placed.count} flips", _exact(sums)
    else:
        method, p = f"sign-flip permutation, {rounds} flips", _sampled(sums, rounds, seed)
    return Significance.of(p, method, differences, placed.count)


def _exact(sums: Floats) -> float:
    totals = sums[:1]
    for each in sums[1:]:  # the first sign may stay: turning all of them changes no size
        totals = np.concatenate([totals + each, totals - each])
    return float(_as_large(totals, sums).mean())


def _sampled(sums: Floats, rounds: int, seed: int) -> float:
    random = np.random.default_rng(seed)
    size = max(1, _BLOCK // len(sums))
    as_large = 1
    for start in range(0, rounds, size):
        flips = random.integers(0, 2, (min(size, rounds - start), len(sums)))
        as_large += int(_as_large((2 * flips - 1) @ sums, sums).sum())
    return as_large / (rounds + 1)


def _as_large(totals: Floats, sums: Floats) -> Bools:
    """Return which totals are at least as large as the observed one, but for rounding."""
    least = abs(float(sums.sum())) - 1e-12 * float(np.abs(sums).sum())
    return np.asarray(np.abs(totals) >= least)


def paired_t(a: ArrayLike, b: ArrayLike) -> Significance:
    """Return Student's paired t-test of the mean difference, for independent rows."""
    differences = _differences(a, b)
    reason = _without_spread(differences)
    p = reason or float(scipy_stats().ttest_1samp(differences, 0.0).pvalue)
    return Significance.of(p, "paired t", differences, len(differences))


def paired_t_interval(a: ArrayLike, b: ArrayLike, level: float = 0.95) -> Interval:
    """Return Student's interval of the mean of ``b - a``, for independent rows."""
    differences = _differences(a, b)
    ends: tuple[float, float] | str = _without_spread(differences)
    if not ends:
        found = scipy_stats().ttest_1samp(differences, 0.0).confidence_interval(level)
        ends = float(found.low), float(found.high)
    rows = len(differences)
    return Interval.of(ends, level=level, rows=rows, groups=rows, method="paired t")


def wilcoxon(a: ArrayLike, b: ArrayLike, digits: int | None = _DIGITS) -> Significance:
    """Return Wilcoxon's signed-rank test (1945), for independent rows; equal pairs are left out.

    Differences that agree in ``digits`` digits of the largest score are ties. With none they are
    taken as they are, where rounding errors part what should be a tie.
    """
    differences = _differences(a, b, digits)
    p: float | str = "no pair differs"
    if differences.any():
        p = float(scipy_stats().wilcoxon(differences).pvalue)
    return Significance.of(p, "Wilcoxon signed-rank", differences, len(differences))


def mcnemar(a: Sequence[bool], b: Sequence[bool]) -> Significance:
    """Return McNemar's exact test of which rows pass, for independent rows.

    Half of the rows that only one system passes are expected for each (McNemar 1947); where there
    is no such row the p-value is 1.
    """
    gained, lost = discordant(a, b)
    differences = _differences(a, b)
    p: float | str = 1.0 if len(differences) else "no rows"
    if gained + lost:
        p = float(scipy_stats().binomtest(gained, gained + lost).pvalue)
    return Significance.of(p, "McNemar exact", differences, len(differences))


def discordant(a: Sequence[bool], b: Sequence[bool]) -> tuple[int, int]:
    """Return how many rows only ``b`` passes, and how many only ``a`` passes."""
    require_equal_lengths(a=a, b=b)
    first, second = np.asarray(a, dtype=bool), np.asarray(b, dtype=bool)
    return int((second & ~first).sum()), int((first & ~second).sum())


def _differences(a: ArrayLike, b: ArrayLike, digits: int | None = _DIGITS) -> Floats:
    first, second = floats(a, "a"), floats(b, "b")
    require_equal_lengths(a=first, b=second)
    largest = max(np.abs(first).max(initial=0.0), np.abs(second).max(initial=0.0))
    if digits is None or not largest:
        return second - first
    return np.round(second - first, digits - ceil(log10(largest)))


def _without_spread(differences: Floats) -> str:
    if len(differences) < 2:
        return "fewer than two rows: their spread is not known"
    return "" if np.ptp(differences) else "every pair differs alike: there is no spread"
