"""What is asked of a database, whichever it is."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol

from groundwood.nouns import ArticleId

Row = Mapping[str, Any]
StoredArticle = dict[str, Any]
"""An article as a row of the tables; see `groundwood.store.rows`."""


class Database(Protocol):
    """A SQL database. Values stand at ``?`` in the statements; errors come as `StoreError`.

    ``place`` is how errors name it, ``engine`` what it is, with its version. ``skip_locked`` ends a SELECT whose rows are to be locked until
    the end of the transaction, leaving out those that another process has locked; it is empty
    where a transaction that writes is alone anyway.
    """

    @property
    def place(self) -> str: ...

    @property
    def engine(self) -> str: ...

    @property
    def skip_locked(self) -> str: ...

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Return the rows of the statement."""
        ...

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Execute the statement and return how many rows it touched."""
        ...

    def many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Execute the statement once for each group of values."""
        ...

    def transaction(self, *, alone: bool = True) -> AbstractContextManager[None]:
        """Hold what is done inside together, all or nothing; inside another one it joins it.

        ``alone``: no other such transaction of the store is under way meanwhile. Where it is not
        asked for, `skip_locked` keeps two from the same row.
        """
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """Let what is read inside be of one moment, whatever is written meanwhile."""
        ...


class ArticleTables(Protocol):
    """The tables of articles, whichever database they are in, inside a transaction."""

    def known(
        self, field: Literal["id", "digest"], values: Iterable[str]
    ) -> dict[str, StoredArticle]:
        """Return the rows whose field has one of the values, by that value."""
        ...

    def owner(self, key: ArticleId) -> str | None:
        """Return the digest of the article of that id, if there is one."""
        ...

    def last(self, column: Literal["number", "arrival"]) -> int:
        """Return the highest value of the column, 0 where there is no article."""
        ...

    def insert(self, rows: list[StoredArticle]) -> None:
        """Add the rows, and what is searched by."""
        ...

    def update(self, changes: list[tuple[StoredArticle, StoredArticle]]) -> None:
        """Put for each (old, new) row the new one in the old one's place."""
        ...

    def filling(self) -> AbstractContextManager["ArticleTables"]:
        """Yield tables for many insertions in one transaction; what is counted is so at the end."""
        ...
