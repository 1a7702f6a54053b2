"""The sources of a sample, from the documents of a record or from articles."""

from collections.abc import Iterable, Sequence
from typing import Any

from groundwood.eval.reading.row import Row
from groundwood.eval.samples import Source
from groundwood.nouns import Article

TEXT = ("text", "content", "page_content")
"""The names under which a document may hold its text."""


def sources_in(row: Row, name: str, documents: Sequence[Any]) -> tuple[Source, ...]:
    """Return the documents of the field, texts or objects; one without an id has its number as id.

    Raises:
        InputError: one has no text, or the id of an earlier one.
    """
    sources = tuple(
        source_of(row.part(f"{name}[{i}]", {"text": one} if isinstance(one, str) else one), i + 1)
        for i, one in enumerate(documents)
    )
    seen: set[str] = set()
    for place, source in enumerate(sources):
        if source.id in seen:
            raise row.error(f"{name}[{place}].id", f"'{source.id}' is the id of an earlier one")
        seen.add(source.id)
    return sources


def source_of(document: Row, number: int) -> Source:
    """Return the source that a document is; its text may be empty."""
    return document.made(
        Source,
        {
            "id": document.text("id", default=str(number)),
            "text": document.text(*TEXT),
            "title": document.text("title", default=""),
            "url": document.text("url", default="") or None,
            "outlet": document.text("outlet", "source", default="") or None,
            "published_at": document.text("published_at", "date", default="") or None,
        },
    )


def sources_from(articles: Iterable[Article], text: str = "") -> tuple[Source, ...]:
    """Return the articles as sources.

    Where the text does not use an article's own id, it goes by the id that it came with.
    """
    return tuple(
        Source(
            id=article.original_id
            if article.original_id and article.id not in text
            else article.id,
            text=article.text,
            title=article.title,
            url=article.url,
            outlet=article.source,
            published_at=article.published_at,
        )
        for article in articles
    )
