"""Articles that have become two events, parted in two."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import linkage, to_tree  # type: ignore[import-untyped]
from scipy.spatial.distance import squareform  # type: ignore[import-untyped]

from groundwood.agents.discovery.finder import THRESHOLD
from groundwood.agents.discovery.likeness import Likeness
from groundwood.agents.discovery.vectors import Vectors, rarity_among
from groundwood.agents.discovery.weights import Weighed
from groundwood.agents.retriever.duplicates import age_key
from groundwood.errors import InputError
from groundwood.nouns import Article


@dataclass(frozen=True)
class Halves:
    """Two groups of articles, each by date, the one with the earliest article first.

    ``between`` in [0, 1] is the mean likeness of an article of the one and an article of the other;
    from ``line`` on discovery takes articles for one event.
    """

    first: tuple[Article, ...]
    second: tuple[Article, ...]
    between: float
    line: float = THRESHOLD

    @property
    def is_one(self) -> bool:
        """Whether discovery would take all of them for one event."""
        return self.between >= self.line


def halves(articles: Sequence[Article], likeness: Likeness | None = None) -> Halves:
    """Return the two groups that average linkage joins last, however like they are.

    Raises:
        InputError: there are fewer than two articles.
    """
    ordered = sorted(articles, key=age_key)
    if len(ordered) < 2:
        raise InputError("a story of fewer than two articles cannot be split")
    apart = 1 - likeness_table(ordered, likeness)
    np.fill_diagonal(apart, 0)
    root = to_tree(linkage(squareform(apart, checks=False), "average"))
    one = set(root.left.pre_order())
    earlier = [(place in one) is (0 in one) for place in range(len(ordered))]
    return Halves(
        tuple(article for article, inside in zip(ordered, earlier, strict=True) if inside),
        tuple(article for article, inside in zip(ordered, earlier, strict=True) if not inside),
        between=float(1 - root.dist),
    )


def likeness_table(
    articles: Sequence[Article], likeness: Likeness | None = None
) -> NDArray[np.float64]:
    """Return how like each two articles are, each in [0, 1], of shape (articles, articles)."""
    vectors = Vectors.of(articles)
    weighed = Weighed.of(vectors, rarity_among(vectors))
    table = (likeness or Likeness()).table(weighed, weighed, vectors.days, vectors.days)
    return np.asarray((table + table.T) / 2)  # the two are equal but for the last bit
