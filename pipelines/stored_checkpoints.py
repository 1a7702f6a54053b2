"""Checkpoints in PostgreSQL, beside the store's tables, so that any machine goes on with a run."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.serde.base import SerializerProtocol

from groundwood.errors import SettingsError, StoreBusy
from groundwood.store.base import KeepsCheckpoints

if TYPE_CHECKING:
    from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver

_WAIT = 0.05
_VERSION = """
    SELECT count(*) AS tables FROM pg_class WHERE relname = 'checkpoint_migrations'
    AND relnamespace = current_schema()::regnamespace
"""


@asynccontextmanager
async def stored_checkpoints(
    store: KeepsCheckpoints, serializer: SerializerProtocol
) -> AsyncIterator[BaseCheckpointSaver[str]]:
    """Yield a saver in the store's database, and make its tables where there are none.

    Raises:
        SettingsError: the extra ``postgres`` is not installed whole.
        StoreError: the server cannot be reached, refuses, or is lost.
    """
    try:
        from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver  # an optional extra
    except ImportError as exc:
        raise SettingsError(
            "--run-id: checkpoints in PostgreSQL need langgraph-checkpoint-postgres: "
            "pip install 'groundwood[postgres]'"
        ) from exc
    async with store.checkpoint_connection() as connection:
        saver = AsyncPostgresSaver(connection, serde=serializer)
        while not await _is_ready(saver, connection):
            await _set_up(saver, store)
        yield saver


async def _is_ready(saver: "AsyncPostgresSaver", connection: Any) -> bool:
    cursor = await connection.execute(_VERSION)
    if not (await cursor.fetchone())["tables"]:
        return False
    cursor = await connection.execute("SELECT max(v) AS version FROM checkpoint_migrations")
    return bool((await cursor.fetchone())["version"] == len(saver.MIGRATIONS) - 1)


async def _set_up(saver: "AsyncPostgresSaver", store: KeepsCheckpoints) -> None:
    """Make the tables, or wait a moment while another process makes them.

    It must not wait inside the database: what is made is an index ``CONCURRENTLY``, which waits
    until all that was under way has ended, those who wait for it among them.
    """
    try:
        with store.lock("the tables of checkpoints"):
            await saver.setup()
    except StoreBusy:
        await asyncio.sleep(_WAIT)
