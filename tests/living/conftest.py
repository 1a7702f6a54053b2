"""A store with a small disaster in it, told by several outlets, and what keeps its story."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from groundwood.nouns import Article, Topic
from groundwood.nouns.version import StoryVersion
from groundwood.pipelines.living.keep import Kept, keep_story
from groundwood.pipelines.write import default_agents
from groundwood.settings import Settings
from groundwood.store import Store, open_store

TOPIC = Topic(slug="quake", query="earthquake Exampletown")


def report(name: str, outlet: str, day: int, title: str, text: str) -> Article:
    return Article(
        title=title,
        text=text,
        source=outlet,
        url=f"https://{name}.invalid/",
        published_at=datetime(2026, 3, day, 10, tzinfo=UTC),
    )


FIRST = report(
    "first",
    "Bay Wire",
    26,
    "Quake kills 14 in Exampletown",
    "A strong earthquake struck the city of Exampletown on Monday. Officials said 14 people had died "
    "in the city of Exampletown. Rescuers searched the rubble of the central market through the "
    "night. The main hospital of Exampletown lost its power for three hours.",
)
SECOND = report(
    "second",
    "Harbour News",
    28,
    "Quake toll rises to 21",
    "Rescuers pulled more bodies from the rubble of the central market. Officials said 21 people had "
    "died in the city of Exampletown. The government of Exampleland declared three days of mourning.",
)
COPY = report("copy", "Copy Post", 27, FIRST.title, f"{FIRST.text} Copy Post staff.")
OTHER_SUBJECT = report(
    "cup",
    "Sports Daily",
    29,
    "Cup final ends in a draw",
    "The football cup final ended in a draw after extra time. Fans left the stadium early.",
)
LATE = report(
    "late",
    "Old Times",
    20,
    "Engineers warned of the old market hall",
    "Engineers of Exampletown warned last year that the old market hall would not stand a strong "
    "earthquake. The council of Exampletown had set aside 2 million dollars for its repair.",
)

Keep = Callable[..., Kept]


@pytest.fixture
def first() -> Article:
    return FIRST


@pytest.fixture
def second() -> Article:
    return SECOND


@pytest.fixture
def copy() -> Article:
    return COPY


@pytest.fixture
def other_subject() -> Article:
    return OTHER_SUBJECT


@pytest.fixture
def late() -> Article:
    return LATE


@pytest.fixture
def topic() -> Topic:
    return TOPIC


@pytest.fixture
def store() -> Iterator[Store]:
    opened = open_store("sqlite://")
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path: object) -> Settings:
    return Settings(cache_dir=tmp_path, model="none", judge="lexical")


@pytest.fixture
def keep(store: Store, settings: Settings) -> Keep:
    """Put the articles into the store and keep the story, without a model; publish what is made."""
    agents = default_agents(store, None, settings)

    def kept(*articles: Article, topic: Topic = TOPIC, **options: object) -> Kept:
        store.put(articles)
        given = {"agents": agents, "settings": settings, "publish": True, **options}
        return asyncio.run(keep_story(topic, store=store, **given))  # type: ignore[arg-type]

    return kept


@pytest.fixture
def version(store: Store) -> Callable[[str], StoryVersion]:
    """Return a version of the story by its number."""

    def found(number: str) -> StoryVersion:
        kept = store.stories.get(store.stories.resolve("quake"), number)
        assert kept is not None
        return kept

    return found
