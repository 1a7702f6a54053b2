"""Stores in memory and in files, and articles made on the spot."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from groundwood.nouns import Article
from groundwood.store import ArticleStore, open_store


@pytest.fixture
def store() -> Iterator[ArticleStore]:
    opened = open_store("sqlite://")
    yield opened
    opened.close()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def article() -> Callable[..., Article]:
    """Make an article of a number: its address and its words follow from that."""

    def make(number: int = 0, **fields: Any) -> Article:
        given = {
            "url": f"https://news.example/{number}",
            "title": f"Title {number}",
            "text": f"Text of article {number}.",
            **fields,
        }
        return Article.model_validate(given)

    return make
