"""What the stories and the ledger ask of a database, whichever it is."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = Mapping[str, Any]


class Database(Protocol):
    """A SQL database. Values stand at ``?`` in the statements; errors come as `StoreError`.

    ``place`` is how errors name it. ``skip_locked`` ends a SELECT whose rows are to be locked until
    the end of the transaction, leaving out those that another process has locked; it is empty
    where a transaction that writes is alone anyway.
    """

    @property
    def place(self) -> str: ...

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

    def transaction(self) -> AbstractContextManager[None]:
        """Hold what is done inside together, all or nothing; inside another one it joins it."""
        ...
