"""From a row to an article without a name yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from groundwood.errors import InputError
from groundwood.ingest import values as read
from groundwood.ingest.fields import has_text, opened, plan
from groundwood.ingest.junk import reason_against
from groundwood.ingest.values import Say
from groundwood.text.clean import clean_line, clean_text, cut, printable

MAX_TEXT = 200_000
"""Longest text of an article, in characters; a longer one is cut, with a warning."""

SHORT_TEXT = 25
"""A shorter text, in characters, is kept with a warning: there is hardly anything to cite."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A row's fields, clean.

    ``given`` is an id that can be kept, ``original`` the whole of one that cannot, ``remembered``
    what is kept of that.
    """

    given: str | None
    original: str | None
    remembered: str | None
    title: str
    text: str
    url: str | None
    source: str | None
    author: str | None
    published_at: datetime | None
    tags: tuple[str, ...]
    language: str | None


def draft(row: Mapping[str, Any], now: datetime, say: Say) -> Draft:
    """Return the row as a draft, and say what was changed or left out.

    Raises:
        InputError: the row is no article; the text says why.
    """
    row = row if has_text(row) else opened(row)
    at = plan(tuple(row))
    title = _first(row, at["title"])
    text = _text(row, at["text"], say)
    against = reason_against(title, text)
    if against is not None:
        raise InputError(against)
    given, original = read.given_id(_value(row, at["id"]), say)
    return Draft(
        given=given,
        original=original,
        remembered=_remembered(original or _value(row, at["original_id"])),
        title=title,
        text=text,
        url=read.url(_value(row, at["url"]), say),
        source=_first(row, at["source"]) or None,
        author=_first(row, at["author"]) or None,
        published_at=read.moment([row[key] for key in at["published_at"]], now, say),
        tags=tuple(tag for key in at["tags"] for tag in read.tags(row[key], say)),
        language=read.language(_value(row, at["language"]), say),
    )


def _remembered(original: Any) -> str | None:
    """Return an id that could not be kept as it is remembered: on one line, not too long."""
    return None if original is None else clean_line(str(original), read.MAX_NAME) or None


def _value(row: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    for key in keys:
        value = row[key]
        if value is not None and value != "":
            return value
    return None


def _first(row: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        found = read.line(row[key])
        if found:
            return found
    return ""


def _text(row: Mapping[str, Any], keys: tuple[str, ...], say: Say) -> str:
    for key in keys:
        raw = read.text(row[key])
        text = clean_text(raw) if raw else ""
        if text:
            return _checked(text, say)
    raise InputError(_why_no_text(row, keys))


def _checked(text: str, say: Say) -> str:
    if len(text) > MAX_TEXT:
        say(f"a text of {len(text):,} characters was cut to its first {MAX_TEXT:,}")
        text = cut(text, MAX_TEXT)
    elif len(text) < SHORT_TEXT:
        say(f"a text of less than {SHORT_TEXT} characters")
    if "\ufffd" in text:
        say("the text holds U+FFFD: characters were lost before it came here")
    return text


def _why_no_text(row: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    if not keys:
        names = printable(", ".join(map(str, row))) or "none"
        return f"no text: none of text, content, body, description, … is among its fields ({names})"
    key = printable(keys[0], 40)
    value = _value(row, keys)
    if value is None or isinstance(value, str):
        return f"no text: “{key}” is empty"
    return f"no text: “{key}” is neither a text nor a list of paragraphs"
