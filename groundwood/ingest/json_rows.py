"""JSON in all its shapes: lines, an array, a wrapped list, objects one after another."""

import json
import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from itertools import chain
from typing import IO, Any

from groundwood.ingest.decode import lines_of, text_of
from groundwood.ingest.events import Bad, Note, Raw, Row
from groundwood.ingest.fields import LISTS, has_text, opened, plain
from groundwood.ingest.lax_json import read_lax

_SPACE = " \t\r\n\x00"
_NO_NUMBER = "a number that JSON does not know was left out"
_DEEP = "nested too deeply to be read"
_LONG_NUMBER = "not JSON: a number with too many digits"
_WRAPPER_DEPTH = 2
MOST_BROKEN = 100
"""After so many broken objects a document that is not line by line is given up."""

_FILLED = re.compile(r"[^ \t\r\n\x00]")

_Step = Generator[Raw, None, int]


class Reader:
    """Reads values; remembers whether one held a number that is none (NaN and infinities)."""

    def __init__(self) -> None:
        self.odd = False
        self.decoder = json.JSONDecoder(parse_constant=self._drop)
        self.at = self.decoder.raw_decode
        self.whole = self.decoder.decode

    def _drop(self, _: str) -> None:
        self.odd = True

    def notes(self, line: int) -> Iterator[Note]:
        """Yield the note that the last value calls for, once."""
        if self.odd:
            self.odd = False
            yield Note(line, _NO_NUMBER)


def read(stream: IO[bytes]) -> Iterator[Raw]:
    """Yield the rows of a JSON file, without holding more than a line where it has lines."""
    if _begins_with_lines(stream):
        yield from _lines(lines_of(stream))
        return
    text, notes = text_of(stream)
    if _is_document(text):
        yield from notes
        yield from Walk(text).rows()
    else:
        yield from _lines(lines_of(stream))


def _begins_with_lines(stream: IO[bytes]) -> bool:
    """Return whether one of the first two lines is a value by itself, as in no other shape."""
    with closing(lines_of(stream)) as lines:
        told = (line for line in lines if not isinstance(line, Note))
        texts = (line[1].strip(_SPACE) if isinstance(line, tuple) else None for line in told)
        filled = (text for text in texts if text != "")
        first, second = next(filled, ""), next(filled, "")
    if first is None or second is None:
        return True  # what cannot be decoded is a matter of its line
    goes_on = first.endswith(("[", "{", ","))
    return second != "" and (_is_value(first) or (not goes_on and _is_value(second)))


def _is_value(text: str) -> bool:
    try:
        Reader().whole(text)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def _is_document(text: str) -> bool:
    """Return whether a value begins the text, or at least seems to, and goes over several lines."""
    begin = skip_space(text, 0)
    try:
        _, end = Reader().at(text, begin)
    except (RecursionError, ValueError):
        return text[begin : begin + 1] == "[" or text[begin:].split("\n", 1)[0].strip() == "{"
    following = skip_space(text, end)
    return following == len(text) or text[following] in "{["


def _lines(lines: Iterable[tuple[int, str] | Bad | Note]) -> Iterator[Raw]:
    reader = Reader()
    for line in lines:
        if not isinstance(line, tuple):
            yield line
            continue
        number, text = line
        if not text.strip(_SPACE):
            continue
        try:
            value = reader.whole(text)
        except RecursionError:
            yield Bad(number, _DEEP)
        except ValueError as exc:
            yield from _nearly(number, text, reader, exc)
        else:
            yield from reader.notes(number)
            yield from rows_in(value, number)


def _nearly(line: int, text: str, reader: Reader, exc: ValueError) -> Iterator[Raw]:
    lax = read_lax(text, reader.decoder)
    if lax is None:
        yield Bad(line, _why(exc))
        return
    value, flaw = lax
    yield Note(line, f"not strict JSON ({flaw}): read all the same")
    yield from reader.notes(line)
    yield from rows_in(value, line)


def _why(exc: ValueError) -> str:
    if isinstance(exc, json.JSONDecodeError):
        return f"not JSON: {exc.msg} (column {exc.colno})"
    return _LONG_NUMBER


def rows_in(value: Any, line: int) -> Iterator[Raw]:
    """Yield the value as a row, or the rows of the list that it wraps, all with the same line."""
    if not isinstance(value, dict):
        yield Bad(line, f"{_kind(value)}, not an object with an article's fields")
        return
    path = None if _is_row(value) else list_in(value)
    if path is None:
        yield Row(line, value)
        return
    for key in path:
        value = value[key]
    for item in value:
        yield from rows_in(item, line)


def _is_row(value: dict[str, Any]) -> bool:
    return has_text(value) or has_text(opened(value))


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    kinds = {bool: "true or false", str: "a string", int: "a number", float: "a number"}
    return kinds.get(type(value), "a list")


def list_in(value: dict[str, Any], depth: int = _WRAPPER_DEPTH) -> list[str] | None:
    """Return the keys that lead to the list of articles inside an object, or none."""
    named = sorted(
        (key for key in value if plain(key) in LISTS), key=lambda k: LISTS.index(plain(k))
    )
    for key in chain(named, value):
        inner = value[key]
        if isinstance(inner, list) and any(isinstance(item, dict) for item in inner[:9]):
            return [key]
    for key in named:
        inner = value[key]
        path = list_in(inner, depth - 1) if isinstance(inner, dict) and depth else None
        if path is not None:
            return [key, *path]
    return None


def skip_space(text: str, place: int) -> int:
    """Return the first place from here on that is no white space."""
    found = _FILLED.search(text, place)
    return found.start() if found else len(text)


class Walk:
    """Goes through a whole document and knows the line of each item."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._reader = Reader()
        self._counted = 0
        self._line = 1
        self._broken = 0

    def rows(self) -> Iterator[Raw]:
        """Yield the rows of all values of the document; after a broken one, go on at the next."""
        place = skip_space(self._text, 0)
        while place < len(self._text):
            inside = self._items if self._text[place] == "[" else self._value
            place = skip_space(self._text, (yield from inside(place)))

    def _value(self, place: int) -> _Step:
        line = self._line_at(place)
        try:
            value, end = self._reader.at(self._text, place)
        except (RecursionError, ValueError) as exc:
            self._broken += 1
            if self._broken >= MOST_BROKEN:
                yield self._bad(line, exc, "; so many are broken that the rest was not read")
                return len(self._text)
            yield self._bad(line, exc)
            following = self._text.find("\n{", getattr(exc, "pos", place))
            return following + 1 if following >= 0 else len(self._text)
        path = list_in(value) if isinstance(value, dict) and not _is_row(value) else None
        if path is None:
            yield from self._row(value, line)
        else:
            yield from self._items(self._descend(place, path))
        return end

    def _items(self, place: int) -> _Step:
        """Yield the rows of the array that begins here; a broken one ends the reading."""
        place = skip_space(self._text, place + 1)
        while not self._text.startswith("]", place):
            line = self._line_at(place)
            try:
                value, end = self._reader.at(self._text, place)
            except (RecursionError, ValueError) as exc:
                yield self._bad(line, exc, "; what follows in the array was not read")
                return len(self._text)
            yield from self._row(value, line)
            place = skip_space(self._text, end)
            if self._text.startswith(",", place):
                place = skip_space(self._text, place + 1)
            elif not self._text.startswith("]", place):
                yield Bad(self._line_at(place), "the array is cut off or broken here")
                return len(self._text)
        return place + 1

    def _row(self, value: Any, line: int) -> Iterator[Raw]:
        yield from self._reader.notes(line)
        yield from rows_in(value, line)

    def _bad(self, line: int, exc: Exception, more: str = "") -> Bad:
        if isinstance(exc, json.JSONDecodeError):
            return Bad(self._line_at(exc.pos), f"not JSON: {exc.msg} (column {exc.colno}){more}")
        return Bad(line, (_DEEP if isinstance(exc, RecursionError) else _LONG_NUMBER) + more)

    def _descend(self, place: int, path: list[str]) -> int:
        for key in path:
            place = self._member(place, key)
        return place

    def _member(self, place: int, key: str) -> int:
        """Return where the value of the key begins in the object here, which is known to be whole."""
        found = place
        place = skip_space(self._text, place + 1)
        while self._text[place] != "}":
            name, place = self._reader.at(self._text, place)
            begin = skip_space(self._text, skip_space(self._text, place) + 1)
            _, place = self._reader.at(self._text, begin)
            found = begin if name == key else found
            place = skip_space(self._text, place)
            place = skip_space(self._text, place + (self._text[place] == ","))
        return found

    def _line_at(self, place: int) -> int:
        if place > self._counted:
            self._line += self._text.count("\n", self._counted, place)
            self._counted = place
        return self._line
