"""Texts that cite articles: plain text or Markdown of anybody's, and our own two forms of these.

What is read as a marker, and how it leads to an article, is stated in ``docs/check.md``.
"""

from collections.abc import Iterator
from pathlib import Path

from groundwood.eval.reading.format import Articles, Format
from groundwood.eval.reading.records import opened_text
from groundwood.eval.reading.row import Row
from groundwood.eval.reading.sources import sources_from
from groundwood.eval.samples import Sample


def takes(row: Row | None) -> bool:
    """Return whether the file is plain text."""
    return row is None


def read(path: Path, name: str, articles: Articles) -> Iterator[Sample]:
    """Yield the text, with all articles as its sources, in their order.

    Raises:
        InputError: the file cannot be read.
    """
    with opened_text(path) as lines:
        text = lines.read()
    yield Sample(id=name, text=text, sources=sources_from(articles or (), text))


FORMAT = Format("text", "texts with citation markers", takes, read, articles="needed")
