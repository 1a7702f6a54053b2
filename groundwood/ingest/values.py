"""From whatever stands in a row's field to the value that the article's field wants."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from groundwood.text.clean import clean_line, drop_controls, printable
from groundwood.text.dates import read_date

MAX_TAGS = 200
MAX_TAG = 100
MAX_URL = 8192
MAX_NAME = 200

Say = Callable[[str], None]
"""Takes a warning about the row."""

_TAG_GAPS = re.compile(r"[,;|]")
_HEX_ID = re.compile(r"[0-9a-fA-F]{8}$")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_NAMING = (
    "name",
    "title",
    "rendered",
    "main",
    "term",
    "label",
    "value",
    "default",
    "#text",
    "$oid",
)
_TEXT_KEYS = ("rendered", "value", "text", "content", "#text", "__cdata")


def line(value: Any) -> str:
    """Return a title or a name on one line; empty where the value holds none."""
    if type(value) is str:
        return clean_line(value)
    if isinstance(value, dict):
        return line(next((value[key] for key in _NAMING if value.get(key)), None))
    if isinstance(value, list):
        return clean_line(", ".join(filter(None, map(line, value[:20]))))
    return "" if value is None or isinstance(value, bool) else clean_line(str(value))


def text(value: Any) -> str | None:
    """Return the raw text: of a string, of a list of paragraphs, of an object that wraps it."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        inner = next((value[key] for key in _TEXT_KEYS if key in value), None)
        return inner if isinstance(inner, str) else None
    if isinstance(value, list):
        parts = [part for part in map(text, value) if part]
        return "\n\n".join(parts) if parts else None
    return None


def url(value: Any, say: Say) -> str | None:
    """Return the address as it stands, without control characters; none where it is too long."""
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, str):
        return None
    if not value.isprintable() or value != value.strip():
        value = "".join(drop_controls(value).splitlines()).strip()
    if len(value) > MAX_URL:
        say(f"an address of {len(value):,} characters was left out")
        return None
    return value or None


def is_web(address: str | None) -> bool:
    """Return whether the address is an absolute http or https one, which can name an article."""
    return address is not None and _WEB.match(address) is not None


def language(value: Any, say: Say) -> str | None:
    """Return a language code in lower case with ``-``, or none."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and _LANGUAGE.match(value.strip()):
        return value.strip().lower().replace("_", "-")
    say(f"{_named(value)} is no language code and was left out")
    return None


def tags(value: Any, say: Say) -> list[str]:
    """Return the tags of a list, or of a string that is parted by commas, semicolons or bars."""
    if isinstance(value, str):
        value = value[1:-1].replace('"', "").replace("'", "") if value[:1] == "[" else value
        value = _TAG_GAPS.split(value)
    elif not isinstance(value, list):
        value = [] if value is None else [value]
    kept = []
    for item in value[:MAX_TAGS]:
        tag = _tag(item, say)
        if len(tag) > MAX_TAG:
            say(f"a tag of {len(tag)} characters or more was left out")
        elif tag:
            kept.append(tag)
    if len(value) > MAX_TAGS:
        say(f"{len(value):,} tags: the first {MAX_TAGS} were kept")
    return kept


def _tag(item: Any, say: Say) -> str:
    if type(item) is str:
        return clean_line(item)
    if item is None:
        return ""
    tag = "" if isinstance(item, list | bool) else line(item)
    say(f"a tag that is {_kind(item)} was {'read as text' if tag else 'left out'}")
    return tag


def moment(values: list[Any], now: datetime, say: Say) -> datetime | None:
    """Return the first of the values that is a date, in UTC; say what of the others is none."""
    for value in values:
        if isinstance(value, dict) and "$date" in value:
            value = value["$date"]
        if value is None or value == "":
            continue
        try:
            found = read_date(value)
        except ValueError as exc:
            say(f"the date {_named(value)} {exc}: left out")
            continue
        if found > now + timedelta(days=1):
            say(f"the date {_named(value)} lies in the future")
        return found
    return None


def given_id(value: Any, say: Say) -> tuple[str | None, str | None]:
    """Return the id as it can be kept (8 hex digits, in lower case), or else as it was given."""
    if isinstance(value, dict):
        value = value.get("$oid")
    if value is None or value == "":
        return None, None
    if isinstance(value, bool | list | dict):
        say(f"an id that is {_kind(value)} was left out")
        return None, None
    name = str(value).strip()
    if _HEX_ID.match(name):
        return name.lower(), None
    return None, name or None


def _named(value: Any) -> str:
    if isinstance(value, str):
        return f"“{printable(value, 40)}”"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"({_kind(value)})"
    return printable(str(value), 40) if abs(value) < 1e40 else "(a number)"


def _kind(value: Any) -> str:
    kinds = {bool: "true or false", dict: "an object", list: "a list", str: "a string"}
    return kinds.get(type(value), "a number")
