"""From bytes to lines of text. A character is never lost in silence."""

import codecs
import io
from collections.abc import Generator, Iterator
from typing import IO

from groundwood.errors import InputError
from groundwood.ingest.events import Bad, Note

MAX_LINE = 64 << 20
"""Longest line in bytes."""

MAX_DOCUMENT = 256 << 20
"""Largest file in bytes of a format that is read as a whole."""

_LOOK = 1 << 16
_MARKS = (  # the longer ones first: UTF-32 LE begins like UTF-16 LE
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UTF8 = "utf-8"
WINDOWS = "cp1252"
_NOT_UTF8 = "not UTF-8: read as Windows-1252"
_UNKNOWN = "the text is in no known encoding (neither UTF-8, UTF-16 nor Windows-1252)"


def encoding_of(head: bytes) -> str:
    """Return the encoding that the byte order mark, or the zeros of UTF-16 text, tell."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if len(head) >= 8 and not any(head[1:8:2]) and all(head[0:8:2]):
        return "utf-16-le"
    if len(head) >= 8 and not any(head[0:8:2]) and all(head[1:8:2]):
        return "utf-16-be"
    return UTF8


def lines_of(stream: IO[bytes]) -> Generator[tuple[int, str] | Bad | Note]:
    """Yield (number, line without its end) for each line, from the start of the stream.

    A line that is not UTF-8 is read as Windows-1252, with a note; where that fails too it is bad.
    """
    stream.seek(0)
    head = stream.read(_LOOK)
    stream.seek(0)
    encoding = encoding_of(head[:64])
    if encoding.startswith("utf-8"):
        stream = _with_new_lines(stream) if b"\r" in head and b"\n" not in head else stream
        yield from _utf8_lines(stream)
    else:
        yield from _wide_lines(stream, encoding)


def text_of(stream: IO[bytes], declared: str | None = None) -> tuple[str, list[Note]]:
    """Return the whole text, and notes on its encoding.

    ``declared`` is the encoding that the document itself names, used where it fits.

    Raises:
        InputError: the file is too large, or in no known encoding.
    """
    stream.seek(0)
    content = stream.read(MAX_DOCUMENT + 1)
    if len(content) > MAX_DOCUMENT:
        raise InputError(f"larger than {MAX_DOCUMENT >> 20} MB: such a file must be JSON lines")
    told = encoding_of(content[:64])
    for encoding in dict.fromkeys((told, declared or told, WINDOWS)):
        try:
            text = content.decode(encoding)
        except (UnicodeError, LookupError):
            continue
        guessed = encoding == WINDOWS and declared != WINDOWS
        return text, [Note(0, _NOT_UTF8)] if guessed else []
    raise InputError(_UNKNOWN)


def _with_new_lines(stream: IO[bytes]) -> IO[bytes]:
    """Return the content of a file whose lines end with a carriage return alone."""
    return io.BytesIO(stream.read(MAX_DOCUMENT).replace(b"\r", b"\n"))


def _utf8_lines(stream: IO[bytes]) -> Iterator[tuple[int, str] | Bad | Note]:
    for number, raw in enumerate(_raw_lines(stream), 1):
        if len(raw) > MAX_LINE:
            yield Bad(number, f"a line of more than {MAX_LINE >> 20} MB")
            continue
        try:
            yield number, raw.decode("utf-8-sig" if number == 1 else UTF8).rstrip("\r\n")
        except UnicodeDecodeError:
            yield from _windows_line(number, raw)


def _windows_line(number: int, raw: bytes) -> Iterator[tuple[int, str] | Bad | Note]:
    try:
        line = raw.decode(WINDOWS)
    except UnicodeDecodeError:
        yield Bad(number, _UNKNOWN)
    else:
        yield Note(number, _NOT_UTF8)
        yield number, line.rstrip("\r\n")


def _raw_lines(stream: IO[bytes]) -> Iterator[bytes]:
    while raw := stream.readline(MAX_LINE + 1):
        yield raw
        while len(raw) > MAX_LINE and not raw.endswith(b"\n"):
            raw = stream.readline(MAX_LINE + 1)  # the rest of a line that is too long


def _wide_lines(stream: IO[bytes], encoding: str) -> Iterator[tuple[int, str] | Bad | Note]:
    number = 1
    pieces: list[str] = []
    try:
        for text in _decoded(stream, encoding):
            *whole, begun = text.split("\n")
            for line in whole:
                yield number, ("".join(pieces) + line).rstrip("\r")
                number += 1
                pieces.clear()
            pieces.append(begun)
    except UnicodeError:
        yield Bad(number, f"broken {encoding.upper()} from here on")
    else:
        yield number, "".join(pieces)


def _decoded(stream: IO[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    while chunk := stream.read(_LOOK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
