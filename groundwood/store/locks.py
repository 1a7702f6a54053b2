"""Names that one process at a time holds, beside a SQLite file; a kill releases them."""

import fcntl
import hashlib
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from groundwood.errors import StoreBusy, StoreError


class FileLocks:
    """Locks by ``flock`` in a folder beside the store file; of a store in memory, in this process."""

    def __init__(self, path: str) -> None:
        self._folder = None if path == ":memory:" else Path(f"{path}.locks")
        self._held: set[str] = set()
        self._guard = threading.Lock()

    @contextmanager
    def hold(self, name: str) -> Iterator[None]:
        """Hold the name until the end.

        Raises:
            StoreBusy: another process, or another task of this one, holds it.
        """
        with self._guard:
            if name in self._held:
                raise StoreBusy(f"{name} is being worked on")
            self._held.add(name)
        try:
            with self._file(name):
                yield
        finally:
            self._held.discard(name)

    @contextmanager
    def _file(self, name: str) -> Iterator[None]:
        if self._folder is None:
            yield
            return
        with self._open(name) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as exc:
                raise StoreBusy(f"{name} is being worked on by another process") from exc
            yield

    def _open(self, name: str) -> TextIO:
        assert self._folder is not None  # a store in memory has no files
        try:
            self._folder.mkdir(exist_ok=True)
            digest = hashlib.sha256(name.encode()).hexdigest()[:32]
            return (self._folder / digest).open("w")
        except OSError as exc:
            raise StoreError(f"{self._folder}: {exc.strerror}") from exc


@contextmanager
def held(lock: AbstractContextManager[None], busy: str) -> Iterator[None]:
    """Hold the lock until the end.

    Raises:
        StoreBusy: somebody holds it; ``busy`` is the text.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(lock)
        except StoreBusy as exc:
            raise StoreBusy(busy) from exc
        yield
