"""Agreement of grades with more than two steps, as of support: 0, 0.5 and 1."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from groundwood.eval.statistics.rows import Floats, floats, require_equal_lengths
from groundwood.eval.statistics.scipy_stats import scipy_stats
from groundwood.eval.values import Value, none, share

_CONSTANT = "fewer than two rows, or one side never changes"


def pearson(a: ArrayLike, b: ArrayLike) -> Value:
    """Return Pearson's correlation, in [-1, 1]; none where one side never changes."""
    return _correlation("pearsonr", a, b)


def spearman(a: ArrayLike, b: ArrayLike) -> Value:
    """Return Spearman's rank correlation, in [-1, 1]; none where one side never changes."""
    return _correlation("spearmanr", a, b)


def kendall(a: ArrayLike, b: ArrayLike) -> Value:
    """Return Kendall's tau-b, which allows for ties, in [-1, 1]; none where one side is constant."""
    return _correlation("kendalltau", a, b)


def weighted_kappa(a: ArrayLike, b: ArrayLike, weights: Literal["linear", "quadratic"]) -> Value:
    """Return Cohen's weighted kappa (1968), at most 1; none where both always say the same grade.

    A disagreement weighs the distance of the two grades, or its square.
    """
    first, second = _both(a, b)
    power = 1 if weights == "linear" else 2
    observed = float((np.abs(first - second) ** power).sum())
    expected = _by_chance(first, second, power)
    return share(expected - observed, expected, "no rows, or all of one grade in both")


def _by_chance(first: Floats, second: Floats, power: int) -> float:
    """Return the sum of the distances, were each pair of the rows as likely as any other."""
    left, many = np.unique(first, return_counts=True)
    right, much = np.unique(second, return_counts=True)
    distances = np.abs(left[:, None] - right[None, :]) ** power
    return float(many @ distances @ much) / max(1, len(first))


def _correlation(name: str, a: ArrayLike, b: ArrayLike) -> Value:
    first, second = _both(a, b)
    if len(first) < 2 or not np.ptp(first) or not np.ptp(second):
        return none(_CONSTANT)
    return Value(number=float(getattr(scipy_stats(), name)(first, second).statistic))


def _both(a: ArrayLike, b: ArrayLike) -> tuple[Floats, Floats]:
    first, second = floats(a, "a"), floats(b, "b")
    require_equal_lengths(a=first, b=second)
    return first, second
