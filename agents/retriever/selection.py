"""The pick: best first, with a penalty for what is told already and for whose turn it was."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from groundwood.agents.retriever.signals import Candidate, cosine, tfidf

WIDEST = 300
"""Candidates that are weighed against each other; the rest is too weak to matter."""


@dataclass(frozen=True)
class Diversity:
    """How much a pick costs passages like it, and others of its article and of its source.

    ``likeness`` is taken times the highest cosine with a picked passage (maximal marginal
    relevance, Carbonell and Goldstein 1998); ``article`` and ``source`` times log(1 + earlier picks).
    """

    likeness: float = 1.0
    article: float = 0.5
    source: float = 0.3

    def order(
        self, candidates: Sequence[Candidate], scores: Sequence[float]
    ) -> Iterator[tuple[int, float]]:
        """Yield index and value of the candidates, best first; values never rise."""
        left = sorted(range(len(candidates)), key=lambda i: (-scores[i], _place(candidates[i])))
        left = left[:WIDEST]
        vectors = dict(zip(left, tfidf([candidates[i].own for i in left]), strict=True))
        nearest = dict.fromkeys(left, 0.0)
        taken: Counter[str] = Counter()
        while left:
            value = {i: scores[i] - self._cost(candidates[i], nearest[i], taken) for i in left}
            best = max(left, key=value.__getitem__)
            yield best, value[best]
            left.remove(best)
            taken.update(_keys(candidates[best]))
            for i in left:
                nearest[i] = max(nearest[i], cosine(vectors[i], vectors[best]))

    def _cost(self, item: Candidate, nearest: float, taken: Counter[str]) -> float:
        article, source = _keys(item)
        return (
            self.likeness * nearest
            + self.article * log(1 + taken[article])
            + self.source * log(1 + taken[source])
        )


def within(
    ordered: Iterator[tuple[int, float]], size: Callable[[int], int], budget: int
) -> Iterator[tuple[int, float, int]]:
    """Yield index, value and size of what fits the budget, whole, in the order given."""
    spent = 0
    for index, value in ordered:
        tokens = size(index)
        if spent + tokens <= budget:
            spent += tokens
            yield index, value, tokens
        if spent > 0.98 * budget:
            return


def _keys(item: Candidate) -> tuple[str, str]:
    article = item.cut.article
    return f"article {article.id}", f"source {article.source or article.id}"


def _place(item: Candidate) -> tuple[str, int]:
    return item.cut.article.id, item.cut.start
