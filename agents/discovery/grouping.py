"""Articles that are alike, linked into groups."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]
from scipy.cluster.hierarchy import fcluster, linkage  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]
from scipy.spatial.distance import squareform  # type: ignore[import-untyped]

from groundwood.agents.discovery.likeness import Likeness
from groundwood.agents.discovery.vectors import Vectors
from groundwood.agents.discovery.weights import Weighed, looked_up, probing

Numbers = NDArray[Any]
Pairs = tuple[Numbers, Numbers]
"""Rows, and for each its partner."""

LEAST = 0.05
"""The least cosine of the terms that articles are found by; what is less alike is not compared."""
NEAREST = 10
"""With how many of the others, the nearest by those terms, an article is compared."""
LARGEST = 2_000
"""Articles that are linked at once (32 MB of likenesses); a larger mass is first cut at thin places."""
SMALL = 40
"""Parts of up to so many rows are compared together."""
SLICE = 2_000
"""Rows that are looked up at a time."""


@dataclass(frozen=True)
class Group:
    """The rows of one group, rising, and the likeness of each two of them."""

    rows: Numbers
    likeness: Numbers


def neighbours(vectors: Vectors, others: Vectors, rarity: Numbers, nearest: int = NEAREST) -> Pairs:
    """Return the pairs of rows that may be alike: for each row its nearest others, best first.

    A row looks others up by its most telling terms; ties go to the earlier row.
    """
    probes = probing(vectors, rarity)
    turned = looked_up(others, rarity, probes).T.tocsr()
    found = [
        _nearest(probes[start : start + SLICE] @ turned, start, nearest)
        for start in range(0, probes.shape[0], SLICE)
    ]
    rows, columns = (np.concatenate([part[i] for part in found]) for i in (0, 1))
    return rows, columns


def _nearest(product: Any, start: int, nearest: int) -> Pairs:
    product.data[product.data < LEAST] = 0
    product.eliminate_zeros()
    near = product.tocoo()
    order = np.lexsort((near.col, -near.data, near.row))
    rows, columns = near.row[order], near.col[order]
    firsts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=product.shape[0]))])
    kept = np.arange(len(rows)) - firsts[rows] < nearest
    return rows[kept] + start, columns[kept]


@dataclass(frozen=True)
class Grouping:
    """Average linkage (UPGMA; Sokal and Michener 1958) of likenesses down to ``threshold``.

    Two groups are joined while the mean likeness over all their pairs is at least the threshold, so
    that one chance link joins nothing. Groups lie within the connected parts of the graph of links
    that reach it: only those parts are linked.
    """

    likeness: Likeness
    threshold: float

    def groups(self, weighed: Weighed, pairs: Pairs, days: Numbers) -> list[Group]:
        """Return every row in exactly one group, in order of the groups' first rows.

        ``pairs`` are the neighbours among the rows.
        """
        parts = self._parts(weighed, pairs, days)
        small = [part for part in parts if 1 < len(part) <= SMALL]
        linked = [*zip(small, self._small_tables(small, weighed, days), strict=True)]
        linked += [(part, self._table(part, weighed, days)) for part in parts if len(part) > SMALL]
        found = [Group(part, np.ones((1, 1))) for part in parts if len(part) == 1]
        found += [group for part, table in linked for group in self._linked(part, table)]
        return sorted(found, key=lambda group: int(group.rows[0]))

    def _small_tables(
        self, parts: Sequence[Numbers], weighed: Weighed, days: Numbers
    ) -> Iterator[Numbers]:
        """Yield the likeness of each two rows of each part, reckoned for all parts together."""
        if not parts:
            return
        corners = [np.triu_indices(len(part), 1) for part in parts]
        rows, columns = (
            np.concatenate([part[c[side]] for part, c in zip(parts, corners, strict=True)])
            for side in (0, 1)
        )
        alike = self.likeness.pairs(weighed, weighed, days, days, (rows, columns))
        cuts = np.cumsum([len(corner[0]) for corner in corners])[:-1]
        for part, corner, values in zip(parts, corners, np.split(alike, cuts), strict=True):
            table = np.eye(len(part))
            table[corner] = values
            yield np.maximum(table, table.T)

    def _table(self, part: Numbers, weighed: Weighed, days: Numbers) -> Numbers:
        weighed, days = weighed.take(part), days[part]
        table = self.likeness.table(weighed, weighed, days, days)
        np.fill_diagonal(table, 1)
        return np.asarray((table + table.T) / 2)  # the two are equal but for the last bit

    def _parts(self, weighed: Weighed, pairs: Pairs, days: Numbers) -> list[Numbers]:
        once = np.unique(np.sort(np.stack(pairs), axis=0), axis=1)
        rows, columns = once[:, once[0] < once[1]]
        alike = self.likeness.pairs(weighed, weighed, days, days, (rows, columns))
        size = len(days)
        graph = sparse.coo_matrix((alike, (rows, columns)), shape=(size, size)).tocsr()
        return list(_connected(graph.maximum(graph.T), np.arange(size), self.threshold))

    def _linked(self, part: Numbers, table: Numbers) -> Iterator[Group]:
        apart = 1 - table
        np.fill_diagonal(apart, 0)
        tree = linkage(squareform(apart, checks=False), "average")
        labels = fcluster(tree, 1 - self.threshold, "distance")
        for label in np.unique(labels):
            members = np.flatnonzero(labels == label)
            yield Group(part[members], table[np.ix_(members, members)])


def _connected(graph: Any, rows: Numbers, least: float) -> Iterator[Numbers]:
    """Yield the parts that links of at least ``least`` hold together, none above `LARGEST` rows."""
    strong = graph.copy()
    strong.data[strong.data < least] = 0
    strong.eliminate_zeros()
    count, labels = connected_components(strong, directed=False)
    order = np.argsort(labels, kind="stable")
    for members in np.split(order, np.cumsum(np.bincount(labels, minlength=count))[:-1]):
        if len(members) <= LARGEST:
            yield rows[members]
        elif least < 1:
            stronger = least + (1 - least) / 4 if least < 0.999 else 1.0
            yield from _connected(strong[members][:, members], rows[members], stronger)
        else:
            yield from np.array_split(rows[members], len(members) // LARGEST + 1)
