"""Articles, and the places inside them."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from groundwood.nouns.base import Noun
from groundwood.text.tags import normalise_tags


def to_utc(moment: datetime) -> datetime:
    """Return the moment in UTC; a naive one is taken to be UTC already."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


UtcTime = Annotated[datetime, AfterValidator(to_utc)]
"""A moment in UTC; naive input is taken as UTC."""

ArticleId = Annotated[str, Field(pattern=r"^[0-9a-f]{8,64}$")]
"""The short id of an article: at least 8 lower-case hex digits, more where 8 would clash."""

SHORT = 8


def digest_of(url: str | None, text: str) -> str:
    """Return the SHA-256 (64 hex digits) that names an article: of its URL, else of its text."""
    return hashlib.sha256((url or text).encode("utf-8", "replace")).hexdigest()


class Span(Noun):
    """A half-open range ``[start, end)`` of character offsets in an article's text."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> "Span":
        if self.end <= self.start:
            raise ValueError(f"span [{self.start}, {self.end}) is empty or backwards")
        return self


class Article(Noun):
    """A source article, as it is stored and cited.

    ``text`` is clean plain text; every offset in the system counts its characters.
    Left out, ``digest`` is the SHA-256 of the URL (of the text where there is none) and ``id`` its
    first 8 hex digits. ``published_at`` is UTC (naive input is taken as UTC) or none when unknown.
    ``tags`` are normalised. ``original_id`` remembers an id that was not 8 hex digits.
    """

    id: ArticleId
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    title: str = ""
    text: str = Field(min_length=1)
    url: str | None = None
    source: str | None = None
    author: str | None = None
    published_at: UtcTime | None = None
    tags: Annotated[tuple[str, ...], AfterValidator(normalise_tags)] = ()
    language: str | None = None
    original_id: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _name(cls, data: Any) -> Any:
        if not isinstance(data, dict) or ("id" in data and "digest" in data):
            return data
        digest = data.get("digest") or digest_of(data.get("url"), data.get("text") or "")
        return {"id": digest[:SHORT], **data, "digest": digest}

    def quote(self, span: Span) -> str:
        """Return the characters of the text that the span covers."""
        return self.text[span.start : span.end]


class Passage(Noun):
    """A citable stretch of an article: its id and half-open character offsets, never the text."""

    article_id: ArticleId
    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @property
    def span(self) -> Span:
        """The offsets alone."""
        return Span(start=self.start, end=self.end)
