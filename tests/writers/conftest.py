"""A store with a few small articles, and what writers are given of them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from groundwood.nouns import Article, Evidence, Hit, ParagraphPlan, Passage, Topic
from groundwood.store import ArticleStore, open_store
from groundwood.text.sentences import sentence_spans

PORT = Article(
    title="Port opens",
    text=(
        "The port of Arden opened on Monday after repairs. "
        "Its two cranes can lift 40 tonnes each, according to the harbour office. "
        'Mayor Ana Ruiz said the work was "worth every cent" of the money.'
    ),
    url="https://example.org/port",
    published_at=datetime(2024, 5, 6, 9, tzinfo=UTC),
)
FERRY = Article(
    title="Ferry sails",
    text="A ferry line between Arden and Bell has two boats. The fare has not been set.",
    url="https://example.org/ferry",
    published_at=datetime(2024, 5, 6, 15, tzinfo=UTC),
)
LATE = Article(
    title="Years later",
    text="A museum in Arden shows the old crane of the port. Entry to it is free.",
    url="https://example.org/late",
    published_at=datetime(2026, 1, 2, tzinfo=UTC),
)

PlanOf = Callable[..., ParagraphPlan]


@pytest.fixture
def store() -> Iterator[ArticleStore]:
    opened = open_store("sqlite://")
    opened.put([PORT, FERRY, LATE])
    yield opened
    opened.close()


@pytest.fixture
def port() -> Article:
    return PORT


@pytest.fixture
def ferry() -> Article:
    return FERRY


@pytest.fixture
def late() -> Article:
    return LATE


@pytest.fixture
def plan_of() -> PlanOf:
    """Make a plan of (article, number of a sentence) pairs."""

    def make(*places: tuple[Article, int]) -> ParagraphPlan:
        spans = [(article, sentence_spans(article.text)[n]) for article, n in places]
        passages = tuple(Passage(article_id=a.id, start=s.start, end=s.end) for a, s in spans)
        return ParagraphPlan(index=0, aim="the port", passages=passages)

    return make


@pytest.fixture
def evidence() -> Evidence:
    """Each article as one passage."""
    hits = tuple(
        Hit(passage=Passage(article_id=a.id, start=0, end=len(a.text)), score=1, why="given")
        for a in (PORT, FERRY, LATE)
    )
    return Evidence(topic=Topic(query="port of Arden"), hits=hits, considered=3)
