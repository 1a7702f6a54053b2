"""Saved HTML pages: one article each."""

import json
import re
from collections.abc import Iterator
from typing import IO, Any

from groundwood.errors import InputError
from groundwood.ingest.decode import text_of
from groundwood.ingest.events import Bad, Raw, Row
from groundwood.ingest.sniff import HEAD
from groundwood.text.clean import drop_controls
from groundwood.text.markup import is_hidden, parse_html, text_of_element

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z][\w.-]{0,30})""", re.IGNORECASE
)
_TIMES = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
    "pubdate", "publishdate", "dc.date.issued", "dc.date", "date", "sailthru.date",
)  # fmt: skip


def read(stream: IO[bytes]) -> Iterator[Raw]:
    """Yield the article of the page: its text, and what its head says about it."""
    markup, notes = text_of(stream, declared=_charset(stream))
    yield from notes
    root = parse_html(drop_controls(markup))
    if root is None:
        yield Bad(0, "the page holds nothing")
        return
    published = _time(root)
    _drop_hidden(root)
    found = _extracted(root)
    text = found.get("text") or text_of_element(root)
    yield Row(
        0,
        {
            "title": found.get("title"),
            "text": text.replace("\n", "\n\n"),
            "url": found.get("url"),
            "source": found.get("sitename"),
            "author": found.get("author"),
            "published": published or found.get("date"),
            "tags": [*(found.get("categories") or ()), *(found.get("tags") or ())],
            "language": root.get("lang") or found.get("language"),
        },
    )


def _charset(stream: IO[bytes]) -> str | None:
    stream.seek(0)
    found = _CHARSET.search(stream.read(HEAD))
    return found[1].decode("ascii") if found else None


def _time(root: Any) -> str | None:
    """Return the time of publication as the page's head gives it."""
    metas = {
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(): meta
        for meta in root.iter("meta")
    }
    for name in _TIMES:
        if name in metas and metas[name].get("content"):
            return str(metas[name].get("content"))
    return next(filter(None, map(_linked_time, root.iter("script"))), None) or next(
        (time.get("datetime") for time in root.iter("time") if time.get("datetime")), None
    )


def _linked_time(script: Any) -> str | None:
    """Return the ``datePublished`` of schema.org data that a script element holds."""
    if script.get("type") != "application/ld+json":
        return None
    try:
        data = json.loads(script.text or "")
    except (ValueError, RecursionError):
        return None
    things = data if isinstance(data, list) else [data]
    things += [part for t in things if isinstance(t, dict) for part in t.get("@graph") or ()]
    times = (t.get("datePublished") for t in things if isinstance(t, dict))
    return next((time for time in times if isinstance(time, str)), None)


def _drop_hidden(root: Any) -> None:
    for element in [element for element in root.iterdescendants() if is_hidden(element)]:
        element.clear(keep_tail=True)


def _extracted(root: Any) -> dict[str, Any]:
    from trafilatura import bare_extraction  # slow to load

    try:
        found = bare_extraction(
            root,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as exc:
        raise InputError("the page is too broken to be read") from exc
    return {} if found is None else found if isinstance(found, dict) else found.as_dict()
