"""The article store in one SQLite file: FTS5 for words and tags, WAL for many readers."""

import json
from collections.abc import Iterable
from typing import Any

from groundwood.nouns import Article, ArticleId, Topic
from groundwood.store.base import DECIMALS, Match
from groundwood.store.locks import FileLocks
from groundwood.store.rows import microseconds, to_article
from groundwood.store.sql_store import SqlStore
from groundwood.store.sqlite_articles import SqliteArticles
from groundwood.store.sqlite_database import SqliteDatabase
from groundwood.store.terms import TITLE_WEIGHT, match_expression, tag_expression


class SqliteStore(SqlStore):
    """Articles, stories and runs in a SQLite file, or in memory. May be used from several threads."""

    database: SqliteDatabase
    articles: SqliteArticles

    def __init__(self, path: str) -> None:
        self.database = SqliteDatabase(path)
        self._connection = self.database.connection
        self.articles = SqliteArticles(self._connection)
        super().__init__(self.database, self.articles, FileLocks(path))

    def get(self, ids: Iterable[ArticleId]) -> dict[ArticleId, Article]:
        """Return the articles that there are of these ids, by id, in the order asked."""
        wanted = list(dict.fromkeys(ids))
        with self.database.errors():
            rows = self.articles.known("id", wanted)
        there = {key: row for key, row in rows.items() if not row["withdrawn"]}
        return {key: to_article(there[key]) for key in wanted if key in there}

    def select(self, topic: Topic, *, limit: int | None = None) -> list[ArticleId]:
        """Return ids that pass the topic's tag and time filter, newest first, undated last."""
        source, where, values = _filtered(topic)
        sql = (
            f"SELECT id FROM {source} WHERE {' AND '.join(where)} "
            "ORDER BY published_at DESC NULLS LAST, id LIMIT ?"
        )
        with self.database.errors():
            rows = self._connection.execute(sql, [*values, -1 if limit is None else limit])
            return [row["id"] for row in rows]

    def search(self, query: str, topic: Topic, *, limit: int = 20) -> list[Match]:
        """Return the best BM25 matches of any of the query's words; see `ArticleStore.search`."""
        expression = match_expression(query, topic.tags)
        if expression is None:
            return []
        where, values = _time_filter(topic)
        sql = (
            f"SELECT id, round(-bm25(terms, {TITLE_WEIGHT}, 1.0, 0.0), {DECIMALS}) AS score "
            "FROM terms CROSS JOIN articles ON articles.number = terms.rowid "
            f"WHERE {' AND '.join(['terms MATCH ?', *where])} ORDER BY score DESC, id LIMIT ?"
        )
        with self.database.errors():
            rows = self._connection.execute(sql, [expression, *values, limit]).fetchall()
        return [Match(article_id=row["id"], score=max(row["score"], 0.0)) for row in rows]

    def arrived(self, topic: Topic, *, after: int, limit: int | None = None) -> list[ArticleId]:
        """Return ids that pass the filter and came after that number; see `ArticleStore.arrived`."""
        source, where, values = _filtered(topic)
        where, values = [*where, "arrival > ?"], [*values, after]
        sql = f"SELECT id FROM {source} WHERE {' AND '.join(where)} ORDER BY arrival DESC LIMIT ?"
        rows = self.database.rows(sql, [*values, -1 if limit is None else limit])
        return [row["id"] for row in rows]

    def contents(self, ids: Iterable[ArticleId]) -> dict[ArticleId, str]:
        """Return the digest of all that each article says now, of those that there are."""
        sql = (
            "SELECT id, content FROM articles "
            "WHERE withdrawn = 0 AND id IN (SELECT value FROM json_each(?))"
        )
        rows = self.database.rows(sql, [json.dumps(list(ids))])
        return {row["id"]: row["content"] for row in rows}

    def close(self) -> None:
        """Release the store; calling it again does nothing."""
        self.database.close()


def _filtered(topic: Topic) -> tuple[str, list[str], list[Any]]:
    """Return the tables, the conditions and the values that a topic's filter comes to."""
    where, values = _time_filter(topic)
    if not topic.tags:
        return "articles", where, values
    source = "terms CROSS JOIN articles ON articles.number = terms.rowid"
    return source, ["terms MATCH ?", *where], [tag_expression(topic.tags), *values]


def _time_filter(topic: Topic) -> tuple[list[str], list[Any]]:
    bounds = (("published_at >= ?", topic.since), ("published_at < ?", topic.until))
    set_bounds = [(sql, microseconds(moment)) for sql, moment in bounds if moment is not None]
    conditions = ["withdrawn = 0", *(sql for sql, _ in set_bounds)]
    return conditions, [moment for _, moment in set_bounds]
