"""Which known story a group of new articles belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundwood.agents.discovery.grouping import Group, neighbours
from groundwood.agents.discovery.likeness import Likeness
from groundwood.agents.discovery.vectors import Vectors
from groundwood.agents.discovery.weights import Weighed

Numbers = NDArray[Any]

CLOSEST = 5
"""A new report is held against so many of the story's articles, those most like it: a story that
went on for long is not left behind for what it told of at first."""

AT_ONCE = 500
"""Pairs of a group and a story that are compared at a time, for the memory's sake."""


@dataclass(frozen=True)
class New:
    """The new reports: rows, and their weights."""

    vectors: Vectors
    weighed: Weighed


@dataclass(frozen=True)
class Belonging:
    """The known story that is likeliest (its place), and how like the group is to it, in [0, 1]."""

    story: int
    likeness: float


@dataclass(frozen=True)
class Known:
    """The known articles: rows, how rare their words are, and each story's rows."""

    vectors: Vectors
    rarity: Numbers
    stories: Sequence[Numbers]


@dataclass(frozen=True)
class Attaching:
    """Attaches a group where the mean likeness of its reports to the story reaches the threshold."""

    likeness: Likeness
    threshold: float

    def belongings(self, new: New, groups: Sequence[Group], known: Known) -> list[Belonging | None]:
        """Return for each group where it belongs; of stories that are alike the earlier one."""
        best: list[Belonging | None] = [None] * len(groups)
        proposed = self._proposed(new, groups, known)
        for start in range(0, len(proposed), AT_ONCE):
            part = proposed[start : start + AT_ONCE]
            for (place, story), alike in zip(
                part, self._means(new, groups, known, part), strict=True
            ):
                before = best[place]
                if alike >= self.threshold and (before is None or alike > before.likeness):
                    best[place] = Belonging(story, alike)
        return best

    def _proposed(self, new: New, groups: Sequence[Group], known: Known) -> list[tuple[int, int]]:
        """Return (group, story) where an article of the one is like an article of the other."""
        if not len(known.vectors):
            return []
        rows, columns = neighbours(new.vectors, known.vectors, known.rarity, CLOSEST)
        near, columns = np.unique(columns, return_inverse=True)
        alike = self._alike(new, known, rows, near, columns)
        strong = alike >= self.threshold
        group_of = {row: place for place, group in enumerate(groups) for row in group.rows.tolist()}
        stories_of = _stories_of(known.stories, near[columns[strong]])
        links = zip(rows[strong].tolist(), near[columns[strong]].tolist(), strict=True)
        return sorted(
            {(group_of[row], story) for row, place in links for story in stories_of[place]}
        )

    def _means(
        self,
        new: New,
        groups: Sequence[Group],
        known: Known,
        proposed: Sequence[tuple[int, int]],
    ) -> list[float]:
        """Return for each (group, story) the mean over the reports of how like the story they are."""
        crossed = [
            (np.repeat(mine, len(theirs)), np.tile(theirs, len(mine)))
            for mine, theirs in ((groups[i].rows, known.stories[j]) for i, j in proposed)
        ]
        rows, places = (np.concatenate([pair[side] for pair in crossed]) for side in (0, 1))
        near, columns = np.unique(places, return_inverse=True)
        alike = self._alike(new, known, rows, near, columns)
        cuts = np.cumsum([len(pair[0]) for pair in crossed])[:-1]
        return [
            float(np.sort(part.reshape(len(groups[place].rows), -1), axis=1)[:, -CLOSEST:].mean())
            for part, (place, _) in zip(np.split(alike, cuts), proposed, strict=True)
        ]

    def _alike(
        self, new: New, known: Known, rows: Numbers, near: Numbers, columns: Numbers
    ) -> Numbers:
        """Return how like each new row is to the known one, the column-th of the near ones."""
        reached = known.vectors.take(near)
        weighed = Weighed.of(reached, known.rarity)
        days = (new.vectors.days, reached.days)
        return self.likeness.pairs(new.weighed, weighed, *days, (rows, columns))


def _stories_of(stories: Sequence[Numbers], wanted: Numbers) -> dict[int, list[int]]:
    """Return by wanted row the stories that cite it."""
    rows = np.concatenate([*stories, np.zeros(0, dtype=np.int64)])
    places = np.repeat(np.arange(len(stories)), [len(cited) for cited in stories])
    cited = np.isin(rows, wanted)
    found: dict[int, list[int]] = {}
    for row, place in zip(rows[cited].tolist(), places[cited].tolist(), strict=True):
        found.setdefault(row, []).append(place)
    return found
