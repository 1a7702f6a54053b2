"""Articles into the tables: what is new, what has changed, and under which ids."""

import sqlite3
from collections.abc import Mapping
from typing import Any, Literal

from groundwood.errors import StoreError
from groundwood.nouns import Article, ArticleId
from groundwood.store.base import PutReport
from groundwood.store.rows import BODY_FIELDS, HEAD_FIELDS, Row, read_rows, to_row, to_terms

_TABLES = {"articles": (*HEAD_FIELDS, "arrival"), "bodies": BODY_FIELDS}
_INDEX = "INSERT INTO terms (rowid, title, text, tags) VALUES (?, ?, ?, ?)"
_FORGET = "INSERT INTO terms (terms, rowid, title, text, tags) VALUES ('delete', ?, ?, ?, ?)"


class Put:
    """One batch of articles on its way into the tables, inside a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def run(self, articles: list[Article]) -> PutReport:
        """Add or update the articles."""
        rows = [to_row(article) for article in articles]
        known = read_rows(self._connection, "digest", [row["digest"] for row in rows])
        self._name(rows, known)
        last = {row["digest"]: row for row in rows}
        arrival = self._last("arrival")
        added = [row for digest, row in last.items() if digest not in known]
        updated = [
            row
            for digest, row in last.items()
            if digest in known and row["content"] != known[digest]["content"]
        ]
        for number, row in enumerate([*added, *updated], arrival + 1):
            row["arrival"] = number
        self._insert(added)
        for row in updated:
            self._update(known[row["digest"]], row)
        return PutReport(
            ids=tuple(row["id"] for row in rows),
            added=len(added),
            updated=len(updated),
            duplicates=len(rows) - len(added) - len(updated),
        )

    def _name(self, rows: list[Row], known: Mapping[str, Row]) -> None:
        """Give each row the id that its digest has, or a free one."""
        taken = read_rows(self._connection, "id", [row["id"] for row in rows])
        owners = {key: row["digest"] for key, row in taken.items()}
        ids = {digest: row["id"] for digest, row in known.items()}
        for row in rows:
            digest = row["digest"]
            row["id"] = ids[digest] if digest in ids else self._free_id(row, owners)
            ids[digest] = row["id"]
            owners[row["id"]] = digest

    def _free_id(self, row: Row, owners: Mapping[str, str]) -> ArticleId:
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

    def _last(self, column: Literal["number", "arrival"]) -> int:
        found = self._connection.execute(f"SELECT max({column}) FROM articles")
        return int(found.fetchone()[0] or 0)

    def _insert(self, rows: list[Row]) -> None:
        if not rows:
            return
        for number, row in enumerate(rows, self._last("number") + 1):
            row["number"] = number
        for table, fields in _TABLES.items():
            names, marks = ", ".join(fields), ", ".join("?" * len(fields))
            sql = f"INSERT INTO {table} (number, {names}) VALUES (?, {marks})"
            self._connection.executemany(sql, [_values(row, ("number", *fields)) for row in rows])
        self._connection.executemany(_INDEX, [(row["number"], *to_terms(row)) for row in rows])

    def _update(self, old: Row, new: Row) -> None:
        number = old["number"]
        self._connection.execute(_FORGET, (number, *to_terms(old)))
        for table, fields in _TABLES.items():
            places = ", ".join(f"{field} = ?" for field in fields)
            sql = f"UPDATE {table} SET {places} WHERE number = ?"
            self._connection.execute(sql, (*_values(new, fields), number))
        self._connection.execute(_INDEX, (number, *to_terms(new)))


def _values(row: Row, fields: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[field] for field in fields)
