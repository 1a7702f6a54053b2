"""Words to the best articles, by the BM25 that FTS5 has."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from groundwood.store.base import DECIMALS, Match
from groundwood.store.postgres_articles import tag_term
from groundwood.store.postgres_database import PostgresDatabase
from groundwood.store.terms import query_words
from groundwood.store.tokenizing import Tokenizer

K1, B = 1.2, 0.75
"""FTS5's own, which it lets nobody set."""

LEAST_IDF = 1e-6
"""What FTS5 takes for a word that is in half of the articles or more."""

_WORDS = """
    SELECT w.term, w.id, w.articles, t.articles AS all_articles, t.size AS all_words
    FROM words w, totals t WHERE w.term = ANY(?)
"""
_ROUNDED = f"floor(s.score * 1e{DECIMALS} + 0.5) / 1e{DECIMALS}"


@dataclass(frozen=True)
class _Asked:
    """The numbers of the words, what each weighs, and what BM25 asks of an article's size."""

    words: list[int]
    weights: list[float]
    base: float
    slope: float


@dataclass(frozen=True)
class PostgresSearch:
    """The words of a store, and the articles that hold them."""

    database: PostgresDatabase
    tokenizer: Tokenizer

    def tag_numbers(self, tags: Sequence[str]) -> list[int] | None:
        """Return the numbers of the tags; none where no article bears one of them."""
        terms = [tag_term(tag) for tag in tags]
        rows = self.database.rows("SELECT id FROM words WHERE term = ANY(?)", [terms])
        return None if len(rows) < len(set(terms)) else [row["id"] for row in rows]

    def best(
        self, query: str, tags: Sequence[str], where: list[str], values: list[Any], limit: int
    ) -> list[Match]:
        """Return the best matches among the articles with these tags that pass the conditions.

        BM25 as FTS5 reckons it: of a word that is in n of N articles, f times (in a title twofold)
        in an article of d words where the mean is m,
        ``ln((N - n + 0.5) / (n + 0.5)) · f (k1 + 1) / (f + k1 (1 - b + b d/m))``.
        """
        asked = self._asked(query)
        borne = self.tag_numbers(tags) if tags else []
        if asked is None or borne is None:
            return []
        sql = f"""
            SELECT a.id, {_ROUNDED} AS score FROM (
                SELECT t.number, sum(q.weight * f.times / (f.times + ? + ? * t.size)) AS score
                FROM unnest(?::integer[], ?::float8[]) AS q (word, weight)
                JOIN terms t ON t.words @> (q.word || ?::integer[])
                CROSS JOIN LATERAL (
                    SELECT t.counts[width_bucket(q.word, t.words)]::float8 AS times OFFSET 0
                ) f
                GROUP BY t.number
            ) s JOIN articles a USING (number)
            WHERE {" AND ".join(where)} ORDER BY score DESC, a.id LIMIT ?
        """
        given = [asked.base, asked.slope, asked.words, asked.weights, borne, *values, limit]
        rows = self.database.rows(sql, given)
        return [Match(article_id=row["id"], score=max(row["score"], 0.0)) for row in rows]

    def _asked(self, query: str) -> _Asked | None:
        """Return what is asked for; none where no article holds any of the words."""
        times = Counter(self.tokenizer.terms(query_words(query)))
        rows = self.database.rows(_WORDS, [list(times)])
        if not rows:
            return None
        articles, mean = rows[0]["all_articles"], rows[0]["all_words"] / rows[0]["all_articles"]
        weights = [times[row["term"]] * _idf(articles, row["articles"]) * (K1 + 1) for row in rows]
        return _Asked([row["id"] for row in rows], weights, K1 * (1 - B), K1 * B / mean)


def _idf(articles: int, holding: int) -> float:
    idf = log((articles - holding + 0.5) / (holding + 0.5))
    return idf if idf > 0 else LEAST_IDF
