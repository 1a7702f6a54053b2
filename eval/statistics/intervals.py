"""Intervals and standard errors that know that rows of one group are not independent."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from pydantic import Field, model_validator

from groundwood.errors import InputError
from groundwood.eval.statistics.rows import (
    Floats,
    Groups,
    Ints,
    floats,
    grouped,
    require_equal_lengths,
)
from groundwood.eval.statistics.scipy_stats import scipy_stats
from groundwood.eval.values import Value, none
from groundwood.nouns import Noun

_BLOCK = 1_000_000
"""How many draws of a group are held in memory at once …"""
_KEPT = 2 * _BLOCK
"""… and up to how many are kept for the next interval."""


class Interval(Noun):
    """An interval of confidence ``level``; where there is none, ``reason`` says why.

    ``rows`` and ``groups`` count what it rests on. ``undefined`` counts the resamples in which the
    statistic has no value, which are left out.
    """

    low: float | None = None
    high: float | None = None
    level: float = Field(gt=0, lt=1)
    rows: int = Field(ge=0)
    groups: int = Field(ge=0)
    method: str
    undefined: int = Field(default=0, ge=0)
    reason: str = ""

    @model_validator(mode="after")
    def _ends_or_reason(self) -> Self:
        if not (self.low is None) is (self.high is None) is bool(self.reason):
            raise ValueError("an interval has both ends, or a reason why there is none")
        return self

    @classmethod
    def of(
        cls,
        ends: tuple[float, float] | str,
        *,
        level: float,
        rows: int,
        groups: int,
        method: str,
        undefined: int = 0,
    ) -> Self:
        """Return the interval with these ends, or with the reason why it has none."""
        low, high = (None, None) if isinstance(ends, str) else ends
        return cls(
            low=low,
            high=high,
            level=level,
            rows=rows,
            groups=groups,
            method=method,
            undefined=undefined,
            reason=ends if isinstance(ends, str) else "",
        )


class Bootstrap(Noun):
    """Percentile intervals from resamples of whole groups (Efron 1979; Field and Welsh 2007).

    The same seed gives the same interval. Where each group has the same value the interval has no
    width and tells nothing of what was not seen: for a rate of 0 or 1 take `wilson`. Of fewer than
    about twenty groups percentile intervals are too narrow.
    """

    rounds: int = Field(default=2000, ge=1)
    seed: int = 7
    level: float = Field(default=0.95, gt=0, lt=1)

    def of_mean(self, values: ArrayLike, groups: Sequence[str] | None = None) -> Interval:
        """Return the interval of the mean of all rows; without groups each row is its own."""
        numbers = floats(values, "values")
        return self.of_ratio(numbers, np.ones(len(numbers)), groups)

    def of_ratio(
        self, parts: ArrayLike, wholes: ArrayLike, groups: Sequence[str] | None = None
    ) -> Interval:
        """Return the interval of ``sum(parts) / sum(wholes)``, as of a rate over all sentences."""
        above, below = floats(parts, "parts"), floats(wholes, "wholes")
        require_equal_lengths(parts=above, wholes=below)
        return self.of_sums(
            np.column_stack([above, below]), lambda sums: quotient(sums[:, 0], sums[:, 1]), groups
        )

    def of_difference(
        self, a: ArrayLike, b: ArrayLike, groups: Sequence[str] | None = None
    ) -> Interval:
        """Return the interval of the mean of ``b - a``, where row by row both are of one sample."""
        first, second = floats(a, "a"), floats(b, "b")
        require_equal_lengths(a=first, b=second)
        return self.of_mean(second - first, groups)

    def of_sums(
        self,
        columns: Floats,
        statistic: Callable[[Floats], Floats],
        groups: Sequence[str] | None = None,
    ) -> Interval:
        """Return the interval of a statistic that the sums of columns (rows × columns) determine.

        ``statistic`` takes the sums of many resamples, resamples × columns, and returns a number
        of each, not-a-number where it has no value.
        """
        placed = grouped(len(columns), groups)
        sums = np.ascontiguousarray(placed.sums(columns).T)
        blocks = [
            statistic(np.column_stack([column[picks].sum(axis=1) for column in sums]))
            for picks in self._picks(placed.count)
        ]
        return self._interval(blocks, placed)

    def of_rows(self, statistic: Callable[[Ints], float | None], groups: Sequence[str]) -> Interval:
        """Return the interval of any statistic, which takes the places of the rows to be used.

        It is called once a resample, so `of_sums` is many times faster where it will do.
        """
        placed = grouped(len(groups), groups)
        places = placed.places()
        values = [
            statistic(np.concatenate([places[group] for group in pick]))
            for picks in self._picks(placed.count)
            for pick in picks
        ]
        return self._interval([np.array(values, dtype=float)], placed)

    def _picks(self, count: int) -> Iterator[Ints]:
        """Yield the groups of each resample, in blocks of resamples × groups."""
        if count < 2:
            return iter(())
        if self.rounds * count > _KEPT:
            return _drawn(self.seed, self.rounds, count)
        return iter(_kept_draws(self.seed, self.rounds, count))

    def _interval(self, blocks: Sequence[Floats], placed: Groups) -> Interval:
        values = np.concatenate([*blocks, np.empty(0)])
        defined = values[~np.isnan(values)]
        return Interval.of(
            self._ends(defined) if len(defined) else _reason(placed.count),
            level=self.level,
            rows=len(placed.member),
            groups=placed.count,
            method=f"percentile bootstrap of whole groups, {self.rounds} resamples",
            undefined=len(values) - len(defined),
        )

    def _ends(self, values: Floats) -> tuple[float, float]:
        low, high = np.quantile(values, [(1 - self.level) / 2, (1 + self.level) / 2])
        return float(low), float(high)


def _drawn(seed: int, rounds: int, count: int) -> Iterator[Ints]:
    random = np.random.default_rng(seed)
    size = max(1, _BLOCK // count)
    for start in range(0, rounds, size):
        yield random.integers(0, count, (min(size, rounds - start), count))


@lru_cache(maxsize=2)
def _kept_draws(seed: int, rounds: int, count: int) -> tuple[Ints, ...]:
    """Return the draws, which all metrics of as many groups share."""
    return tuple(_drawn(seed, rounds, count))


def _reason(groups: int) -> str:
    few = {0: "no rows", 1: "one group only: there is nothing to resample"}
    return few.get(groups, "the statistic has no value in any resample")


def quotient(parts: Floats, wholes: Floats) -> Floats:
    """Return ``parts / wholes`` number by number, not-a-number where the whole is nothing."""
    result = np.full(len(parts), np.nan)
    np.divide(parts, wholes, out=result, where=wholes != 0)
    return result


def clustered_error(values: ArrayLike, groups: Sequence[str] | None = None) -> Value:
    """Return the standard error of the mean, in the unit of the values, with rows in groups.

    The root of G / (G - 1) times the squared sums of each group's deviations, over the number of
    rows (Cameron and Miller 2015; Miller 2024, "Adding Error Bars to Evals"). Without groups it is
    the usual standard error. Of fewer than two groups there is none.
    """
    numbers = floats(values, "values")
    placed = grouped(len(numbers), groups)
    if placed.count < 2:
        return none("fewer than two groups: their spread is not known")
    deviations = placed.sums(numbers - numbers.mean())
    scale = placed.count / (placed.count - 1)
    return Value(number=float(np.sqrt(scale * (deviations**2).sum()) / len(numbers)))


def wilson(successes: int, total: int, level: float = 0.95) -> Interval:
    """Return Wilson's score interval (1927) of a rate of independent rows, in [0, 1].

    Raises:
        InputError: there are more successes than rows, or fewer than none.
    """
    if not 0 <= successes <= total:
        raise InputError(f"successes: {successes} of {total}")
    ends: tuple[float, float] | str = "no rows"
    if total:
        found = scipy_stats().binomtest(successes, total).proportion_ci(level, "wilson")
        ends = float(found.low), float(found.high)
    return Interval.of(ends, level=level, rows=total, groups=total, method="Wilson score")
