"""The records of a file: JSON in all its shapes, CSV, TSV and parquet, each also gzipped.

Only one record at a time is held (of parquet a batch), whatever the size of the file.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib import import_module
from io import TextIOWrapper
from itertools import count
from pathlib import Path
from typing import IO, Any, Literal

from groundwood.errors import InputError
from groundwood.eval.reading.json_values import JsonValues
from groundwood.eval.reading.row import Row
from groundwood.ingest.decode import MAX_LINE, encoding_of
from groundwood.ingest.files import ending, open_whole, shown
from groundwood.ingest.sniff import DELIMITERS, HEAD, looks_binary

Layout = Literal["json", "csv", "parquet", "text"]

LIST = "data"
"""The field under which a JSON object may wrap its records."""

BATCH = 16
"""Rows of parquet that are decoded at a time."""

_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\]\"])")
_HEADER = re.compile(r"\"?[a-z][a-z0-9_]*\"?(?:[,;\t|]\"?[a-z][a-z0-9_]*\"?)+")
_PARQUET = b"PAR1"


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Yield the content of the file, uncompressed.

    Raises:
        InputError: it cannot be opened, or its compression is damaged; the text names it.
    """
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(open_whole(path))
        except InputError as exc:
            raise InputError(f"{shown(path)}: {exc}") from exc
        yield stream


@contextmanager
def opened_text(path: Path) -> Iterator[IO[str]]:
    """Yield the content of the file as text: UTF-8, or UTF-16 and UTF-32 with a byte order mark.

    Raises:
        InputError: it cannot be opened, or is in another encoding.
    """
    with opened(path) as stream:
        encoding = encoding_of(stream.read(64))
        stream.seek(0)
        try:
            yield TextIOWrapper(stream, encoding, newline="")
        except UnicodeDecodeError as exc:
            raise InputError(f"{shown(path)}: not {exc.encoding.upper()}: {exc.reason}") from exc


def layout_of(path: Path) -> Layout:
    """Return what the file holds, by its content; the name only settles what content cannot.

    Raises:
        InputError: it cannot be opened, or is no text.
    """
    with opened(path) as stream:
        head = stream.read(HEAD)
    if head.startswith(_PARQUET):
        return "parquet"
    if looks_binary(head):
        raise InputError(f"{shown(path)}: neither text nor parquet")
    text = head.decode(encoding_of(head), "replace").lstrip("\ufeff")
    suffix = ending(path.name)
    if suffix in (".csv", ".tsv"):
        return "csv"
    if suffix in (".json", ".jsonl", ".ndjson") or _JSON.match(text):
        return "json"
    return "csv" if _HEADER.fullmatch(text.partition("\n")[0].strip()) else "text"


def records(path: Path) -> Iterator[Row]:
    """Yield the records of the file, in order.

    JSON may be lines, values one after another, a list, or an object with a list in ``data``.

    Raises:
        InputError: the file cannot be read, is of no such layout, holds no record or a broken one;
            the text names file and line.
    """
    read = _READERS.get(layout_of(path))
    if read is None:
        raise InputError(f"{shown(path)}: neither JSON nor CSV nor parquet")
    is_empty = True
    for row in read(path):
        is_empty = False
        yield row
    if is_empty:
        raise InputError(f"{shown(path)}: there is no record in it")


def _json(path: Path) -> Iterator[Row]:
    with opened_text(path) as text:
        values, numbers = JsonValues(text, shown(path)), count(1)
        while mark := values.next_mark():
            if mark == "[":
                yield from _listed(values, numbers, shown(path))
            elif mark == "{":
                yield from _object(values, numbers, shown(path))
            else:
                raise InputError(f"{shown(path)}:{values.line}: expected an object or a list")


def _listed(
    values: JsonValues,
    numbers: Iterator[int],
    file: str,
    name: str = "",
    outer: Mapping[str, Any] | None = None,
) -> Iterator[Row]:
    for place, line in enumerate(_items(values, "[", "]")):
        value, at = values.value(), f"{name}[{place}]."
        if not isinstance(value, dict):
            raise InputError(f"{file}:{line}: {at[:-1]}: expected an object")
        yield Row(file, line, next(numbers), value, at, outer or {})


def _object(values: JsonValues, numbers: Iterator[int], file: str) -> Iterator[Row]:
    """Yield the object as one row, or the rows of the list that it wraps."""
    line, fields, wraps = values.line, dict[str, Any](), False
    for _ in _items(values, "{", "}"):
        name = values.value()
        values.take(":")
        if name == LIST and values.next_mark() == "[":
            wraps = True
            yield from _listed(values, numbers, file, LIST, dict(fields))
        else:
            fields[name] = values.value()
    if not wraps:
        yield Row(file, line, next(numbers), fields)


def _items(values: JsonValues, begin: str, end: str) -> Iterator[int]:
    """Yield the line of each item of a list or object; the caller takes the item itself."""
    values.take(begin)
    is_first = True
    while values.next_mark() != end:
        if not is_first:
            values.take(",")
            values.next_mark()
        yield values.line
        is_first = False
    values.take(end)


def _csv(path: Path) -> Iterator[Row]:
    csv.field_size_limit(MAX_LINE)  # of the process, as the module has it; the default is 128 kB
    file = shown(path)
    with opened_text(path) as text:
        first = text.readline()
        text.seek(0)
        delimiter = max(DELIMITERS, key=first.count)
        table = _cells(text, delimiter, file)
        header = next(table, (1, [""]))[1]
        for number, (line, cells) in enumerate(table, 1):
            if len(cells) != len(header):
                what = f"{len(cells)} cells where the header has {len(header)}"
                raise InputError(f"{file}:{line}: {what}")
            yield Row(file, line, number, dict(zip(header, cells, strict=True)))


def _cells(text: IO[str], delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which a row begins, and its cells."""
    table = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        line = table.line_num + 1
        try:
            cells = next(table, None)
        except csv.Error as exc:
            raise InputError(f"{file}:{line}: not CSV: {exc}") from exc
        if cells is None:
            return
        if cells:
            yield line, cells


def _parquet(path: Path) -> Iterator[Row]:
    try:
        parquet = import_module("pyarrow.parquet")
    except ImportError as exc:
        raise InputError(f"{shown(path)}: parquet is read with pyarrow: install it") from exc
    numbers = count(1)
    with opened(path) as stream:
        try:
            for batch in parquet.ParquetFile(stream).iter_batches(batch_size=BATCH):
                for values in batch.to_pylist():
                    number = next(numbers)
                    yield Row(shown(path), number, number, values)
        except (ValueError, OSError) as exc:
            raise InputError(f"{shown(path)}: damaged parquet: {exc}") from exc


_READERS: Mapping[Layout, Callable[[Path], Iterator[Row]]] = {
    "json": _json,
    "csv": _csv,
    "parquet": _parquet,
}
