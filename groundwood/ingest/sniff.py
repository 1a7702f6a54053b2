"""Which format a file has, by its content; the name only settles what content cannot."""

import csv
import re
from enum import StrEnum

from groundwood.errors import InputError
from groundwood.ingest.decode import encoding_of
from groundwood.ingest.fields import known_names
from groundwood.ingest.files import ending
from groundwood.text.clean import printable

HEAD = 1 << 16
"""Bytes of the file that are looked at."""

ACCEPTED = "JSON lines, JSON, CSV or TSV, RSS, Atom, HTML, or gzip of these"

DELIMITERS = ",;\t|"


class Format(StrEnum):
    """The formats that can be read."""

    JSON = "json"
    CSV = "csv"
    FEED = "feed"
    HTML = "html"


_DATA_NAMES = (".json", ".jsonl", ".ndjson", ".csv", ".tsv")
_MAGIC = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"PK\x03\x04", b"RIFF", b"\x7fELF", b"PAR1",
    b"SQLite format", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"\x1f\x8b", b"ID3", b"OggS",
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LINE_END = re.compile(r"\r?\n|\r")
_DOCTYPE = re.compile(r"<!doctype\s+([\w:.-]+)", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_FEEDS = frozenset(("rss", "feed", "rdf", "channel"))
_PAGES = frozenset(
    (
        "html", "head", "body", "article", "section", "main", "div", "p", "span", "h1", "h2", "h3",
        "ul", "ol", "table", "a", "b", "meta", "title",
    )
)  # fmt: skip
_DTD = "XML with a document type (DTD) or entities is refused: it could reach for other files"


def sniff(head: bytes, name: str) -> Format:
    """Return the format of a file from its first `HEAD` bytes.

    Raises:
        InputError: it is empty, or of no format that can be read; the text says what it seems.
    """
    if head.startswith(_MAGIC):
        raise InputError(f"not text but a picture or another binary file; accepted: {ACCEPTED}")
    text = head.decode(encoding_of(head), "replace").lstrip("\ufeff \t\r\n\x00")
    if not text:
        raise InputError("empty: there are no articles in it")
    if _is_noise(text):
        raise InputError(f"not text; accepted: {ACCEPTED}")
    if text[0] == "<":
        return _markup(text, name)
    return _data(text, name)


def looks_binary(head: bytes) -> bool:
    """Return whether the first bytes of a file are of a picture, an archive or other non-text."""
    return head.startswith(_MAGIC) or _is_noise(head.decode(encoding_of(head), "replace"))


def _is_noise(text: str) -> bool:
    return len(_CONTROL.findall(text)) > len(text) / 20 + 8


def _markup(text: str, name: str) -> Format:
    found = Format.HTML if is_page(text) else Format.FEED
    if ending(name) in _DATA_NAMES:
        kind = "HTML" if found is Format.HTML else "XML"
        raise InputError(f"this looks like {kind}, but the name ends in {ending(name)}")
    if found is Format.FEED:
        refuse_dtd(text)
        root = _root(text)
        if root.rpartition(":")[2].lower() not in _FEEDS:
            raise InputError(f"XML that is no feed (<{printable(root, 40)}>); accepted: {ACCEPTED}")
    return found


def is_page(text: str) -> bool:
    """Return whether the markup is an HTML page or a piece of one."""
    doctype = _DOCTYPE.search(text)
    if doctype is not None:
        return (
            doctype[1].lower() == "html"
            and _ROOT.search(text, 0, doctype.start()) is None
            and _root(text[doctype.end() :]).lower() not in _FEEDS
        )
    return _root(text).lower() in _PAGES


def refuse_dtd(text: str) -> None:
    """Raise an `InputError` where the XML declares a document type or entities before its root."""
    prolog = _without_comments(text[:HEAD])
    root = _ROOT.search(prolog)
    declared = re.search(r"<!(?:doctype|entity|element|attlist)", prolog, re.IGNORECASE)
    if declared is not None and (root is None or declared.start() < root.start()):
        raise InputError(_DTD)
    if root is None:
        raise InputError("XML without an element in its first lines")


def _root(text: str) -> str:
    root = _ROOT.search(_without_comments(text))
    return root[1] if root else ""


def _without_comments(text: str) -> str:
    first, *others = text.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


def _data(text: str, name: str) -> Format:
    suffix = ending(name)
    if text[0] in "{[":
        return Format.JSON
    if suffix in (".csv", ".tsv"):
        return Format.CSV
    if suffix in (".json", ".jsonl", ".ndjson"):
        return Format.JSON
    line = _LINE_END.split(text, maxsplit=1)[0]
    if len(known_names(split_header(line)[0])) >= 2:
        return Format.CSV
    if text[0] == '"' and suffix == "":
        return Format.JSON
    raise InputError(f"plain text without a structure; accepted: {ACCEPTED}")


def split_header(line: str) -> tuple[list[str], str]:
    """Return the cells of a header line, and the delimiter that gives the most known names."""
    rows = {delimiter: _cells(line, delimiter) for delimiter in DELIMITERS}
    best = max(
        rows, key=lambda delimiter: (len(known_names(rows[delimiter])), len(rows[delimiter]))
    )
    return rows[best], best


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
