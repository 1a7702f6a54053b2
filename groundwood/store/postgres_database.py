"""PostgreSQL as a `Database`: a connection for each thread or task that is at work."""

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from groundwood.errors import StoreError
from groundwood.store.database import Row
from groundwood.store.postgres_address import Address, Connection
from groundwood.store.postgres_schema import WRITING, migrate

MOST_IDLE = 4
"""Connections that are kept for the next one who needs one."""

FRESH_SECONDS = 5.0
"""How long a connection may lie idle before it is tried out."""


@dataclass
class _Held:
    """The connection of a transaction, and whether the transaction writes alone."""

    connection: Connection
    alone: bool = False


class PostgresDatabase:
    """A PostgreSQL database. May be used from several threads and tasks at once."""

    skip_locked = "FOR UPDATE SKIP LOCKED"

    def __init__(self, address: Address) -> None:
        self.address = address
        self.place = address.place
        self._guard = threading.Lock()
        self._idle: list[tuple[float, Connection]] = []
        self._closed = False
        self._held: ContextVar[_Held | None] = ContextVar("transaction", default=None)
        try:
            with self.connection() as connection:
                migrate(connection, self.place)
        except BaseException:
            self.close()
            raise

    @property
    def engine(self) -> str:
        """PostgreSQL, with the server's version."""
        with self.connection() as connection:
            version = connection.info.parameter_status("server_version") or ""
            return f"PostgreSQL {version.partition(' ')[0]}"

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Return the rows of the statement."""
        with self.connection() as connection:
            return list(connection.execute(_translated(sql), values))

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Execute the statement and return how many rows it touched."""
        with self.connection() as connection:
            return connection.execute(_translated(sql), values).rowcount

    def many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Execute the statement once for each group of values."""
        with self.transaction(alone=False), self.connection() as connection:
            connection.cursor().executemany(_translated(sql), list(values))

    @contextmanager
    def transaction(self, *, alone: bool = True) -> Iterator[None]:
        """Hold what is done inside together, all or nothing; inside another one it joins it."""
        held = self._held.get()
        if held is not None:
            self._take_turn(held, alone)
            yield
            return
        with self.connection() as connection, connection.transaction():
            held = _Held(connection)
            token = self._held.set(held)
            try:
                self._take_turn(held, alone)
                yield
            finally:
                self._held.reset(token)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let what is read inside be of one moment, whatever is written meanwhile."""
        with self.transaction(alone=False):
            self.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Yield the transaction's connection, or one of its own; translate its errors."""
        held = self._held.get()
        with self.address.errors():
            if held is not None:
                yield held.connection
                return
            connection = self._take()
            try:
                yield connection
            finally:
                self._give_back(connection)

    def close(self) -> None:
        """Release the connections; calling it again does nothing."""
        with self._guard:
            self._closed, idle, self._idle = True, self._idle, []
        for _, connection in idle:
            connection.close()

    def _take_turn(self, held: _Held, alone: bool) -> None:
        """Wait until no other transaction of the store writes alone, and be that one."""
        if alone and not held.alone:
            held.connection.execute("SELECT pg_advisory_xact_lock(%s)", [WRITING])
            held.alone = True

    def _take(self) -> Connection:
        while True:
            with self._guard:
                if self._closed:
                    raise StoreError(f"{self.place}: the store is closed")
                if not self._idle:
                    break
                since, connection = self._idle.pop()
            if time.monotonic() - since < FRESH_SECONDS or _answers(connection):
                return connection
        return self.address.connect()

    def _give_back(self, connection: Connection) -> None:
        with self._guard:
            sound = connection.info.transaction_status == TransactionStatus.IDLE
            if sound and not self._closed and len(self._idle) < MOST_IDLE:
                self._idle.append((time.monotonic(), connection))
                return
        connection.close()


def _answers(connection: Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except psycopg.Error:
        connection.close()
        return False
    return True


@lru_cache(maxsize=500)
def _translated(sql: str) -> bytes:
    """Return the statement with psycopg's places for values; ``?`` has no other meaning in ours."""
    return sql.replace("%", "%%").replace("?", "%s").encode()
