"""The tables of articles in SQLite: slim rows for filters, bodies, and FTS5 for words and tags."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Literal

from groundwood.nouns import ArticleId
from groundwood.store.rows import BODY_FIELDS, HEAD_FIELDS, Row, row_values, to_terms

_TABLES = {"articles": HEAD_FIELDS, "bodies": BODY_FIELDS}
_INDEX = "INSERT INTO terms (rowid, title, text, tags) VALUES (?, ?, ?, ?)"
_FORGET = "INSERT INTO terms (terms, rowid, title, text, tags) VALUES ('delete', ?, ?, ?, ?)"


class SqliteArticles:
    """See `ArticleTables`. Whoever uses it holds the connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def known(self, field: Literal["id", "digest"], values: Iterable[str]) -> dict[str, Row]:
        """Return the rows whose field has one of the values, by that value."""
        sql = (
            "SELECT * FROM articles JOIN bodies USING (number) "
            f"WHERE {field} IN (SELECT value FROM json_each(?))"
        )
        found = self._connection.execute(sql, [json.dumps(list(values))])
        return {row[field]: dict(row) for row in found}

    def owner(self, key: ArticleId) -> str | None:
        """Return the digest of the article of that id, if there is one."""
        found = self._connection.execute("SELECT digest FROM articles WHERE id = ?", [key])
        row = found.fetchone()
        return None if row is None else str(row["digest"])

    def last(self, column: Literal["number", "arrival"]) -> int:
        """Return the highest value of the column, 0 where there is no article."""
        found = self._connection.execute(f"SELECT max({column}) FROM articles")
        return int(found.fetchone()[0] or 0)

    def insert(self, rows: list[Row]) -> None:
        """Add the rows, and what is searched by."""
        for table, fields in _TABLES.items():
            names, marks = ", ".join(fields), ", ".join("?" * len(fields))
            sql = f"INSERT INTO {table} (number, {names}) VALUES (?, {marks})"
            self._connection.executemany(
                sql, [row_values(row, ("number", *fields)) for row in rows]
            )
        self._connection.executemany(_INDEX, [(row["number"], *to_terms(row)) for row in rows])

    def update(self, changes: list[tuple[Row, Row]]) -> None:
        """Put for each (old, new) row the new one in the old one's place."""
        for old, new in changes:
            number = old["number"]
            self._connection.execute(_FORGET, (number, *to_terms(old)))
            for table, fields in _TABLES.items():
                places = ", ".join(f"{field} = ?" for field in fields)
                sql = f"UPDATE {table} SET {places} WHERE number = ?"
                self._connection.execute(sql, (*row_values(new, fields), number))
            self._connection.execute(_INDEX, (number, *to_terms(new)))

    @contextmanager
    def filling(self) -> Iterator["SqliteArticles"]:
        """Yield these tables; FTS5 needs no more for many insertions."""
        yield self
