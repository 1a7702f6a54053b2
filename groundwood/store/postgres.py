"""The article store in PostgreSQL: the same answers as SQLite's, for many machines."""

from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any

from groundwood.nouns import Article, ArticleId, Topic
from groundwood.store.base import Match
from groundwood.store.postgres_address import Address, AsyncConnection
from groundwood.store.postgres_articles import PostgresArticles
from groundwood.store.postgres_database import PostgresDatabase
from groundwood.store.postgres_locks import AdvisoryLocks
from groundwood.store.postgres_search import PostgresSearch
from groundwood.store.rows import microseconds, to_article
from groundwood.store.sql_store import SqlStore
from groundwood.store.tokenizing import Tokenizer


class PostgresStore(SqlStore):
    """Articles, stories and runs in PostgreSQL. May be used from several threads and tasks."""

    database: PostgresDatabase
    articles: PostgresArticles

    def __init__(self, url: str) -> None:
        address = Address.of(url)
        self.database = PostgresDatabase(address)
        self._tokenizer = Tokenizer()
        self._search = PostgresSearch(self.database, self._tokenizer)
        self.articles = PostgresArticles(self.database, self._tokenizer)
        super().__init__(self.database, self.articles, AdvisoryLocks(address))

    def get(self, ids: Iterable[ArticleId]) -> dict[ArticleId, Article]:
        """Return the articles that there are of these ids, by id, in the order asked."""
        wanted = list(dict.fromkeys(ids))
        rows = self.articles.known("id", wanted)
        there = {key: row for key, row in rows.items() if not row["withdrawn"]}
        return {key: to_article(there[key]) for key in wanted if key in there}

    def select(self, topic: Topic, *, limit: int | None = None) -> list[ArticleId]:
        """Return ids that pass the topic's tag and time filter, newest first, undated last."""
        return self._filtered(topic, "published_at DESC NULLS LAST, id", limit)

    def search(self, query: str, topic: Topic, *, limit: int = 20) -> list[Match]:
        """Return the best BM25 matches of any of the query's words; see `ArticleStore.search`."""
        return self._search.best(query, topic.tags, *_time_filter(topic), limit)

    def arrived(self, topic: Topic, *, after: int, limit: int | None = None) -> list[ArticleId]:
        """Return ids that pass the filter and came after that number; see `ArticleStore.arrived`."""
        return self._filtered(topic, "arrival DESC", limit, after=after)

    def contents(self, ids: Iterable[ArticleId]) -> dict[ArticleId, str]:
        """Return the digest of all that each article says now, of those that there are."""
        sql = "SELECT id, content FROM articles WHERE withdrawn = 0 AND id = ANY(?)"
        return {row["id"]: row["content"] for row in self.database.rows(sql, [list(ids)])}

    def checkpoint_connection(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Yield a connection for the checkpoints of runs; see `KeepsCheckpoints`."""
        return self.database.address.connected()

    def close(self) -> None:
        """Release the store; calling it again does nothing."""
        self.database.close()
        self._tokenizer.close()

    def _filtered(
        self, topic: Topic, order: str, limit: int | None, *, after: int | None = None
    ) -> list[ArticleId]:
        """Return the ids of the articles that pass the topic's filter and came after that number."""
        where, values = _time_filter(topic)
        source = "articles"
        if topic.tags:
            tags = self._search.tag_numbers(topic.tags)
            if tags is None:
                return []
            source += " JOIN terms USING (number)"
            where, values = [*where, "words @> ?::integer[]"], [*values, tags]
        if after is not None:
            where, values = [*where, "arrival > ?"], [*values, after]
        sql = f"SELECT id FROM {source} WHERE {' AND '.join(where)} ORDER BY {order} LIMIT ?"
        return [row["id"] for row in self.database.rows(sql, [*values, limit])]


def _time_filter(topic: Topic) -> tuple[list[str], list[Any]]:
    bounds = (("published_at >= ?", topic.since), ("published_at < ?", topic.until))
    set_bounds = [(sql, microseconds(moment)) for sql, moment in bounds if moment is not None]
    return ["withdrawn = 0", *(sql for sql, _ in set_bounds)], [value for _, value in set_bounds]
