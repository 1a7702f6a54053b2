"""A store that keeps its articles in a list, and how the tests make articles and evidence."""

import asyncio
import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from groundwood.agents.retriever import HybridRetriever
from groundwood.agents.retriever.bm25 import Bm25
from groundwood.agents.retriever.terms import terms
from groundwood.nouns import Article, ArticleId, Evidence, Topic, digest_of
from groundwood.store.base import Match, PutReport

EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"


@dataclass(frozen=True)
class ListStore:
    """The stored articles; only what a retriever asks of a store."""

    articles: tuple[Article, ...]

    def put(self, articles: Iterable[Article]) -> PutReport:
        raise NotImplementedError

    def get(self, ids: Iterable[ArticleId]) -> dict[ArticleId, Article]:
        by_id = {article.id: article for article in self.articles}
        return {i: by_id[i] for i in ids if i in by_id}

    def select(self, topic: Topic, *, limit: int | None = None) -> list[ArticleId]:
        found = [article.id for article in self.articles if _passes(article, topic)]
        return found[:limit]

    def search(self, query: str, topic: Topic, *, limit: int = 20) -> list[Match]:
        found = [article for article in self.articles if _passes(article, topic)]
        counts = [Counter(terms(f"{article.title} {article.text}")) for article in found]
        scores = Bm25().scores(list(dict.fromkeys(terms(query))), counts)
        ranked = sorted(zip(scores, found, strict=True), key=lambda pair: (-pair[0], pair[1].id))
        return [Match(article_id=a.id, score=score) for score, a in ranked if score > 0][:limit]

    def count(self) -> int:
        return len(self.articles)

    def close(self) -> None:
        """There is nothing to release."""


def _passes(article: Article, topic: Topic) -> bool:
    date = article.published_at
    return (
        set(topic.tags) <= set(article.tags)
        and (topic.since is None or (date is not None and date >= topic.since))
        and (topic.until is None or (date is not None and date < topic.until))
    )


def count_words(text: str) -> int:
    """Stand in for the tokenizer: a token a word."""
    return len(text.split())


@pytest.fixture
def read() -> Callable[[str], tuple[Article, ...]]:
    """Read a file of articles beside the tests, or of the examples, by its name without ending."""

    def read(name: str) -> tuple[Article, ...]:
        places = (Path(__file__).with_name(f"{name}.jsonl"), EXAMPLES / f"{name}.jsonl")
        path = next(place for place in places if place.is_file())
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return tuple(_article(row) for row in rows)

    return read


def _article(row: dict[str, Any]) -> Article:
    fields = ("id", "title", "text", "url", "source", "published_at", "tags")
    digest = digest_of(row["url"], row["text"])
    return Article(digest=digest, **{field: row[field] for field in fields})


@pytest.fixture
def article() -> Callable[..., Article]:
    """Make an article of a text; its id counts up from 00000001."""
    numbers = itertools.count(1)

    def make(text: str, **fields: Any) -> Article:
        digest = digest_of(None, text)
        return Article(id=f"{next(numbers):08x}", digest=digest, text=text, **fields)

    return make


@pytest.fixture
def gather() -> Callable[..., Evidence]:
    """Gather evidence on a topic from the articles given; a budget is in words."""

    def run(articles: Iterable[Article], budget: int = 6000, **topic: Any) -> Evidence:
        retriever = HybridRetriever(ListStore(tuple(articles)), budget, count=count_words)
        return asyncio.run(retriever.gather(Topic(**topic)))

    return run
