"""How likely two articles are to report one event."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundwood.agents.discovery.weights import Weighed

Numbers = NDArray[Any]

SMOOTHING = 0.02
"""Added to each cosine before its logarithm."""

PAIRS = 10_000
"""Pairs that are compared at a time, for the memory's sake."""


@dataclass(frozen=True)
class Likeness:
    """A logistic model of three cosines and the days between; the answer is in [0, 1].

    Of two articles, the cosine of their most telling terms (``keys``), that of all terms
    (``every``), which a common subject or style raises too and so counts against, and that of their
    openings (``lead``), each as ln(`SMOOTHING` + cosine). After ``half_life`` days the odds are
    half; an article without a date is as near as can be. The weights were fitted on labelled
    clusters, see ``docs/decisions/discovery.md``.
    """

    keys: float = 9.66
    every: float = -9.44
    lead: float = 1.71
    bias: float = 1.21
    half_life: float = 730.0

    def table(self, one: Weighed, other: Weighed, days: Numbers, other_days: Numbers) -> Numbers:
        """Return the likeness of each article of the one (rows) and of the other (columns)."""
        apart = np.abs(days[:, None] - other_days[None, :])
        return self._chance(features(one, other), apart)

    def pairs(
        self,
        one: Weighed,
        other: Weighed,
        days: Numbers,
        other_days: Numbers,
        places: tuple[Numbers, Numbers],
    ) -> Numbers:
        """Return the likeness of each pair of places: a row of the one and a row of the other."""
        rows, columns = places
        found = [
            _smooth(_cosines(mine, theirs, rows, columns))
            for mine, theirs in zip(_parts(one), _parts(other), strict=True)
        ]
        return self._chance(found, np.abs(days[rows] - other_days[columns]))

    def _chance(self, found: Sequence[Numbers], apart: Numbers) -> Numbers:
        weights = (self.keys, self.every, self.lead)
        odds = sum(
            (weight * part for weight, part in zip(weights, found, strict=True)),
            np.full_like(apart, self.bias),
        )
        odds = odds - log(2) * np.nan_to_num(apart, nan=0.0) / self.half_life
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -50, 50))))


def features(one: Weighed, other: Weighed) -> list[Numbers]:
    """Return what the likeness weighs of each article of the one and of the other: three tables."""
    parts = zip(_parts(one), _parts(other), strict=True)
    return [_smooth((mine @ theirs.T).toarray()) for mine, theirs in parts]


def _smooth(cosine: Numbers) -> Numbers:
    return np.asarray(np.log(SMOOTHING + np.clip(cosine, 0, 1)))


def _cosines(mine: Any, theirs: Any, rows: Numbers, columns: Numbers) -> Numbers:
    slices = (slice(start, start + PAIRS) for start in range(0, len(rows), PAIRS))
    products = [mine[rows[s]].multiply(theirs[columns[s]]).sum(axis=1) for s in slices]
    return np.concatenate([np.asarray(product).ravel() for product in (*products, np.zeros(0))])


def _parts(weighed: Weighed) -> tuple[Any, Any, Any]:
    return weighed.keys, weighed.every, weighed.lead
