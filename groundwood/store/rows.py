"""Articles as rows of the tables, and back."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from groundwood.nouns import Article
from groundwood.store.terms import indexed, tag_token

Row = dict[str, Any]

HEAD_FIELDS = ("id", "digest", "published_at", "content", "arrival")
BODY_FIELDS = ("title", "text", "url", "source", "author", "tags", "language", "original_id")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_row(article: Article) -> Row:
    """Return the article as a row, with the digest of what it says."""
    row = {
        "id": article.id,
        "digest": article.digest,
        "title": article.title,
        "text": article.text,
        "url": article.url,
        "source": article.source,
        "author": article.author,
        "published_at": microseconds(article.published_at),
        "tags": json.dumps(article.tags, ensure_ascii=False),
        "language": article.language,
        "original_id": article.original_id,
    }
    parts = repr([row[key] for key in ("published_at", *BODY_FIELDS)])
    row["content"] = blake2b(parts.encode("utf-8", "replace"), digest_size=16).hexdigest()
    return row


def to_article(row: Row) -> Article:
    """Return the article; it was valid when it was put, so it is not validated again."""
    fields = {key: row[key] for key in Article.model_fields}
    moment = row["published_at"]
    fields["published_at"] = None if moment is None else _EPOCH + moment * _MICROSECOND
    fields["tags"] = tuple(json.loads(row["tags"]))
    return Article.model_construct(**fields)


def to_terms(row: Row) -> tuple[str, str, str]:
    """Return what the index holds of the row: title, text and tags."""
    tags = " ".join(map(tag_token, json.loads(row["tags"])))
    return indexed(row["title"]), indexed(row["text"]), tags


def row_values(row: Row, fields: Sequence[str]) -> tuple[Any, ...]:
    """Return the row's values of the fields."""
    return tuple(row[field] for field in fields)


def microseconds(moment: datetime | None) -> int | None:
    """Return the moment as whole microseconds since 1970."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND
