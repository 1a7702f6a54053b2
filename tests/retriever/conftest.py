"""A store that keeps its articles in a list, and how the tests make a retriever from articles."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from groundwood.agents.retriever import HybridRetriever
from groundwood.agents.retriever.bm25 import Bm25
from groundwood.agents.retriever.terms import terms
from groundwood.nouns import Article, ArticleId, Topic
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
def retriever() -> Callable[..., HybridRetriever]:
    """Make a retriever over the articles given; a budget is in words."""

    def make(articles: Iterable[Article], budget: int = 6000) -> HybridRetriever:
        return HybridRetriever(ListStore(tuple(articles)), budget, count=count_words)

    return make
