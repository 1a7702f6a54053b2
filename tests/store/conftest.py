"""Stores of every kind, and articles made on the spot."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from groundwood.nouns import (
    Article,
    ArticleId,
    CheckedStory,
    Citation,
    Outcome,
    Paragraph,
    Sentence,
    Story,
    Topic,
)
from groundwood.nouns.runs import BatchRun, TopicRun
from groundwood.nouns.version import Abstention, StoryVersion
from groundwood.store import Store, open_store
from groundwood.store.moving import export_store

Make = Callable[..., Article]
MakeVersion = Callable[..., StoryVersion]
START = datetime(2024, 8, 18, tzinfo=UTC)


@pytest.fixture(params=["memory", "file", "postgres"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store: each test runs in memory, in a file and in PostgreSQL."""
    if request.param == "memory":
        url = "sqlite://"
    else:
        url = request.getfixturevalue("url" if request.param == "file" else "postgres_url")
    with closing(open_store(url)) as opened:
        yield opened


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture(params=["file", "postgres"])
def shared_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty store that several processes can open: in a file and in PostgreSQL."""
    return str(request.getfixturevalue("url" if request.param == "file" else "postgres_url"))


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


@pytest.fixture
def version() -> Callable[..., StoryVersion]:
    """Make a version of the story of a number: one sentence that cites the given articles."""

    def make(
        story: int = 1,
        number: str = "0.01",
        *cited: ArticleId,
        parent: str | None = None,
        text: str = "It rained.",
        **fields: Any,
    ) -> StoryVersion:
        citations = tuple(Citation(article_id=key) for key in cited)
        written = Story(
            uuid=UUID(int=story),
            version=number,
            parent=parent,
            title=f"Story {story}",
            updated_at=datetime(2024, 8, 18, 2, 9, 53, 946000, tzinfo=UTC),
            paragraphs=(Paragraph(sentences=(Sentence(text=text, citations=citations),)),),
        )
        slug = f"story-{story}"
        given = {
            "slug": slug,
            "topic": Topic(slug=slug, query="rain", tags=("sea",)),
            "checked": CheckedStory(outcome=Outcome(status="published"), story=written),
            "arrival": 0,
            **fields,
        }
        return StoryVersion.model_validate(given)

    return make


def fill(store: Store, article: Make, version: MakeVersion) -> None:
    """Put something of everything into the store."""
    ids = store.put(article(number, tags=("sea",)) for number in range(450)).ids
    store.put([article(3, text="NUL \x00, escape \x1b and 𝄞.", published_at=START, author="É")])
    store.put([Article(id="aaaaaaaa", digest="a" * 64, text="one")])
    store.put([Article(id="aaaaaaaa", digest="a" * 10 + "b" * 54, text="clash")])
    store.retract(ids[5:8], "a hoax")
    store.reinstate(ids[7:8])
    basis = store.contents(ids)
    store.stories.publish(version(1, "0.01", *ids[:3], basis=basis, arrival=450))
    store.stories.publish(version(1, "0.02", ids[4], parent="0.01", basis=basis))
    store.stories.publish(version(2, "0.01", "dddddddd", text="Elsewhere \x00."))
    store.stories.note_seen(UUID(int=1), "0.02", 451)
    store.stories.note_abstention(UUID(int=1), "0.02", Abstention(tried="d", reason="r"))
    run = BatchRun(id="night", plan="p", digest="d", started_at=START)
    rows = [
        TopicRun(run_id="night", slug=f"t{place}", place=place, topic=Topic(slug=f"t{place}"))
        for place in range(5)
    ]
    store.runs.begin(run, rows)
    store.runs.claim("night", "one", most=2)
    store.runs.finish("night", "stopped", "enough")


@pytest.fixture
def full(store: Store, article: Make, version: MakeVersion) -> Store:
    fill(store, article, version)
    return store


@pytest.fixture(params=["sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of either kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'target.db'}"
    else:
        url = request.getfixturevalue("postgres_server").new_database("template_store")
    with closing(open_store(url)) as opened:
        yield opened


@pytest.fixture
def exported(tmp_path: Path, article: Make, version: MakeVersion) -> Path:
    """A file with something of everything."""
    file = tmp_path / "exported.gz"
    with closing(open_store("sqlite://")) as store:
        fill(store, article, version)
        export_store(store, file)
    return file
