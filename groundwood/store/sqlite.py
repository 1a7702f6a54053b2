"""The article store in one SQLite file: FTS5 for words and tags, WAL for many readers."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from groundwood.errors import StoreError
from groundwood.nouns import Article, ArticleId, Topic
from groundwood.store.base import Match, PutReport
from groundwood.store.migrations import migrate
from groundwood.store.rows import microseconds, read_rows, to_article
from groundwood.store.terms import match_expression, tag_expression
from groundwood.store.writing import Put

BUSY_SECONDS = 30
TITLE_WEIGHT = 2.0


class SqliteStore:
    """Articles in a SQLite file, or in memory. May be used from several threads."""

    def __init__(self, path: str) -> None:
        self._place = path
        self._lock = threading.RLock()
        with self._errors():
            self._connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def put(self, articles: Iterable[Article]) -> PutReport:
        """Add or update the articles, all or none; see `ArticleStore.put`."""
        given = list(articles)
        with self._errors(), self._transaction():
            return Put(self._connection).run(given)

    def get(self, ids: Iterable[ArticleId]) -> dict[ArticleId, Article]:
        """Return the articles that there are of these ids, by id, in the order asked."""
        wanted = list(dict.fromkeys(ids))
        with self._errors():
            rows = read_rows(self._connection, "id", wanted)
        return {key: to_article(rows[key]) for key in wanted if key in rows}

    def select(self, topic: Topic, *, limit: int | None = None) -> list[ArticleId]:
        """Return ids that pass the topic's tag and time filter, newest first, undated last."""
        where, values = _time_filter(topic)
        source = "articles"
        if topic.tags:
            source = "terms CROSS JOIN articles ON articles.number = terms.rowid"
            where, values = ["terms MATCH ?", *where], [tag_expression(topic.tags), *values]
        sql = (
            f"SELECT id FROM {source} WHERE {' AND '.join(where or ['1'])} "
            "ORDER BY published_at DESC NULLS LAST, id LIMIT ?"
        )
        with self._errors():
            rows = self._connection.execute(sql, [*values, -1 if limit is None else limit])
            return [row["id"] for row in rows]

    def search(self, query: str, topic: Topic, *, limit: int = 20) -> list[Match]:
        """Return the best BM25 matches of any of the query's words; see `ArticleStore.search`."""
        expression = match_expression(query, topic.tags)
        if expression is None:
            return []
        where, values = _time_filter(topic)
        sql = (
            f"SELECT id, -bm25(terms, {TITLE_WEIGHT}, 1.0, 0.0) AS score "
            "FROM terms CROSS JOIN articles ON articles.number = terms.rowid "
            f"WHERE {' AND '.join(['terms MATCH ?', *where])} ORDER BY score DESC, id LIMIT ?"
        )
        with self._errors():
            rows = self._connection.execute(sql, [expression, *values, limit]).fetchall()
        return [Match(article_id=row["id"], score=max(row["score"], 0.0)) for row in rows]

    def count(self) -> int:
        """Return how many articles there are."""
        with self._errors():
            return int(self._connection.execute("SELECT count(*) FROM articles").fetchone()[0])

    def close(self) -> None:
        """Release the store; calling it again does nothing."""
        with self._lock:
            self._connection.close()

    def _prepare(self) -> None:
        self._connection.row_factory = sqlite3.Row
        if self._connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA cache_size = -65536")
        migrate(self._connection, self._place)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.Error as exc:
                raise StoreError(f"{self._place}: {exc}") from exc

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def _time_filter(topic: Topic) -> tuple[list[str], list[Any]]:
    bounds = (("published_at >= ?", topic.since), ("published_at < ?", topic.until))
    set_bounds = [(sql, microseconds(moment)) for sql, moment in bounds if moment is not None]
    return [sql for sql, _ in set_bounds], [moment for _, moment in set_bounds]
