"""What speaks for a passage: each signal gives every candidate one number, and they are fused.

A new signal (a dense one, say) is one more `Signal` in the retriever's ``signals``.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log, sqrt
from typing import Protocol

from groundwood.agents.retriever.bm25 import Bm25, idf
from groundwood.agents.retriever.passages import Cut
from groundwood.agents.retriever.terms import is_stop_term, query_terms, terms
from groundwood.nouns import ArticleId, Topic

_PERSONAL = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Ww]e|[Oo]ur|[Uu]s|[Yy]ou|[Yy]our)\b")
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")


@dataclass(frozen=True)
class Candidate:
    """A passage with its terms: its own, and those of the title and heading above it."""

    cut: Cut
    own: Counter[str]
    context: Counter[str]

    @cached_property
    def both(self) -> Counter[str]:
        """The terms of the passage and of what stands above it."""
        return self.own + self.context


def candidate(cut: Cut) -> Candidate:
    """Return the passage with its terms counted."""
    above = f"{cut.article.title}\n{cut.heading}"
    return Candidate(cut, Counter(terms(cut.text)), Counter(terms(above)))


@dataclass(frozen=True)
class Pool:
    """What is to be ranked: the topic, its candidates, and the store's score of each article."""

    topic: Topic
    candidates: Sequence[Candidate]
    article_scores: Mapping[ArticleId, float] = field(default_factory=dict)


class Signal(Protocol):
    """One reason to prefer a passage. ``name`` is how `Hit.why` calls it."""

    @property
    def name(self) -> str: ...

    def scores(self, pool: Pool) -> Sequence[float]:
        """Return one number a candidate, higher is better, on a scale of the signal's own."""
        ...


@dataclass(frozen=True)
class PassageBm25:
    """BM25 of the query over the passages, each with its title and heading."""

    name: str = "BM25"
    scorer: Bm25 = field(default_factory=Bm25)

    def scores(self, pool: Pool) -> Sequence[float]:
        return self.scorer.scores(
            query_terms(pool.topic.query), [candidate.both for candidate in pool.candidates]
        )


@dataclass(frozen=True)
class ArticleScore:
    """The store's own score of the whole article."""

    name: str = "article"

    def scores(self, pool: Pool) -> Sequence[float]:
        return [pool.article_scores.get(c.cut.article.id, 0.0) for c in pool.candidates]


@dataclass(frozen=True)
class Centrality:
    """Cosine of a passage with the mean of all articles' TF-IDF vectors: what many articles tell.

    The centroid method of MEAD (Radev and others, 2004), each article weighing the same. A title
    weighs ``title`` times as much as its article's text: it keeps the middle on the topic.
    """

    title: float = 0.5
    name: str = "centrality"

    def scores(self, pool: Pool) -> Sequence[float]:
        told = [candidate.own for candidate in pool.candidates]
        titles = {c.cut.article.id: Counter(terms(c.cut.article.title)) for c in pool.candidates}
        sizes = Counter(c.cut.article.id for c in pool.candidates)
        vectors = tfidf([*told, *titles.values()])
        shares = [1 / sizes[c.cut.article.id] for c in pool.candidates]
        middle = centroid(vectors, [*shares, *[self.title] * len(titles)])
        vectors = vectors[: len(told)]
        return [cosine(vector, middle) for vector in vectors]


@dataclass(frozen=True)
class Recency:
    """The share of dated articles that are not newer; 0 without a date."""

    name: str = "recency"

    def scores(self, pool: Pool) -> Sequence[float]:
        dates = {c.cut.article.published_at for c in pool.candidates} - {None}
        place = {date: (i + 1) / len(dates) for i, date in enumerate(sorted(filter(None, dates)))}
        return [
            place.get(date, 0.0) if (date := c.cut.article.published_at) else 0.0
            for c in pool.candidates
        ]


@dataclass(frozen=True)
class Lead:
    """The nearer to the top of its article, the higher: 1, 1/2, 1/3, …"""

    name: str = "lead"

    def scores(self, pool: Pool) -> Sequence[float]:
        return [1 / (1 + candidate.cut.order) for candidate in pool.candidates]


@dataclass(frozen=True)
class Reporting:
    """Less talk of "I", "we" and "you" outside quotation marks: a story cannot take it over."""

    name: str = "reporting"

    def scores(self, pool: Pool) -> Sequence[float]:
        return [-_talk(candidate.cut.text) for candidate in pool.candidates]


def _talk(text: str) -> float:
    return len(_PERSONAL.findall(_QUOTED.sub(" ", text))) / (len(text.split()) or 1)


Vector = Mapping[str, float]


def tfidf(texts: Sequence[Mapping[str, int]]) -> list[dict[str, float]]:
    """Return a unit vector a text: (1 + log tf) · idf, without stop words."""
    weights = idf(texts)
    return [
        unit({t: (1 + log(n)) * weights[t] for t, n in counts.items() if not is_stop_term(t)})
        for counts in texts
    ]


def unit(vector: Vector) -> dict[str, float]:
    """Return the vector at length 1; the empty vector stays empty."""
    length = sqrt(sum(weight * weight for weight in vector.values()))
    return {term: weight / length for term, weight in vector.items()} if length else {}


def centroid(vectors: Sequence[Vector], shares: Sequence[float] = ()) -> dict[str, float]:
    """Return the unit vector in the middle of the vectors, each taken times its share (else 1)."""
    total: defaultdict[str, float] = defaultdict(float)
    for vector, share in zip(vectors, shares or [1.0] * len(vectors), strict=True):
        for term, weight in vector.items():
            total[term] += weight * share
    return unit(total)


def cosine(one: Vector, other: Vector) -> float:
    """Return the cosine of two unit vectors."""
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return sum(weight * large[term] for term, weight in small.items() if term in large)


def standardised(scores: Sequence[float]) -> list[float]:
    """Return the scores with mean 0 and deviation 1; all 0 where they do not differ."""
    mean = sum(scores) / len(scores) if scores else 0.0
    deviation = sqrt(sum((s - mean) ** 2 for s in scores) / len(scores)) if scores else 0.0
    return [(s - mean) / deviation if deviation > 1e-12 else 0.0 for s in scores]


@dataclass(frozen=True)
class Column:
    """One signal's scores, one a candidate, and what they weigh."""

    name: str
    weight: float
    scores: Sequence[float]


def columns(pool: Pool, signals: Sequence[tuple[Signal, float]]) -> list[Column]:
    """Return what each signal says of the candidates."""
    return [Column(signal.name, weight, signal.scores(pool)) for signal, weight in signals]


def fused(table: Sequence[Column]) -> list[float]:
    """Return the weighted sum of the standardised scores, one number a candidate."""
    weighted = [[c.weight * score for score in standardised(c.scores)] for c in table]
    return [sum(row) for row in zip(*weighted, strict=True)]
