"""The tables of articles in PostgreSQL: slim rows for filters, bodies, and numbered words."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, Literal

from psycopg.rows import tuple_row

from groundwood.nouns import ArticleId
from groundwood.store.postgres_database import PostgresDatabase
from groundwood.store.rows import BODY_FIELDS, HEAD_FIELDS, Row, row_values
from groundwood.store.terms import tag_token
from groundwood.store.tokenizing import TermCounts, Tokenizer

_TABLES = {"articles": HEAD_FIELDS, "bodies": BODY_FIELDS}
_MOST_COUNTED = 32_767

_NUMBER_WORDS = """
    INSERT INTO words AS w (term, articles)
    SELECT * FROM unnest(%s::text[], %s::integer[]) ORDER BY 1
    ON CONFLICT (term) DO UPDATE SET articles = w.articles + excluded.articles
    RETURNING term, id
"""
_UNCOUNT = """
    UPDATE words SET articles = words.articles - gone.times
    FROM unnest(%s::integer[], %s::integer[]) AS gone (id, times) WHERE words.id = gone.id
"""
_TOTAL = "UPDATE totals SET articles = articles + %s, size = size + %s"


class PostgresArticles:
    """See `ArticleTables`. What writes is called inside a transaction that writes alone."""

    def __init__(self, database: PostgresDatabase, tokenizer: Tokenizer) -> None:
        self._database = database
        self._tokenizer = tokenizer

    def known(self, field: Literal["id", "digest"], values: Iterable[str]) -> dict[str, Row]:
        """Return the rows whose field has one of the values, by that value."""
        sql = f"SELECT * FROM articles JOIN bodies USING (number) WHERE {field} = ANY(?)"
        return {row[field]: dict(row) for row in self._database.rows(sql, [list(values)])}

    def owner(self, key: ArticleId) -> str | None:
        """Return the digest of the article of that id, if there is one."""
        rows = self._database.rows("SELECT digest FROM articles WHERE id = ?", [key])
        return str(rows[0]["digest"]) if rows else None

    def last(self, column: Literal["number", "arrival"]) -> int:
        """Return the highest value of the column, 0 where there is no article."""
        rows = self._database.rows(f"SELECT max({column}) AS last FROM articles")
        return int(rows[0]["last"] or 0)

    def insert(self, rows: list[Row]) -> None:
        """Add the rows, and what is searched by."""
        if not rows:
            return
        for table, fields in _TABLES.items():
            columns = ("number", *fields)
            self._copy(table, columns, [row_values(row, columns) for row in rows])
        self._index(rows)

    def update(self, changes: list[tuple[Row, Row]]) -> None:
        """Put for each (old, new) row the new one in the old one's place."""
        if not changes:
            return
        for table, fields in _TABLES.items():
            places = ", ".join(f"{field} = ?" for field in fields)
            self._database.many(
                f"UPDATE {table} SET {places} WHERE number = ?",
                [(*row_values(new, fields), old["number"]) for old, new in changes],
            )
        self._forget([old["number"] for old, _ in changes])
        self._index([{**new, "number": old["number"]} for old, new in changes])

    @contextmanager
    def filling(self) -> Iterator["PostgresArticles"]:
        """Yield tables that count words at the end: within one transaction each count costs more."""
        tables = _Filling(self._database, self._tokenizer)
        yield tables
        tables.count()

    def _index(self, rows: list[Row]) -> None:
        counted = self._tokenizer.count([(row["title"], row["text"]) for row in rows])
        held = [_with_tags(terms, row) for terms, row in zip(counted, rows, strict=True)]
        numbers = self._number_words(held)
        self._copy(
            "terms",
            ("number", "size", "words", "counts"),
            [_vector(row["number"], each, numbers) for row, each in zip(rows, held, strict=True)],
        )
        self._add(len(rows), sum(each.size for each in held))

    def _number_words(self, held: Sequence[TermCounts]) -> Mapping[str, int]:
        """Return the number of each term; what is new gets one, and the articles are counted."""
        return self._count_words(Counter(chain.from_iterable(each.counts for each in held)))

    def _count_words(self, articles: Mapping[str, int]) -> dict[str, int]:
        """Add so many articles to what each term has, and return the number of each."""
        with (
            self._database.connection() as connection,
            connection.cursor(row_factory=tuple_row) as cursor,
        ):
            cursor.execute(_NUMBER_WORDS, (_array(articles), _numbers(articles.values())))
            return dict(cursor.fetchall())

    def _forget(self, numbers: list[int]) -> None:
        """Take back what `_index` did."""
        sql = "DELETE FROM terms WHERE number = ANY(?) RETURNING size, words"
        gone = self._database.rows(sql, [numbers])
        words = Counter(word for row in gone for word in row["words"])
        with self._database.connection() as connection:
            connection.execute(_UNCOUNT, (list(words), list(words.values())))
        self._add(-len(gone), -sum(row["size"] for row in gone))

    def _add(self, articles: int, size: int) -> None:
        with self._database.connection() as connection:
            connection.execute(_TOTAL, (articles, size))

    def _copy(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with (
            self._database.connection() as connection,
            connection.cursor() as cursor,
            cursor.copy(sql.encode()) as copy,
        ):
            for row in rows:
                copy.write_row(row)


class _Filling(PostgresArticles):
    """Tables that know the numbers of the words they have seen, and count them when asked to."""

    def __init__(self, database: PostgresDatabase, tokenizer: Tokenizer) -> None:
        super().__init__(database, tokenizer)
        self._numbers: dict[str, int] = {}
        self._articles: Counter[str] = Counter()

    def count(self) -> None:
        """Add the articles of each word, and let the planner know what there is now."""
        self._count_words(self._articles)
        with self._database.connection() as connection:
            connection.execute("ANALYZE articles, bodies, terms, words")

    def _number_words(self, held: Sequence[TermCounts]) -> Mapping[str, int]:
        found = Counter(chain.from_iterable(each.counts for each in held))
        self._articles.update(found)
        new = dict.fromkeys(found.keys() - self._numbers.keys(), 0)
        self._numbers |= self._count_words(new)
        return self._numbers


def tag_term(tag: str) -> str:
    """Return the term that stands for the tag; no text holds it."""
    return f"#{tag_token(tag)}"


def _with_tags(terms: TermCounts, row: Row) -> TermCounts:
    tags = [tag_term(tag) for tag in json.loads(row["tags"])]
    return TermCounts(terms.counts | dict.fromkeys(tags, 1), terms.size + len(tags))


def _vector(number: int, terms: TermCounts, numbers: Mapping[str, int]) -> tuple[Any, ...]:
    """Return the row of ``terms``: its words are in order, so that one is found by halving."""
    pairs = sorted(zip(map(numbers.__getitem__, terms.counts), terms.counts.values(), strict=True))
    counts = [times for _, times in pairs]
    if max(counts, default=0) > _MOST_COUNTED:
        counts = [min(times, _MOST_COUNTED) for times in counts]
    return number, terms.size, _numbers([word for word, _ in pairs]), _numbers(counts)


def _array(terms: Iterable[str]) -> str:
    """Return the terms as PostgreSQL reads an array; none holds what would need an escape."""
    joined = '","'.join(terms)
    return f'{{"{joined}"}}' if joined else "{}"


def _numbers(values: Iterable[int]) -> str:
    """Return the numbers as PostgreSQL reads an array."""
    return f"{{{','.join(map(str, values))}}}"
