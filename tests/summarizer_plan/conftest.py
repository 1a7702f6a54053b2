"""How the tests make articles, and tell a story of them without a model."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from groundwood.agents.retriever import HybridRetriever
from groundwood.agents.summarizer.candidates import Candidate, candidates
from groundwood.agents.summarizer.extractive import ExtractiveSummarizer
from groundwood.ingest.read import read_articles
from groundwood.nouns import Article, Evidence, Hit, Paragraph, Passage, Plan, Topic
from groundwood.store import ArticleStore, open_store

EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"
FIRST_DAY = datetime(2024, 5, 6, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """A story as it was planned and told, and the store it came from."""

    plan: Plan
    paragraphs: tuple[Paragraph, ...]
    title: str
    articles: dict[str, Article]

    @property
    def lines(self) -> list[str]:
        return [s.text for p in self.paragraphs for s in p.sentences]


def whole(*articles: Article) -> Evidence:
    """Return each article as one passage of evidence."""
    hits = tuple(
        Hit(passage=Passage(article_id=a.id, start=0, end=len(a.text)), score=1, why="given")
        for a in articles
    )
    return Evidence(topic=Topic(), hits=hits, considered=len(articles))


def told_by(store: ArticleStore, evidence: Evidence) -> Told:
    summarizer = ExtractiveSummarizer(store, year=2024)

    async def tell() -> tuple[Plan, tuple[Paragraph, ...], str]:
        plan = await summarizer.plan(evidence)
        written = [await summarizer.write(paragraph) for paragraph in plan.paragraphs]
        paragraphs = tuple(p for p in written if p is not None)
        title = await summarizer.headline(evidence, paragraphs) if paragraphs else ""
        return plan, paragraphs, title

    plan, paragraphs, title = asyncio.run(tell())
    return Told(plan, paragraphs, title, store.get(evidence.article_ids))


@pytest.fixture
def article() -> Callable[..., Article]:
    """Make an article of a text, published so many days after the first day."""

    def make(text: str, day: float | None = 0, **fields: Any) -> Article:
        published_at = None if day is None else FIRST_DAY + timedelta(days=day)
        return Article(**{"text": text, "published_at": published_at, **fields})

    return make


@pytest.fixture
def printable(article: Callable[..., Article]) -> Callable[..., list[str]]:
    """Return the sentences of a text that may be printed, as they read in print."""

    def sentences(text: str, **fields: Any) -> list[str]:
        return [c.text for c in _all(article(text, **fields))]

    return sentences


@pytest.fixture
def found(article: Callable[..., Article]) -> Callable[..., list[Candidate]]:
    """Return the candidates of a text."""

    def sentences(text: str, **fields: Any) -> list[Candidate]:
        return _all(article(text, **fields))

    return sentences


@pytest.fixture
def store() -> Iterator[ArticleStore]:
    opened = open_store("sqlite://")
    yield opened
    opened.close()


@pytest.fixture
def tell(store: ArticleStore) -> Callable[..., Told]:
    """Tell the story of the articles, all of their text as evidence."""

    def story(*articles: Article) -> Told:
        store.put(articles)
        return told_by(store, whole(*articles))

    return story


@pytest.fixture
def tell_example(store: ArticleStore) -> Callable[[str], Told]:
    """Tell the story of an example cluster, with evidence by the retriever."""

    def story(name: str) -> Told:
        store.put(read_articles(EXAMPLES / f"{name}.jsonl").articles)
        return told_by(store, asyncio.run(HybridRetriever(store).gather(Topic())))

    return story


def _all(article: Article) -> list[Candidate]:
    return candidates(article, [Passage(article_id=article.id, start=0, end=len(article.text))])
