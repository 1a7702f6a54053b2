"""Checkpoints: where a killed run goes on from."""

import fcntl
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TextIO

import aiosqlite
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from groundwood import nouns
from groundwood.errors import SettingsError, StoreError
from groundwood.pipelines.state import Draft

_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


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
async def open_checkpoints(file: Path) -> AsyncIterator[BaseCheckpointSaver[str]]:
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


def _lock(lock: TextIO, run_id: str) -> None:
    """Hold the run until the file is closed, also by a kill, so that no story is paid twice."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as exc:
        raise StoreError(f"--run-id: {run_id!r} is being run by another process") from exc


@asynccontextmanager
async def _saver(file: Path) -> AsyncIterator[BaseCheckpointSaver[str]]:
    try:
        async with AsyncSqliteSaver.from_conn_string(str(file)) as saver:
            saver.serde = JsonPlusSerializer(allowed_msgpack_modules=_ours())
            await saver.setup()
            yield saver
    except aiosqlite.Error as exc:
        raise StoreError(f"--run-id: checkpoints in {file}: {exc}") from exc


def _ours() -> list[tuple[str, str]]:
    types = [getattr(nouns, name) for name in nouns.__all__]
    classes = [item for item in [*types, Draft] if isinstance(item, type)]
    return [(item.__module__, item.__name__) for item in classes]
