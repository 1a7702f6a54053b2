"""Rows of counts weighed as vectors of length one: all terms, the most telling ones, the opening."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]

from groundwood.agents.discovery.rarity import BUCKETS
from groundwood.agents.discovery.vectors import Vectors

KEYS = 100
"""How many of an article's most telling terms are compared by themselves."""
PROBES = 40
"""How many of them others are looked up by."""
SLICE = 2_000
"""Rows whose heaviest terms are sought at a time, for the memory's sake."""

_LOGS = np.concatenate([[0], 1 + np.log(np.arange(1, 256))]).astype(np.float32)
"""1 + ln of a count of 0 to 255; 0 for none."""

Numbers = NDArray[Any]


@dataclass(frozen=True)
class Weighed:
    """Three sparse matrices of one row an article, each row of Euclidean length one (or empty)."""

    keys: Any
    every: Any
    lead: Any

    @classmethod
    def of(cls, vectors: Vectors, rarity: Numbers) -> "Weighed":
        """Weigh each term by (1 + ln count) times its rarity."""
        every = _weights(vectors, rarity)
        opening = _LOGS[vectors.leads] * rarity.astype(np.float32)[vectors.terms]
        keys = every * _heaviest(vectors, every, KEYS)
        return cls(*(_matrix(vectors, values) for values in (keys, every, opening)))

    def take(self, rows: Numbers) -> "Weighed":
        """Return the rows at these places, in that order."""
        return Weighed(self.keys[rows], self.every[rows], self.lead[rows])


def probing(vectors: Vectors, rarity: Numbers) -> Any:
    """Return the matrix of the `PROBES` terms that each row looks others up by, of length one."""
    weights = _weights(vectors, rarity)
    return _matrix(vectors, weights * _heaviest(vectors, weights, PROBES))


def looked_up(vectors: Vectors, rarity: Numbers, probes: Any) -> Any:
    """Return the matrix of the rows, each of length one, but only its terms that any row probes."""
    rare = rarity.astype(np.float32)
    squares = (_LOGS * _LOGS)[vectors.counts] * (rare * rare)[vectors.terms]
    lengths = np.sqrt(_sums(vectors, squares))
    probed = np.zeros(BUCKETS, dtype=np.bool_)
    probed[probes.indices] = True
    kept = probed[vectors.terms]
    held = _sums(vectors, kept).astype(np.int64)
    terms = vectors.terms[kept]
    values = _LOGS[vectors.counts[kept]] * rare[terms] / np.repeat(lengths, held)
    starts = np.concatenate([[0], np.cumsum(held)])
    return sparse.csr_matrix((values, terms, starts), shape=(len(vectors), BUCKETS))


def _sums(vectors: Vectors, entries: Numbers) -> Numbers:
    """Return the sum of the entries of each row."""
    filled = np.flatnonzero(np.diff(vectors.starts))
    sums = np.zeros(len(vectors), dtype=np.float32)
    if len(filled):
        sums[filled] = np.add.reduceat(entries, vectors.starts[filled], dtype=np.float32)
    return sums


def _weights(vectors: Vectors, rarity: Numbers) -> Numbers:
    return _LOGS[vectors.counts] * rarity.astype(np.float32)[vectors.terms]


def _heaviest(vectors: Vectors, weights: Numbers, count: int) -> Numbers:
    """Return which entries are among the heaviest of their row, with those as heavy as the last."""
    lengths = np.diff(vectors.starts)
    least = np.zeros(len(vectors), dtype=np.float32)
    for start in range(0, len(vectors), SLICE):
        sizes = lengths[start : start + SLICE]
        inside = np.arange(max(int(sizes.max()), count)) < sizes[:, None]
        table = np.zeros(inside.shape, dtype=np.float32)
        first = vectors.starts[start]
        table[inside] = weights[first : first + sizes.sum()]
        least[start : start + SLICE] = np.partition(table, -count, axis=1)[:, -count]
    return np.asarray(weights >= np.repeat(least, lengths))


def _matrix(vectors: Vectors, values: Numbers) -> Any:
    lengths = np.sqrt(_sums(vectors, values * values))
    kept = values > 0
    held = _sums(vectors, kept).astype(np.int64)
    scaled = values[kept] / np.repeat(lengths, held)
    starts = np.concatenate([[0], np.cumsum(held)])
    return sparse.csr_matrix((scaled, vectors.terms[kept], starts), shape=(len(vectors), BUCKETS))
