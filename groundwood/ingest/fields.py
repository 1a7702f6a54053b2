"""The names that newsrooms give to the fields of an article."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "_id", "article id", "doc id", "document id", "uuid", "uid", "guid", "key"),
    "title": ("title", "headline", "heading", "article title", "web title", "hed", "name"),
    "text": (
        "text", "full text", "article text", "body text", "content text", "main text", "content",
        "article body", "body", "content html", "content encoded", "body html", "html", "story",
        "article", "description", "summary", "abstract", "excerpt", "snippet", "lead", "standfirst",
    ),
    "url": (
        "url", "link", "href", "canonical url", "article url", "web url", "permalink", "page url",
        "source url", "uri",
    ),
    "source": (
        "source", "source name", "outlet", "publisher", "publication", "newspaper", "site name",
        "site", "website", "provider", "feed", "domain",
    ),
    "author": ("author", "authors", "byline", "creator", "dc creator", "writer", "by"),
    "published_at": (
        "published at", "published", "publication date", "published date", "publish date",
        "date published", "published on", "published time", "pub date", "web publication date",
        "first published", "release date", "issued", "date", "date time", "datetime", "timestamp",
        "time", "created at", "created", "updated at", "updated", "date modified", "modified",
    ),
    "tags": (
        "tags", "tag", "keywords", "keyword", "categories", "category", "topics", "topic",
        "subjects", "subject", "labels", "section",
    ),
    "language": ("language", "lang", "locale"),
    "original_id": ("original id",),
}  # fmt: skip
"""For each field the names it may have, the first that has a value counting (all, for tags).

Letter case, spaces and ``_ - : .`` do not matter: ``publishedAt`` is ``published at``.
"""

CONTAINERS = ("_source", "article", "fields", "attributes", "document", "doc", "content")
"""Where a row without a text may keep its article, as search servers and interfaces nest it."""

LISTS = (
    "articles", "items", "data", "results", "documents", "docs", "entries", "news", "stories",
    "posts", "rows", "records", "hits", "value", "response",
)  # fmt: skip
"""Where an object may keep the list of its articles."""

_IGNORED = str.maketrans("", "", " _-:.")


def plain(name: str) -> str:
    """Return the field name without what does not matter."""
    return name.strip().lower().translate(_IGNORED)


_FIELD_OF = {plain(name): field for field, names in NAMES.items() for name in names}
_RANK = {plain(name): rank for names in NAMES.values() for rank, name in enumerate(names)}


def known_names(names: Iterable[str]) -> list[str]:
    """Return those of the names that are known, as they were written."""
    return [name for name in names if plain(name) in _FIELD_OF]


@lru_cache(maxsize=256)
def plan(keys: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return for each field the keys that may hold it, the most telling first."""
    found: dict[str, list[str]] = {field: [] for field in NAMES}
    for key in keys:
        field = _FIELD_OF.get(plain(key))
        if field is not None:
            found[field].append(key)
    return {field: tuple(sorted(ks, key=lambda k: _RANK[plain(k)])) for field, ks in found.items()}


def has_text(values: Mapping[str, Any]) -> bool:
    """Return whether one of the row's fields is named like a text."""
    return bool(plan(tuple(values))["text"])


def opened(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the row, joined with the object inside it that holds its text, if that is so."""
    for name in CONTAINERS:
        inner = values.get(name)
        if isinstance(inner, dict) and has_text(inner):
            return {**{key: value for key, value in values.items() if key != name}, **inner}
    return values
