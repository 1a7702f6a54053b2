"""A rate that a judge reports, corrected for the errors that the judge is known to make."""

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist

import numpy as np

from groundwood.eval.statistics.confusion import Confusion
from groundwood.eval.statistics.intervals import Interval, clustered_error
from groundwood.eval.statistics.rows import Floats, grouped, shares
from groundwood.eval.values import Value, none
from groundwood.nouns import Noun

_USELESS = "the judge's sensitivity + specificity is not above 1: it tells nothing"
_ROUNDING = 1e-12


class Corrected(Noun):
    """A corrected rate in [0, 1]; ``is_clipped`` says that ``raw``, the sum itself, lay outside."""

    rate: Value
    raw: float | None = None
    is_clipped: bool = False


def rogan_gladen(rate: float, sensitivity: float, specificity: float) -> Corrected:
    """Return the true rate behind the one that a judge reports (Rogan and Gladen 1978).

    All are of one event, as that a sentence is unsupported: ``rate`` is how often the judge reports
    it, ``sensitivity`` how often it does so rightly where it is true, ``specificity`` how often it
    rightly does not where it is false. None where the judge is no better than chance.

    Raises:
        InputError: one of them lies outside 0 to 1.
    """
    shares([rate, sensitivity, specificity], "rate, sensitivity, specificity")
    if sensitivity + specificity - 1 <= _ROUNDING:
        return Corrected(rate=none(_USELESS))
    raw = _corrected(rate, sensitivity, specificity)
    clipped = _clipped(raw)
    return Corrected(rate=Value(number=clipped), raw=raw, is_clipped=abs(clipped - raw) > _ROUNDING)


def corrected_interval(
    said: Sequence[bool],
    judge: Confusion,
    groups: Sequence[str] | None = None,
    level: float = 0.95,
) -> Interval:
    """Return the interval of the corrected rate, clipped to [0, 1] (Lang and Reiczigel 2014).

    It carries the uncertainty of the rate (``said`` is what the judge says of each row) and that of
    sensitivity and specificity, which ``judge`` estimates on other rows, taken as independent; the
    reported event is its positive class. Rows in groups count as the number of independent ones
    with the same standard error (Korn and Graubard 1998). None where the judge is no better than
    chance or a class of its rows is missing, and of fewer than two groups.
    """
    reported = np.asarray(said, dtype=bool)
    placed = grouped(len(reported), groups)
    adjusted = Confusion(tp=judge.tp + 1, fp=judge.fp + 1, fn=judge.fn + 1, tn=judge.tn + 1)
    ends: tuple[float, float] | str = _missing(placed.count, judge, adjusted)
    if not ends:
        rows = _independent_rows(reported.astype(float), groups)
        ends = _ends(float(reported.mean()), rows, adjusted, level)
    return Interval.of(
        ends,
        level=level,
        rows=len(reported),
        groups=placed.count,
        method="Lang and Reiczigel 2014, clipped to [0, 1]",
    )


def _missing(groups: int, judge: Confusion, adjusted: Confusion) -> str:
    if groups < 2:
        return "no rows" if not groups else "one group only: the spread is not known"
    for each in (judge.youden_j, adjusted.youden_j):
        if each.number is None:
            return f"of the judge's own rows, {each.reason}"
        if each.number <= _ROUNDING:
            return _USELESS
    return ""


def _independent_rows(reported: Floats, groups: Sequence[str] | None) -> float:
    """Return the number of rows over the design effect, which is at least 1.

    Where all rows say the same it is not known, and each group counts as one row.
    """
    alone, together = clustered_error(reported).number, clustered_error(reported, groups).number
    if not alone or together is None:
        return grouped(len(reported), groups).count
    return len(reported) / max(1.0, (together / alone) ** 2)


def _ends(rate: float, rows: float, judge: Confusion, level: float) -> tuple[float, float]:
    """Return the ends of the interval; ``judge`` has one row more in each cell."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    positives, negatives = judge.tp + judge.fn, judge.fp + judge.tn
    sensitivity, specificity = judge.tp / positives, judge.tn / negatives
    total = rows + z**2
    share = (rows * rate + z**2 / 2) / total
    middle = _corrected(share, sensitivity, specificity)
    of_positives = sensitivity * (1 - sensitivity) / positives
    of_negatives = specificity * (1 - specificity) / negatives
    shift = 2 * z**2 * (middle * of_positives - (1 - middle) * of_negatives)
    variance = share * (1 - share) / total
    variance += middle**2 * of_positives + (1 - middle) ** 2 * of_negatives
    half = z * sqrt(variance) / (sensitivity + specificity - 1)
    return _clipped(middle + shift - half), _clipped(middle + shift + half)


def _corrected(rate: float, sensitivity: float, specificity: float) -> float:
    return (rate + specificity - 1) / (sensitivity + specificity - 1)


def _clipped(rate: float) -> float:
    return min(max(rate, 0.0), 1.0)
