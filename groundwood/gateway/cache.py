"""Finished answers on disk, so that a re-run is free and a resumed run exact."""

import logging
import sqlite3
import threading
import time
from pathlib import Path
from typing import Protocol

from groundwood.settings import Settings
from groundwood.store import open_responses
from groundwood.store.naming import is_postgres

_LOG = logging.getLogger("groundwood.gateway")

_SET_UP = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    """CREATE TABLE IF NOT EXISTS answers (
        key TEXT PRIMARY KEY, answer TEXT NOT NULL, model TEXT NOT NULL, prompt TEXT NOT NULL,
        made_at REAL NOT NULL
    ) WITHOUT ROWID""",
)
_WAIT = 10.0


class AnswerCache(Protocol):
    """Finished answers by the key of their question. May be used from several threads at once.

    It never stops a run: what cannot be read is none, what cannot be kept is lost, and both are
    logged. Its methods may block; they are called in threads.
    """

    def get(self, key: str) -> str | None:
        """Return the answer that was put under the key, if any."""
        ...

    def put(self, key: str, answer: str, model: str, prompt: str) -> None:
        """Keep the answer; on return it outlives the end of the process, however that ends.

        ``model`` and ``prompt`` only say what it is from.
        """
        ...

    def close(self) -> None:
        """Free what is open; the next use opens it again."""
        ...


def open_cache(settings: Settings) -> AnswerCache | None:
    """Return the cache that the settings ask for, if any: beside a PostgreSQL store, in it."""
    if not settings.response_cache:
        return None
    if is_postgres(settings.store):
        return open_responses(settings.store)
    return ResponseCache(settings.cache_dir / "responses.sqlite3")


class ResponseCache:
    """A SQLite file that many processes and threads may use at once.

    A file that is no sound database is set aside, and where nothing can be read or written the cache
    stays empty; both are logged as warnings. What was put survives the death of the process; the
    last answers may be lost where the machine itself loses power (WAL, ``synchronous = NORMAL``).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._warned = False

    def get(self, key: str) -> str | None:
        """Return the answer that was put under the key, if any."""
        rows = self._run("SELECT answer FROM answers WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    def put(self, key: str, answer: str, model: str, prompt: str) -> None:
        """Keep the answer; ``model`` and ``prompt`` only say what it is from."""
        row = (key, answer, model, prompt, time.time())
        self._run("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", row)

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            self._close()

    def _run(self, statement: str, values: tuple[object, ...]) -> list[tuple[object, ...]]:
        with self._lock:
            for attempt in (1, 2):
                try:
                    return self._open().execute(statement, values).fetchall()
                except (sqlite3.OperationalError, OSError) as exc:
                    self._warn(f"the response cache {self._path} cannot be used: {exc}")
                    return []
                except sqlite3.DatabaseError as exc:
                    if attempt == 1:
                        self._set_aside(exc)
            return []

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch(mode=0o600)
            connection = sqlite3.connect(
                self._path, timeout=_WAIT, isolation_level=None, check_same_thread=False
            )
            try:
                for statement in _SET_UP:
                    connection.execute(statement)
            except sqlite3.Error:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _set_aside(self, exc: sqlite3.DatabaseError) -> None:
        self._close()
        aside = self._path.with_name(f"{self._path.name}.damaged-{time.time_ns()}")
        try:
            self._path.rename(aside)
        except FileNotFoundError:  # another process was faster
            return
        for suffix in ("-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        self._warn(f"the response cache is damaged ({exc}); it now lies at {aside}")

    def _warn(self, text: str) -> None:
        if not self._warned:
            _LOG.warning(text)
        self._warned = True
