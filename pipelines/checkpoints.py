"""Checkpoints: where a killed run goes on from."""

import fcntl
import re
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TextIO

import aiosqlite
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from groundwood import nouns
from groundwood.errors import SettingsError, StoreError
from groundwood.pipelines.state import Draft
from groundwood.pipelines.stored_checkpoints import stored_checkpoints
from groundwood.store.base import ArticleStore, KeepsCheckpoints
from groundwood.store.locks import held

Saver = BaseCheckpointSaver[str]

_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")

_shared: ContextVar[Saver | None] = ContextVar("checkpoints of many runs", default=None)


def checkpoint_file(folder: Path, run_id: str) -> Path:
    """Return the run's checkpoint file; one a run, so that runs never wait for one another.

    Raises:
        SettingsError: the run id is not 1 to 80 of letters, digits, ``.``, ``_`` and ``-``.
    """
    if not _RUN_ID.fullmatch(run_id):
        raise SettingsError(
            f"--run-id: {run_id!r} is not 1 to 80 of letters, digits, '.', '_' and '-'"
        )
    return folder / f"{run_id}.sqlite"


@asynccontextmanager
async def checkpoints_of(
    folder: Path, run_id: str, store: ArticleStore | None = None
) -> AsyncIterator[Saver]:
    """Yield where the run's checkpoints are: what is shared, else the store, else the run's own file.

    Raises:
        SettingsError: the run id is malformed.
        StoreError: see `open_checkpoints`.
    """
    shared = _shared.get()
    if shared is not None:
        yield shared
        return
    file = checkpoint_file(folder, run_id)
    if not isinstance(store, KeepsCheckpoints):
        async with open_checkpoints(file) as saver:
            yield saver
        return
    with _hold(store, run_id):
        async with stored_checkpoints(store, serializer()) as saver:
            yield saver


@asynccontextmanager
async def shared_checkpoints(file: Path, store: ArticleStore | None = None) -> AsyncIterator[Saver]:
    """Let all runs inside, of this task and those it starts, keep their checkpoints in one place.

    That is the store where it takes them, and then no other process is kept from it: whoever shares
    it sees to it that nobody else is at the same run. Else it is the file.

    Raises:
        StoreError: see `open_checkpoints`.
    """
    opened = (
        stored_checkpoints(store, serializer())
        if isinstance(store, KeepsCheckpoints)
        else open_checkpoints(file)
    )
    async with opened as saver:
        token = _shared.set(saver)
        try:
            yield saver
        finally:
            _shared.reset(token)


@asynccontextmanager
async def open_checkpoints(file: Path) -> AsyncIterator[Saver]:
    """Yield a saver on the file that restores nothing but Groundwood's own nouns.

    Raises:
        StoreError: the file cannot be made, read or written, or another process is at this run.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = file.with_suffix(".lock").open("w")
    except OSError as exc:
        raise StoreError(f"--run-id: {file.parent}: {exc.strerror}") from exc
    with lock:
        _lock(lock, file.stem)
        async with _saver(file) as saver:
            yield saver


def remove_checkpoints(file: Path) -> None:
    """Remove the file of a run that needs it no more, and what SQLite keeps beside it."""
    for ending in (".sqlite", ".sqlite-wal", ".sqlite-shm", ".lock"):
        (file.parent / f"{file.stem}{ending}").unlink(missing_ok=True)


def _hold(store: KeepsCheckpoints, run_id: str) -> AbstractContextManager[None]:
    """Hold the run, also on other machines, so that no story is paid twice."""
    busy = f"--run-id: {run_id!r} is being run by another process"
    return held(store.lock(f"run {run_id}"), busy)


def _lock(lock: TextIO, run_id: str) -> None:
    """Hold the run until the file is closed, also by a kill, so that no story is paid twice."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as exc:
        raise StoreError(f"--run-id: {run_id!r} is being run by another process") from exc


@asynccontextmanager
async def _saver(file: Path) -> AsyncIterator[Saver]:
    try:
        async with AsyncSqliteSaver.from_conn_string(str(file)) as saver:
            saver.serde = serializer()
            await saver.setup()
            await saver.conn.execute("PRAGMA synchronous = NORMAL")  # whole after any kill
            yield saver
    except aiosqlite.Error as exc:
        raise StoreError(f"--run-id: checkpoints in {file}: {exc}") from exc


def serializer() -> JsonPlusSerializer:
    """Return what restores nothing but Groundwood's own nouns."""
    types = [getattr(nouns, name) for name in nouns.__all__]
    classes = [item for item in [*types, Draft] if isinstance(item, type)]
    ours = [(item.__module__, item.__name__) for item in classes]
    return JsonPlusSerializer(allowed_msgpack_modules=ours)
