"""Names that one process at a time holds, by advisory locks of PostgreSQL; a kill releases them."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import blake2b

import psycopg

from groundwood.errors import StoreBusy
from groundwood.store.postgres_address import Address, Connection

_TRY = "SELECT pg_try_advisory_lock(%s) AS mine"


class AdvisoryLocks:
    """Locks, each on a connection of its own: the server lets go when that is gone."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._held: set[str] = set()
        self._guard = threading.Lock()

    @contextmanager
    def hold(self, name: str) -> Iterator[None]:
        """Hold the name until the end.

        Raises:
            StoreBusy: another process, or another task of this one, holds it.
            StoreError: there is no server.
        """
        with self._guard:
            if name in self._held:
                raise StoreBusy(f"{name} is being worked on")
            self._held.add(name)
        try:
            connection = self._locked(name)
            try:
                yield
            finally:
                _let_go(connection)
        finally:
            self._held.discard(name)

    def _locked(self, name: str) -> Connection:
        with self._address.errors():
            connection = self._address.connect()
            try:
                row = connection.execute(_TRY, [lock_number(name)]).fetchone()
                if row is None or not row["mine"]:
                    raise StoreBusy(f"{name} is being worked on by another process")
            except BaseException:
                connection.close()
                raise
        return connection


def _let_go(connection: Connection) -> None:
    """Free the name at once: the server may notice a closed connection only after a while."""
    with closing(connection), suppress(psycopg.Error):
        connection.execute("SELECT pg_advisory_unlock_all()")


def lock_number(name: str) -> int:
    """Return the number that stands for the name: 64 bits with a sign, as PostgreSQL wants it."""
    digest = blake2b(b"groundwood " + name.encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
