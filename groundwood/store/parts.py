"""What a store holds, as lines of text: the same lines whichever database it is in."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from groundwood.errors import InputError
from groundwood.nouns import Article, Noun
from groundwood.nouns.base import misfit
from groundwood.store.base import Store
from groundwood.store.database import ArticleTables, Row, StoredArticle
from groundwood.store.rows import to_article, to_row
from groundwood.store.tables import PARTS

ARTICLES = "articles"
NAMES = (ARTICLES, *PARTS)
PAGE = 200
"""Rows that are in memory at a time."""


class Part(Noun):
    """How many lines a part has, and the SHA-256 of them (each with its line feed)."""

    count: int
    sha256: str


class Tally:
    """Counts the lines of each part as they go by."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._hashes = {name: hashlib.sha256() for name in NAMES}

    def add(self, name: str, line: bytes) -> None:
        """Count the line to its part."""
        self._counts[name] += 1
        self._hashes[name].update(line)

    def parts(self) -> dict[str, Part]:
        """Return what has gone by."""
        return {
            name: Part(count=self._counts[name], sha256=digest.hexdigest())
            for name, digest in self._hashes.items()
        }


def lines_of(store: Store) -> Iterator[tuple[str, bytes]]:
    """Yield each part's name and line, part after part; the caller holds a snapshot."""
    for row in _pages(store, ARTICLES, ("number",), " JOIN bodies USING (number)"):
        told = {
            "arrival": row["arrival"],
            "content": row["content"],
            "withdrawn": bool(row["withdrawn"]),
            "article": to_article(dict(row)).model_dump(mode="json"),
        }
        yield ARTICLES, _line(ARTICLES, told)
    for name, table in PARTS.items():
        for row in _pages(store, name, table.key):
            yield name, _line(name, row)


def insert(
    store: Store, articles: ArticleTables, name: str, rows: Sequence[Row], before: int
) -> None:
    """Put rows of a part into the store; ``before`` are there already.

    Raises:
        InputError: a row has not the form of its part.
    """
    if name == ARTICLES:
        _insert_articles(store, articles, rows, before)
        return
    columns = (*PARTS[name].key, *PARTS[name].others)
    if any(row.keys() != set(columns) for row in rows):
        raise InputError(f"{name}: a row has not the columns {', '.join(columns)}")
    marks = ", ".join("?" * len(columns))
    sql = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})"
    store.database.many(sql, [[row[column] for column in columns] for row in rows])


def is_empty(store: Store) -> bool:
    """Return whether the store holds nothing that a moved store would."""
    return not any(store.database.rows(f"SELECT 1 AS one FROM {name} LIMIT 1") for name in NAMES)


def _insert_articles(
    store: Store, articles: ArticleTables, rows: Sequence[Row], before: int
) -> None:
    made = [_article(row, number) for number, row in enumerate(rows, before + 1)]
    articles.insert(made)
    gone = [
        (row["number"],) for row, given in zip(made, rows, strict=True) if given.get("withdrawn")
    ]
    store.database.many("UPDATE articles SET withdrawn = 1 WHERE number = ?", gone)


def _article(row: Row, number: int) -> StoredArticle:
    """Return the row as it is stored."""
    try:
        article = Article.model_validate(row["article"])
        kept = {"number": number, "arrival": int(row["arrival"]), "content": str(row["content"])}
    except ValidationError as exc:
        raise InputError(f"{ARTICLES}: row {number}: {misfit(exc)}") from exc
    except (KeyError, TypeError, ValueError) as exc:
        raise InputError(f"{ARTICLES}: row {number}: {exc!r}") from exc
    return {**to_row(article), **kept}


def _pages(store: Store, table: str, key: Sequence[str], joined: str = "") -> Iterator[Row]:
    """Yield the rows in order of the key, a page in memory at a time; each page is joined alone."""
    columns = ", ".join(key)
    marks = ", ".join("?" * len(key))
    where = ""
    values: list[Any] = []
    while True:
        page = f"SELECT * FROM {table}{where} ORDER BY {columns} LIMIT {PAGE}"
        sql = f"SELECT * FROM ({page}) AS page{joined} ORDER BY {columns}"
        rows = store.database.rows(sql, values)
        yield from rows
        if len(rows) < PAGE:
            return
        where, values = f" WHERE ({columns}) > ({marks})", [rows[-1][column] for column in key]


def _line(name: str, row: Row) -> bytes:
    text = json.dumps({name: row}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"
