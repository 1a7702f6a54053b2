"""The words of articles as rows of numbers that are made once and kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import nan
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from groundwood.agents.discovery.rarity import BUCKETS, rarity
from groundwood.agents.retriever.terms import WORD, is_stop_term, terms
from groundwood.nouns import Article, ArticleId

VERSION = 1
"""Counted up when the same article would get another row."""
LONGEST = 6_000
"""Characters of a text that are read: what an event is stands in the first thousand words."""
LEAD = 80
"""Terms of title and opening that say what the article is about."""

Numbers = NDArray[Any]


@dataclass(frozen=True)
class Vectors:
    """Articles as sparse rows: of row i the entries ``starts[i]`` to ``starts[i + 1]``.

    ``terms`` are hashed words (and tags) in [0, `BUCKETS`), rising in a row; ``counts`` and
    ``leads`` say how often each stands in the article and in its opening (at most 255). ``days`` are
    days since 1970, NaN where undated. A row depends on its article alone.
    """

    ids: tuple[ArticleId, ...]
    starts: Numbers
    terms: Numbers
    counts: Numbers
    leads: Numbers
    days: Numbers

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(cls, articles: Iterable[Article]) -> "Vectors":
        """Return a row for each article, in that order."""
        given = list(articles)
        rows = [_row(article) for article in given]
        terms_, counts, leads = (
            np.concatenate([row[part] for row in rows]) if rows else np.zeros(0, dtype)
            for part, dtype in enumerate((np.int32, np.uint8, np.uint8))
        )
        starts = np.cumsum([0, *(len(row[0]) for row in rows)])
        days = np.array([_day(article) for article in given], dtype=float)
        ids = tuple(article.id for article in given)
        return cls(ids, starts, terms_, counts, leads, days)

    def joined(self, other: "Vectors") -> "Vectors":
        """Return these rows and then the other's."""
        parts = ("terms", "counts", "leads", "days")
        return Vectors(
            self.ids + other.ids,
            np.concatenate([self.starts, other.starts[1:] + self.starts[-1]]),
            *(np.concatenate([getattr(self, part), getattr(other, part)]) for part in parts),
        )

    def take(self, rows: Sequence[int] | Numbers) -> "Vectors":
        """Return the rows at these places, in that order."""
        places = np.asarray(rows, dtype=np.int64)
        entries, lengths = self._entries(places)
        return Vectors(
            tuple(self.ids[place] for place in places),
            np.concatenate([[0], np.cumsum(lengths)]),
            self.terms[entries],
            self.counts[entries],
            self.leads[entries],
            self.days[places],
        )

    def _entries(self, places: Numbers) -> tuple[Numbers, Numbers]:
        lengths = self.starts[places + 1] - self.starts[places]
        before = np.cumsum(lengths) - lengths
        return np.arange(lengths.sum()) + np.repeat(self.starts[places] - before, lengths), lengths


def _row(article: Article) -> tuple[Numbers, Numbers, Numbers]:
    tags = [bucket(f"#{tag}") for tag in article.tags]
    told = [*told_buckets(article.title), *told_buckets(article.text[:LONGEST])]
    found, counts = np.unique(np.array([*tags, *told], dtype=np.int32), return_counts=True)
    opening = np.searchsorted(found, np.array([*tags, *told[:LEAD]], dtype=np.int32))
    leads = np.bincount(opening, minlength=len(found))
    times = np.minimum(counts, 255).astype(np.uint8)
    return found, times, np.minimum(leads, 255).astype(np.uint8)


def rarity_among(*parts: Vectors) -> Numbers:
    """Return how rare each bucket's words are, in news at large and in all of the rows."""
    holding = [np.bincount(part.terms, minlength=BUCKETS) for part in parts]
    return rarity(np.sum(holding, axis=0), sum(map(len, parts)))


def told_buckets(text: str) -> list[int]:
    """Return the buckets of the text's telling words, in reading order."""
    return list(chain.from_iterable(map(_buckets, WORD.findall(text.lower()))))


@lru_cache(maxsize=200_000)
def _buckets(word: str) -> tuple[int, ...]:
    return tuple(bucket(term) for term in terms(word) if not is_stop_term(term))


def bucket(term: str) -> int:
    """Return the number in [0, `BUCKETS`) that stands for the term."""
    return crc32(term.encode("utf-8", "replace")) % BUCKETS


def _day(article: Article) -> float:
    moment = article.published_at
    return nan if moment is None else moment.timestamp() / 86_400
