"""The sample articles, and what a cited text says of its sentences."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from groundwood.ingest import read_articles
from groundwood.ingest.cited import parse_cited
from groundwood.nouns import Article
from groundwood.nouns.cited import CitedText

EXAMPLES = Path(__file__).parents[2] / "examples"
Told = list[tuple[str, list[str]]]


@pytest.fixture(scope="session")
def articles() -> Sequence[Article]:
    return read_articles(EXAMPLES / "articles" / "trilateral-2024.jsonl").articles


@pytest.fixture(scope="session")
def sample() -> Path:
    return EXAMPLES / "sample-story.txt"


@pytest.fixture(scope="session")
def read(articles: Sequence[Article]) -> Callable[..., CitedText]:
    """Read a text that cites the sample articles."""
    return lambda text, **options: parse_cited(text, options.pop("given", articles), **options)


@pytest.fixture(scope="session")
def labels(read: Callable[..., CitedText]) -> Callable[..., Told]:
    """Return each sentence with the labels that cover it."""
    return lambda text, **options: [
        (one.text, list(one.labels)) for one in read(text, **options).sentences
    ]


@pytest.fixture(scope="session")
def ids(read: Callable[..., CitedText]) -> Callable[..., list[list[str | None]]]:
    """Return for each sentence the articles that its markers stand for."""

    def articles_of(text: str, **options: object) -> list[list[str | None]]:
        cited = read(text, **options)
        known = {source.label: source.article_id for source in cited.sources}
        return [[known[label] for label in one.labels] for one in cited.sentences]

    return articles_of
