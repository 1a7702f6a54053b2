"""Okapi BM25, the one scorer of passages, so that every store's candidates rank alike."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log


@dataclass(frozen=True)
class Bm25:
    """BM25 as in Robertson and Zaragoza (2009), with an idf that is never negative (Lucene's).

    ``k1`` bounds what repeating a word adds, ``b`` in [0, 1] says how much length counts against a
    text.
    """

    k1: float = 1.2
    b: float = 0.4

    def scores(self, query: Sequence[str], texts: Sequence[Mapping[str, int]]) -> list[float]:
        """Return one score a text (at least 0), each text given as the counts of its terms."""
        lengths = [sum(counts.values()) for counts in texts]
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        rarity = idf(texts)
        weights = {term: rarity[term] for term in query if term in rarity}
        return [
            sum(
                weights[term] * self._gain(counts[term], length / (mean or 1.0))
                for term in weights
                if term in counts
            )
            for counts, length in zip(texts, lengths, strict=True)
        ]

    def _gain(self, count: int, length: float) -> float:
        return count * (self.k1 + 1) / (count + self.k1 * (1 - self.b + self.b * length))


def idf(texts: Sequence[Mapping[str, int]]) -> dict[str, float]:
    """Return the inverse document frequency, above 0, of each term of the texts."""
    found = Counter(term for counts in texts for term in counts)
    return {term: log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for term, n in found.items()}
