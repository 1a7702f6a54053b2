"""Whole stores to files and back: from SQLite to PostgreSQL, and the other way.

A file is gzip of lines of JSON: what it is (``{"format":1,"groundwood":"store"}``); the parts, one
row a line under its part's name; last the manifest, with the number of lines and the SHA-256 of
each part. A file without its last line is therefore not a whole one. The same store gives the same
bytes, whichever database it is in.
"""

import gzip
import json
import os
import tempfile
import zlib
from collections.abc import Generator
from contextlib import closing
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from groundwood.errors import InputError, StoreError
from groundwood.nouns.base import misfit
from groundwood.store import open_store
from groundwood.store.base import Store
from groundwood.store.parts import NAMES, PAGE, Part, Tally, insert, is_empty, lines_of

FORMAT = 1
_HEADER = {"format": FORMAT, "groundwood": "store"}
_MANIFEST = "manifest"

Parts = dict[str, Part]


def export_store(store: Store, file: Path) -> Parts:
    """Write all that the store holds into the file, as it is at one moment; return what that is.

    It is written aside and renamed, so that the file is whole or as it was.

    Raises:
        InputError: the file cannot be written.
        StoreError: the store cannot be read.
    """
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with aside.open("wb") as raw:
            parts = _write(store, raw)
            os.fsync(raw.fileno())
        aside.replace(file)
    except OSError as exc:
        raise InputError(f"{file}: {exc.strerror or exc}") from exc
    finally:
        aside.unlink(missing_ok=True)
    return parts


def import_store(store: Store, file: Path) -> Parts:
    """Fill the empty store with all that the file holds; return what that is.

    The file is read whole and proven before a row is written; what was written is read again and
    proven before it is kept.

    Raises:
        InputError: the file cannot be read, is damaged, is not whole, or is no store.
        StoreError: the store is not empty, or does not hold what was written.
    """
    parts = check_file(file)
    with store.transaction():
        if not is_empty(store):
            raise StoreError(
                f"{store.database.place}: the store is not empty; import into a new one"
            )
        _fill(store, file)
        tally = Tally()
        for name, line in lines_of(store):
            tally.add(name, line)
        if tally.parts() != parts:
            raise StoreError(f"{store.database.place}: not what {file} holds; nothing is kept")
    return parts


def move_store(store: Store, url: str) -> Parts:
    """Fill the empty store at the URL with all that this one holds; return what that is.

    It goes by way of a temporary file, so that reading keeps nobody from writing for long.

    Raises:
        SettingsError, StoreError: see `groundwood.store.open_store` and `import_store`.
        InputError: there is no room for the file.
    """
    with tempfile.TemporaryDirectory() as folder, closing(open_store(url)) as target:
        file = Path(folder) / "store.gz"
        export_store(store, file)
        return import_store(target, file)


def check_file(file: Path) -> Parts:
    """Read the file whole and return what it holds.

    Raises:
        InputError: it cannot be read, is damaged, is not whole, or is no store.
    """
    tally, manifest = Tally(), None
    for number, (name, row, line) in enumerate(_read(file), 2):
        if manifest is not None:
            raise InputError(f"{file}:{number}: there is something behind the manifest")
        if name == _MANIFEST:
            manifest = _parts(file, number, row)
        else:
            tally.add(name, line)
    if manifest is None:
        raise InputError(f"{file}: not whole: its last line, the manifest, is missing")
    found = tally.parts()
    for name in NAMES:
        if found[name] != manifest[name]:
            raise InputError(f"{file}: damaged: its {name} are not those of its manifest")
    return found


def _write(store: Store, raw: Any) -> Parts:
    tally = Tally()
    with gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0) as out:
        out.write(_line(_HEADER))
        with store.database.snapshot():
            for name, line in lines_of(store):
                tally.add(name, line)
                out.write(line)
        parts = tally.parts()
        out.write(_line({_MANIFEST: {name: part.model_dump() for name, part in parts.items()}}))
    return parts


def _fill(store: Store, file: Path) -> None:
    with closing(_read(file)) as rows, store.articles.filling() as articles:
        for name, group in groupby(rows, key=lambda row: row[0]):
            before = 0
            while page := [row for _, row, _ in islice(group, PAGE)]:
                if name != _MANIFEST:
                    insert(store, articles, name, page, before)
                before += len(page)


def _read(file: Path) -> Generator[tuple[str, Any, bytes]]:
    """Yield the part, the row and the line of each line but the first, which is checked.

    Raises:
        InputError: the file cannot be read, or a line is not one of a store's.
    """
    try:
        with gzip.open(file, "rb") as lines:
            _check_header(file, lines.readline())
            for number, line in enumerate(lines, 2):
                name, row = _row(file, number, line)
                yield name, row, line
    except (EOFError, zlib.error, gzip.BadGzipFile) as exc:
        raise InputError(f"{file}: damaged, not whole, or no exported store: {exc}") from exc
    except OSError as exc:
        raise InputError(f"{file}: {exc.strerror or exc}") from exc


def _check_header(file: Path, line: bytes) -> None:
    header = _json(line)
    if not isinstance(header, dict) or header.get("groundwood") != "store":
        raise InputError(f"{file}: not an exported store")
    if header != _HEADER:
        raise InputError(
            f"{file}: its format is {header.get('format')}, this version reads {FORMAT}"
        )


def _row(file: Path, number: int, line: bytes) -> tuple[str, Any]:
    known = _json(line)
    if isinstance(known, dict) and len(known) == 1:
        [(name, row)] = known.items()
        if isinstance(row, dict) and (name in NAMES or name == _MANIFEST):
            return name, row
    raise InputError(f"{file}:{number}: damaged: not a row of a store")


def _parts(file: Path, number: int, row: Any) -> Parts:
    try:
        return {name: Part.model_validate(row.get(name)) for name in NAMES}
    except ValidationError as exc:
        raise InputError(f"{file}:{number}: damaged: manifest: {misfit(exc)}") from exc


def _json(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:  # also what is no UTF-8
        return None


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode() + b"\n"
