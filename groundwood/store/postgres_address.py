"""Where a PostgreSQL store is, how it is named without its password, and what its errors say."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.adapt import Buffer
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row
from psycopg.types.string import StrDumperUnknown, TextLoader

from groundwood.errors import SettingsError, StoreError

Connection = psycopg.Connection[dict[str, Any]]
AsyncConnection = psycopg.AsyncConnection[dict[str, Any]]

SCHEMA = "groundwood"
"""The schema that holds the tables, so that the database may hold other programs' too."""

BUSY_SECONDS = 30

SESSION = (
    f"SET search_path = {SCHEMA}; SET lock_timeout = '{BUSY_SECONDS}s'; SET TimeZone = 'UTC'; "
    "SET jit = off; SET random_page_cost = 1.1; SET tcp_keepalives_idle = 30; "
    "SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"
)
"""What each connection is told: where the tables are, how long to wait, that a search is short and
its pages are in memory or on a solid disk, and how soon a machine that is gone is missed."""

_DEFAULTS = {"connect_timeout": "10", "application_name": "groundwood"}


@dataclass(frozen=True)
class Address:
    """A PostgreSQL database by its URL; it never prints the password."""

    url: str = field(repr=False)
    place: str

    @classmethod
    def of(cls, url: str) -> "Address":
        """Return the address.

        Raises:
            SettingsError: the URL cannot be read.
        """
        try:
            known = conninfo_to_dict(url)
        except psycopg.Error as exc:
            text = "--store: not of the form postgresql://user:password@host:port/database"
            raise SettingsError(text) from _without_secrets(exc)
        user = f"{known['user']}@" if known.get("user") else ""
        host = known.get("host") or known.get("hostaddr") or ""
        port = f":{known['port']}" if known.get("port") else ""
        return cls(url, f"postgresql://{user}{host}{port}/{known.get('dbname') or ''}")

    def connect(self) -> Connection:
        """Return a new connection on which every statement stands alone.

        Raises:
            psycopg.Error: there is no server, or it refuses.
        """
        connection: Connection = psycopg.connect(
            **self._parameters, autocommit=True, row_factory=dict_row
        )
        connection.adapters.register_dumper(str, _Escaped)
        connection.adapters.register_loader("text", _Unescaped)
        connection.execute(SESSION)
        return connection

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection for use on an event loop, as LangGraph's checkpoints want it.

        Raises:
            StoreError: there is no server, it refuses, or the connection is lost.
        """
        with self.errors():
            connection: AsyncConnection = await psycopg.AsyncConnection.connect(
                **self._parameters, autocommit=True, prepare_threshold=0, row_factory=dict_row
            )
            try:
                await connection.execute(SESSION, prepare=False)
                yield connection
            finally:
                await connection.close()

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Translate the driver's errors; the text is one line."""
        try:
            yield
        except psycopg.Error as exc:
            text = " ".join(str(exc).split()) or type(exc).__name__
            raise StoreError(f"{self.place}: {text}") from exc

    @property
    def _parameters(self) -> dict[str, Any]:
        return {**_DEFAULTS, **conninfo_to_dict(self.url), "client_encoding": "utf8"}


def _without_secrets(exc: psycopg.Error) -> Exception:
    """Return an error that can be shown: libpq's text holds the part of the URL it cannot read."""
    return ValueError(type(exc).__name__)


class _Escaped(StrDumperUnknown):
    """Text as PostgreSQL can keep it, which has no place for NUL."""

    def dump(self, obj: str) -> Buffer | None:
        """Return the text with NUL and the escape character escaped."""
        if "\x00" in obj or "\x1b" in obj:
            obj = obj.replace("\x1b", "\x1b1").replace("\x00", "\x1b0")
        return super().dump(obj)


class _Unescaped(TextLoader):
    """What `_Escaped` made, as it was."""

    def load(self, data: Buffer) -> str:
        """Return the text."""
        text = str(data, "utf-8")
        if "\x1b" in text:
            text = text.replace("\x1b0", "\x00").replace("\x1b1", "\x1b")
        return text
