"""The article store in one SQLite file: FTS5 for words and tags, WAL for many readers."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from groundwood.errors import StoreError
from groundwood.nouns import Article, ArticleId, Topic
from groundwood.store.base import Match, PutReport
from groundwood.store.migrations import migrate
from groundwood.store.terms import indexed, match_expression, tag_expression, tag_token

BUSY_SECONDS = 30
TITLE_WEIGHT = 2.0

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FIELDS = (
    "id",
    "digest",
    "content",
    "title",
    "text",
    "url",
    "source",
    "author",
    "published_at",
    "tags",
    "language",
    "original_id",
)
_Row = dict[str, Any]


class SqliteStore:
    """Articles in a SQLite file, or in memory. May be used from several threads."""

    def __init__(self, path: str) -> None:
        self._place = path
        self._lock = threading.RLock()
        with self._errors():
            self._connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._connection.row_factory = sqlite3.Row
            self._prepare()

    def put(self, articles: Iterable[Article]) -> PutReport:
        """Add or update the articles, all or none; see `ArticleStore.put`."""
        given = list(articles)
        with self._errors(), self._transaction():
            return _Put(self._connection).run(given)

    def get(self, ids: Iterable[ArticleId]) -> dict[ArticleId, Article]:
        """Return the articles that there are of these ids, by id, in the order asked."""
        wanted = list(dict.fromkeys(ids))
        with self._errors():
            rows = _select(self._connection, "id", wanted)
        return {key: _article(rows[key]) for key in wanted if key in rows}

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
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
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


class _Put:
    """One batch on its way into the tables, inside a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def run(self, articles: list[Article]) -> PutReport:
        rows = [_row(article) for article in articles]
        known = _select(self._connection, "digest", [row["digest"] for row in rows])
        taken = _select(self._connection, "id", [row["id"] for row in rows])
        owners = {key: row["digest"] for key, row in taken.items()}
        added: dict[str, _Row] = {}
        updated: dict[str, _Row] = {}
        ids: list[ArticleId] = []
        for row in rows:
            digest = row["digest"]
            stored = added.get(digest) or updated.get(digest) or known.get(digest)
            row["id"] = stored["id"] if stored else self._free_id(row, owners)
            ids.append(row["id"])
            owners[row["id"]] = digest
            if stored is None or digest in added:
                added[digest] = row
            elif stored["content"] != row["content"]:
                updated[digest] = row
        self._insert(list(added.values()))
        for digest, row in updated.items():
            self._update(known[digest], row)
        changed = len(added) + len(updated)
        return PutReport(
            ids=tuple(ids),
            added=len(added),
            updated=len(updated),
            duplicates=len(rows) - changed,
        )

    def _free_id(self, row: _Row, owners: Mapping[str, str]) -> ArticleId:
        """Return the row's id, or the shortest start of its digest that no other article has."""
        digest = row["digest"]
        starts = (digest[:length] for length in range(8, len(digest) + 1))
        for key in (row["id"], *starts):
            owner = owners.get(key) or self._owner(key)
            if owner is None or owner == digest:
                return str(key)
        raise StoreError(f"no free id for the article with digest {digest}")

    def _owner(self, key: str) -> str | None:
        found = self._connection.execute("SELECT digest FROM articles WHERE id = ?", [key])
        row = found.fetchone()
        return None if row is None else str(row["digest"])

    def _insert(self, rows: list[_Row]) -> None:
        if not rows:
            return
        last = self._connection.execute("SELECT max(number) FROM articles").fetchone()[0] or 0
        numbered = list(enumerate(rows, last + 1))
        self._connection.executemany(
            f"INSERT INTO articles (number, {', '.join(_FIELDS)}) "
            f"VALUES (?, {', '.join('?' * len(_FIELDS))})",
            [(number, *(row[field] for field in _FIELDS)) for number, row in numbered],
        )
        self._connection.executemany(
            "INSERT INTO terms (rowid, title, text, tags) VALUES (?, ?, ?, ?)",
            [(number, *_terms(row)) for number, row in numbered],
        )

    def _update(self, old: _Row, new: _Row) -> None:
        number = old["number"]
        self._connection.execute(
            "INSERT INTO terms (terms, rowid, title, text, tags) VALUES ('delete', ?, ?, ?, ?)",
            (number, *_terms(old)),
        )
        self._connection.execute(
            f"UPDATE articles SET {', '.join(f'{field} = ?' for field in _FIELDS)} "
            "WHERE number = ?",
            (*(new[field] for field in _FIELDS), number),
        )
        self._connection.execute(
            "INSERT INTO terms (rowid, title, text, tags) VALUES (?, ?, ?, ?)",
            (number, *_terms(new)),
        )


def _select(connection: sqlite3.Connection, field: str, values: list[str]) -> dict[str, _Row]:
    """Return the rows whose field has one of the values, by that value."""
    sql = f"SELECT * FROM articles WHERE {field} IN (SELECT value FROM json_each(?))"
    rows = connection.execute(sql, [json.dumps(values)])
    return {row[field]: dict(row) for row in rows}


def _row(article: Article) -> _Row:
    row = {
        "id": article.id,
        "digest": article.digest,
        "title": article.title,
        "text": article.text,
        "url": article.url,
        "source": article.source,
        "author": article.author,
        "published_at": _microseconds(article.published_at),
        "tags": json.dumps(article.tags, ensure_ascii=False),
        "language": article.language,
        "original_id": article.original_id,
    }
    parts = "\x1f".join(f"{row[key]}" for key in list(row)[2:])
    row["content"] = blake2b(parts.encode("utf-8", "replace"), digest_size=16).hexdigest()
    return row


def _article(row: _Row) -> Article:
    """Return the article; it was valid when it was put, so it is not validated again."""
    fields = {key: row[key] for key in Article.model_fields}
    moment = row["published_at"]
    fields["published_at"] = None if moment is None else _EPOCH + moment * _MICROSECOND
    fields["tags"] = tuple(json.loads(row["tags"]))
    return Article.model_construct(**fields)


def _terms(row: _Row) -> tuple[str, str, str]:
    tags = " ".join(map(tag_token, json.loads(row["tags"])))
    return indexed(row["title"]), indexed(row["text"]), tags


def _time_filter(topic: Topic) -> tuple[list[str], list[Any]]:
    bounds = (("published_at >= ?", topic.since), ("published_at < ?", topic.until))
    set_bounds = [(sql, _microseconds(moment)) for sql, moment in bounds if moment is not None]
    return [sql for sql, _ in set_bounds], [moment for _, moment in set_bounds]


def _microseconds(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND
