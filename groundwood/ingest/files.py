"""From paths to open, whole, uncompressed streams."""

import gzip
import os
import sys
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from groundwood.errors import InputError
from groundwood.ingest.events import Rejected, Warned
from groundwood.text.clean import printable

Source = str | Path | Sequence[str | Path]
"""A file, a folder, ``"-"`` for standard input, or several of these."""

ENDINGS = frozenset(
    (
        ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".rss", ".atom", ".xml", ".rdf", ".html",
        ".htm", ".xhtml", ".txt",
    )
)  # fmt: skip
"""The names that are read in a folder, each also with ``.gz``."""

STDIN = "-"
_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20
_IN_MEMORY = 32 << 20


def find(source: Source) -> Iterator[Path | Rejected | Warned]:
    """Yield the files, those of a folder sorted by name, hidden ones left out."""
    for path in (source,) if isinstance(source, str | Path) else source:
        if str(path) == STDIN or not Path(path).is_dir():
            yield Path(path)
        else:
            yield from _find_in(Path(path))


def _find_in(folder: Path) -> Iterator[Path | Rejected | Warned]:
    unread: list[OSError] = []
    files = sorted(
        Path(place, name)
        for place, folders, names in os.walk(folder, onerror=unread.append)
        if _keep_visible(folders)
        for name in names
        if not name.startswith(".")
    )
    for exc in unread:
        yield Rejected(shown(Path(exc.filename)), 0, exc.strerror or "cannot be read")
    ours = [path for path in files if ending(path.name) in ENDINGS and path.is_file()]
    if not ours:
        yield Rejected(shown(folder), 0, "the folder holds no file of a known kind")
    elif len(files) > len(ours):
        yield Warned(shown(folder), 0, f"{len(files) - len(ours)} files of other kinds left out")
    yield from ours


def _keep_visible(folders: list[str]) -> bool:
    folders[:] = [name for name in folders if not name.startswith(".")]
    return True


def ending(name: str) -> str:
    """Return the file name's ending in lower case, without a closing ``.gz``."""
    return Path(name.lower().removesuffix(".gz")).suffix


def shown(path: Path) -> str:
    """Return the path as it is named in messages."""
    return "stdin" if str(path) == STDIN else printable(str(path))


@contextmanager
def open_whole(path: Path) -> Iterator[IO[bytes]]:
    """Yield the file's content as a seekable stream at its start, uncompressed.

    A gzip file is read through once before, so that nothing of a damaged one is ever used.

    Raises:
        InputError: the file cannot be opened or read, or its compression is damaged.
    """
    try:
        with _open(path) as stream:
            packed = stream.read(2) == _GZIP
            stream.seek(0)
            if not packed:
                yield stream
                return
            with gzip.GzipFile(fileobj=stream, mode="rb") as unpacked:
                _read_through(unpacked)
                yield unpacked  # type: ignore[misc]  # GzipFile is no IO in typeshed, but has all
    except OSError as exc:
        raise InputError(exc.strerror or "cannot be read") from exc


def _open(path: Path) -> IO[bytes]:
    if str(path) == STDIN:
        return _copied(sys.stdin.buffer)
    stream = path.open("rb")
    if stream.seekable():
        return stream
    with stream:
        return _copied(stream)


def _copied(pipe: IO[bytes]) -> IO[bytes]:
    copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (the caller closes)
    for chunk in _chunks(pipe):
        copy.write(chunk)
    copy.seek(0)
    return copy


def _read_through(unpacked: gzip.GzipFile) -> None:
    try:
        for _ in _chunks(unpacked):
            pass
        unpacked.seek(0)
    except EOFError as exc:
        raise InputError("truncated gzip: the file is cut off; nothing of it was used") from exc
    except (gzip.BadGzipFile, zlib.error) as exc:
        raise InputError("damaged gzip; nothing of the file was used") from exc


def _chunks(stream: IO[bytes] | gzip.GzipFile) -> Iterable[bytes]:
    return iter(lambda: stream.read(_CHUNK), b"")
