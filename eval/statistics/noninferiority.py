"""Is a candidate no worse than its baseline, but for a margin? The question of a gate."""

from collections.abc import Sequence
from enum import StrEnum
from math import ceil
from statistics import NormalDist

from numpy.typing import ArrayLike
from pydantic import Field

from groundwood.eval.statistics.intervals import clustered_error
from groundwood.eval.statistics.rows import Floats, floats, grouped, require_equal_lengths
from groundwood.eval.statistics.scipy_stats import scipy_stats
from groundwood.nouns import Noun


class Conclusion(StrEnum):
    """What a comparison with a baseline comes to."""

    NON_INFERIOR = "non-inferior"
    INFERIOR_OR_INCONCLUSIVE = "inferior or inconclusive"
    UNDERPOWERED = "underpowered"


class Demand(Noun):
    """What it takes to be non-inferior.

    ``margin`` is in the unit of the scores. ``alpha`` is one-sided: 0.025 reads the lower end of a
    95 % interval. Fewer than ``least_groups`` groups say too little of how far groups differ, even
    where none differs at all.
    """

    margin: float = Field(gt=0)
    alpha: float = Field(default=0.025, gt=0, lt=0.5)
    least_power: float = Field(default=0.8, gt=0, lt=1)
    least_groups: int = Field(default=5, ge=2)
    lower_is_better: bool = False


class NonInferiority(Noun):
    """The conclusion, why, and the numbers behind it, in the unit of the scores.

    ``difference`` is how much better the candidate is, below 0 how much worse; ``low`` and ``high``
    are the ends of its interval of level 1 - 2 alpha. ``power`` is the chance to show
    non-inferiority were both systems alike. They are none where there are too few groups.
    """

    demand: Demand
    conclusion: Conclusion
    reason: str
    rows: int
    groups: int
    difference: float | None = None
    error: float | None = None
    low: float | None = None
    high: float | None = None
    power: float | None = None

    @property
    def passes(self) -> bool:
        """Whether non-inferiority is shown: too little power is never a pass."""
        return self.conclusion is Conclusion.NON_INFERIOR


def non_inferiority(
    baseline: ArrayLike, candidate: ArrayLike, demand: Demand, groups: Sequence[str] | None = None
) -> NonInferiority:
    """Return whether the candidate's mean is shown to be above the baseline's less the margin.

    Row by row both are of one sample. Shown is what has its lower bound above ``-margin`` (Piaggio
    and others 2012, CONSORT); the bound stands on the clustered standard error and Student's t with
    one degree of freedom less than there are groups (Cameron and Miller 2015). The power is that of
    a true difference of 0 with the observed error, by the normal approximation; below the least
    power the comparison is underpowered, unless the candidate is shown to be worse than the margin.

    Raises:
        InputError: the rows do not match one to one, or a score is not a finite number.
    """
    better = _better(baseline, candidate, demand)
    count = grouped(len(better), groups).count
    counts = {"demand": demand, "rows": len(better), "groups": count}
    error = clustered_error(better, groups).number
    if error is None or count < demand.least_groups:
        reason = f"{count} groups, where fewer than {demand.least_groups} say too little"
        found = {"conclusion": Conclusion.UNDERPOWERED, "reason": reason}
        return NonInferiority.model_validate(counts | found)
    return NonInferiority.model_validate(
        counts | _measured(float(better.mean()), error, count, demand)
    )


def _better(baseline: ArrayLike, candidate: ArrayLike, demand: Demand) -> Floats:
    first, second = floats(baseline, "baseline"), floats(candidate, "candidate")
    require_equal_lengths(baseline=first, candidate=second)
    return first - second if demand.lower_is_better else second - first


def _measured(difference: float, error: float, groups: int, demand: Demand) -> dict[str, object]:
    critical = float(scipy_stats().t.ppf(1 - demand.alpha, groups - 1))
    low, high = difference - critical * error, difference + critical * error
    power = NormalDist().cdf(demand.margin / error - critical) if error else 1.0
    if high < -demand.margin:
        conclusion = Conclusion.INFERIOR_OR_INCONCLUSIVE
        reason = f"worse by more than the margin: at best {high:+.4g}"
    elif power < demand.least_power:
        conclusion = Conclusion.UNDERPOWERED
        needed = _needed(error, groups, demand)
        reason = f"a power of {power:.2f}, where about {needed} groups would be enough"
    elif low > -demand.margin:
        conclusion = Conclusion.NON_INFERIOR
        reason = f"at worst {low:+.4g}, above {-demand.margin:g}"
    else:
        conclusion = Conclusion.INFERIOR_OR_INCONCLUSIVE
        reason = f"at worst {low:+.4g}, not above {-demand.margin:g}"
    return {
        "conclusion": conclusion,
        "reason": reason,
        "difference": difference,
        "error": error,
        "low": low,
        "high": high,
        "power": power,
    }


def _needed(error: float, groups: int, demand: Demand) -> int:
    """Return about how many such groups would reach the least power."""
    normal = NormalDist()
    wanted = normal.inv_cdf(1 - demand.alpha) + normal.inv_cdf(demand.least_power)
    return ceil(groups * (wanted * error / demand.margin) ** 2)
