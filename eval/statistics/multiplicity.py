"""P-values of many tests, adjusted for their number."""

from collections.abc import Sequence

import numpy as np

from groundwood.eval.statistics.rows import shares
from groundwood.eval.statistics.scipy_stats import scipy_stats


def holm(p_values: Sequence[float]) -> list[float]:
    """Return the p-values adjusted by Holm (1979), in order: below alpha, no error but for alpha.

    Raises:
        InputError: a p-value lies outside 0 to 1.
    """
    found = shares(p_values, "p-values")
    order = np.argsort(found, kind="stable")
    steps = found[order] * np.arange(len(found), 0, -1)
    adjusted = np.empty(len(found))
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return [float(each) for each in adjusted]


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Return the p-values adjusted by Benjamini and Hochberg (1995), in order.

    Of the tests below alpha no more than a share of alpha is expected to be false discoveries, where
    the tests are independent or depend on one another positively.

    Raises:
        InputError: a p-value lies outside 0 to 1.
    """
    found = shares(p_values, "p-values")
    if not len(found):
        return []
    return [float(each) for each in scipy_stats().false_discovery_control(found, method="bh")]
