"""RSS and Atom files."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any
from urllib.parse import urljoin

from groundwood.errors import InputError
from groundwood.ingest.decode import text_of
from groundwood.ingest.events import Bad, Note, Raw, Row
from groundwood.ingest.sniff import HEAD, refuse_dtd

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,200}\?>")
_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z][\w.-]{0,30})["']""")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));")
_ENTRY = re.compile(r"<(?:[A-Za-z]\w*:)?(?:item|entry)[\s/>]")


def read(stream: IO[bytes]) -> Iterator[Raw]:
    """Yield the entries of a feed. A feed that is not well-formed is read as far as it goes.

    Raises:
        InputError: the feed declares a document type or entities.
    """
    text, notes = text_of(stream, declared=_declared(stream))
    refuse_dtd(text)
    yield from notes
    body = _DECLARATION.sub("", text, count=1).strip()
    feed = _parse(_REFERENCE.sub(_unless_surrogate, body))
    if feed["bozo"]:
        # feedparser sets a declaration of its own before the body, on a line of its own
        yield _not_well_formed(feed["bozo_exception"], text[: text.find(body)].count("\n") - 1)
    entries = feed["entries"]
    if not entries:
        yield Bad(0, "the feed holds no entry")
    lines = list(_lines(text))
    known = lines if len(lines) == len(entries) else [0] * len(entries)
    for entry, line in zip(entries, known, strict=True):
        yield Row(line, _values(entry, feed["feed"]))


def _lines(text: str) -> Iterator[int]:
    """Yield the line of each entry's opening tag."""
    line, counted = 1, 0
    for found in _ENTRY.finditer(text):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        yield line


def _declared(stream: IO[bytes]) -> str | None:
    stream.seek(0)
    found = _ENCODING.search(stream.read(HEAD))
    return found[1].decode("ascii") if found else None


def _unless_surrogate(found: re.Match[str]) -> str:
    number = int(found[1], 16) if found[1] else int(found[2])
    return "" if 0xD800 <= number <= 0xDFFF else found[0]


def _parse(body: str) -> Mapping[str, Any]:
    import feedparser  # type: ignore[import-untyped]  # slow to load

    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        # Our own cleaning takes the place of its sanitizer, which drops the styles that hide text.
        return feedparser.parse(  # type: ignore[no-any-return]
            io.BytesIO(body.encode("utf-8")),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError) as exc:
        raise InputError("the feed is too broken to be read") from exc
    except RecursionError as exc:
        raise InputError("the feed is nested too deeply to be read") from exc


def _not_well_formed(exc: Exception, above: int) -> Note:
    line = max(0, (getattr(exc, "getLineNumber", lambda: 0)() or 0) + above)
    why = getattr(exc, "getMessage", lambda: type(exc).__name__)()
    return Note(line, f"not well-formed XML ({why}): read as far as it goes")


def _values(entry: dict[str, Any], feed: dict[str, Any]) -> dict[str, Any]:
    def get(name: str, of: dict[str, Any] = entry) -> Any:
        return dict.get(of, name)  # feedparser's own get() warns on some names

    outlet = get("source") or {}
    return {
        "title": get("title"),
        "text": _text(get("content") or (), get("summary")),
        "url": _link(get("link"), get("link", feed)),
        "source": get("title", outlet) or get("title", feed),
        "author": get("author"),
        "published": get("published"),
        "updated": get("updated"),
        "tags": [dict.get(tag, "term") for tag in get("tags") or ()],
        "language": get("language", feed),
    }


def _text(contents: Any, summary: str | None) -> str | None:
    bodies = [content.get("value") or "" for content in contents]
    return max(bodies, key=len, default="") or summary


def _link(link: str | None, home: str | None) -> str | None:
    if not link or not home:
        return link
    try:
        return urljoin(home, link)
    except ValueError:
        return link
