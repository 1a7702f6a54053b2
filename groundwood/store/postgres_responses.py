"""Finished answers of models in PostgreSQL, so that what one machine paid for is free for all."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from groundwood.errors import StoreError
from groundwood.store.postgres_address import Address
from groundwood.store.postgres_database import PostgresDatabase

_LOG = logging.getLogger("groundwood.store")

Result = TypeVar("Result")

_PUT = """
    INSERT INTO answers (key, answer, model, prompt, made_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET answer = excluded.answer, model = excluded.model,
    prompt = excluded.prompt, made_at = excluded.made_at
"""


class PostgresResponses:
    """The response cache beside the tables of a store. May be used from several threads at once.

    It never stops a run: where the server cannot be reached nothing is found and nothing is kept,
    which is logged once as a warning.
    """

    def __init__(self, url: str) -> None:
        self._address = Address.of(url)
        self._guard = threading.Lock()
        self._database: PostgresDatabase | None = None
        self._warned = False

    def get(self, key: str) -> str | None:
        """Return the answer that was put under the key, if any."""
        return self._use(lambda database: _found(database, key))

    def put(self, key: str, answer: str, model: str, prompt: str) -> None:
        """Keep the answer; ``model`` and ``prompt`` only say what it is from."""
        self._use(lambda database: database.run(_PUT, (key, answer, model, prompt, time.time())))

    def close(self) -> None:
        """Close the connections; the next use opens them again."""
        with self._guard:
            if self._database is not None:
                self._database.close()
            self._database = None

    def _use(self, what: Callable[[PostgresDatabase], Result]) -> Result | None:
        try:
            return what(self._open())
        except StoreError as exc:
            with self._guard:
                if not self._warned:
                    _LOG.warning("the response cache cannot be used: %s", exc)
                self._warned = True
            return None

    def _open(self) -> PostgresDatabase:
        with self._guard:
            if self._database is None:
                self._database = PostgresDatabase(self._address)
            return self._database


def _found(database: PostgresDatabase, key: str) -> str | None:
    rows = database.rows("SELECT answer FROM answers WHERE key = ?", (key,))
    return str(rows[0]["answer"]) if rows else None
