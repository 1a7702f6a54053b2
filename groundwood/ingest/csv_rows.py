"""CSV and TSV with a header line."""

import csv
import re
from collections.abc import Iterator
from typing import IO

from groundwood.errors import InputError
from groundwood.ingest.decode import MAX_LINE, lines_of
from groundwood.ingest.events import Bad, Note, Raw, Row
from groundwood.ingest.fields import NAMES, has_text, known_names
from groundwood.ingest.sniff import DELIMITERS, split_header
from groundwood.text.clean import printable

_SEPARATOR_LINE = re.compile(rf"sep=([{re.escape(DELIMITERS)}])\s*$", re.IGNORECASE)


def read(stream: IO[bytes]) -> Iterator[Raw]:
    """Yield the rows below the header.

    Raises:
        InputError: the header is missing, or names no text.
    """
    lines = _Lines(lines_of(stream))
    header, delimiter = _header(lines)
    csv.field_size_limit(MAX_LINE)  # of the process, as the module has it; the default is 128 kB
    table = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        begin = lines.number + 1
        try:
            cells = next(table, None)
        except csv.Error as exc:
            cells = []
            yield Bad(begin, f"not CSV: {exc}{lines.since(begin)}")
        yield from lines.taken()
        if cells is None:
            return
        if cells:
            yield _row(header, cells, begin)


class _Lines:
    """The file's lines as the csv module wants them; knows the number of the last one taken."""

    def __init__(self, lines: Iterator[tuple[int, str] | Bad | Note]) -> None:
        self._lines = lines
        self._aside: list[Bad | Note] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        for line in self._lines:
            if isinstance(line, tuple):
                self.number = line[0]
                return line[1] + "\n"
            self._aside.append(line)
        raise StopIteration

    def taken(self) -> list[Bad | Note]:
        """Return what was said of the lines so far, once."""
        aside, self._aside = self._aside, []
        return aside

    def since(self, begin: int) -> str:
        """Return up to which line a row that began at ``begin`` went, in words."""
        return f" (the row goes on to line {self.number})" if self.number > begin else ""


def _header(lines: _Lines) -> tuple[list[str], str]:
    line = next((line for line in lines if line.strip()), "").strip("\n")
    told = _SEPARATOR_LINE.match(line)
    if told:
        line = next(lines, "").strip("\n")
    header, delimiter = split_header(line)
    if not known_names(header):
        raise InputError("line 1 is no header: none of its cells is the name of a known field")
    if not has_text(dict.fromkeys(header)):
        names = printable(", ".join(header))
        raise InputError(f"no column holds the text ({', '.join(NAMES['text'][:8])}, …): {names}")
    return header, told[1] if told else delimiter


def _row(header: list[str], cells: list[str], line: int) -> Row | Bad:
    while len(cells) > len(header) and not cells[-1]:
        cells.pop()
    if len(cells) != len(header):
        return Bad(line, f"{len(cells)} cells where the header has {len(header)}")
    return Row(line, {name: cell for name, cell in zip(header, cells, strict=True) if cell})
