"""SQLite as a `Database`: one connection, used by one thread at a time."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from groundwood.errors import StoreError
from groundwood.store.database import Row
from groundwood.store.migrations import migrate

BUSY_SECONDS = 30


class SqliteDatabase:
    """A SQLite file, or one in memory. May be used from several threads."""

    skip_locked = ""
    engine = f"SQLite {sqlite3.sqlite_version}"

    def __init__(self, path: str) -> None:
        self.place = path
        self._lock = threading.RLock()
        with self.errors():
            self.connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self.connection.close()
                raise

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Return the rows of the statement."""
        with self.errors():
            return [dict(row) for row in self.connection.execute(sql, values)]

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Execute the statement and return how many rows it touched."""
        with self.errors():
            return self.connection.execute(sql, values).rowcount

    def many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Execute the statement once for each group of values."""
        with self.errors():
            self.connection.executemany(sql, values)

    @contextmanager
    def transaction(self, *, alone: bool = True) -> Iterator[None]:
        """Hold what is done inside together, all or nothing; inside another one it joins it.

        One that writes is always alone.
        """
        with self._transaction("IMMEDIATE"):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let what is read inside be of one moment, whatever is written meanwhile."""
        with self._transaction("DEFERRED"):
            yield

    @contextmanager
    def _transaction(self, kind: str) -> Iterator[None]:
        with self.errors():
            if self.connection.in_transaction:
                yield
                return
            self.connection.execute(f"BEGIN {kind}")
            try:
                yield
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Hold the connection for this thread, and translate its errors."""
        with self._lock:
            try:
                yield
            except sqlite3.Error as exc:
                raise StoreError(f"{self.place}: {exc}") from exc

    def close(self) -> None:
        """Release the file; calling it again does nothing."""
        with self._lock:
            self.connection.close()

    def _prepare(self) -> None:
        self.connection.row_factory = sqlite3.Row
        if self.connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("PRAGMA cache_size = -8192")
        migrate(self.connection, self.place)
