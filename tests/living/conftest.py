"""A store with a small disaster in it, told by several outlets, and what keeps its story."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from groundwood.agents.protocols import CitationChecker
from groundwood.nouns import Article, Evidence, Finding, Story, Topic, Verdict
from groundwood.nouns.version import StoryVersion
from groundwood.pipelines.living.hands import Hands
from groundwood.pipelines.living.keep import Kept, Options, keep_story
from groundwood.pipelines.living.splitting import Split, settle_split, split_story
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
OTHERWISE = report(
    "otherwise",
    "Hill Gazette",
    29,
    "Rubble of market hall cleared",
    "Rescuers ended their search of the rubble of the central market. The last two of the missing "
    "were found under the roof of the market. Their families had waited beside the rubble for three "
    "days.",
)
LATE = report(
    "late",
    "Old Times",
    20,
    "Engineers warned of the old market hall",
    "Engineers of Exampletown warned last year that the old market hall would not stand a strong "
    "earthquake. The council of Exampletown had set aside 2 million dollars for its repair.",
)


class Refusing:
    """Refuses every sentence."""

    async def check(self, story: Story, evidence: Evidence) -> tuple[Verdict, ...]:
        return tuple(
            Verdict(
                paragraph=number,
                sentence=index,
                text=sentence.text,
                finding=Finding.UNSUPPORTED,
                reason="as the test says",
                checker="refusing",
                version="1",
            )
            for number, paragraph in enumerate(story.paragraphs)
            for index, sentence in enumerate(paragraph.sentences)
        )


Keep = Callable[..., Kept]
Splitting = Callable[..., Split]
BOTH = Topic(slug="both")


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
def otherwise() -> Article:
    """A report of the earthquake without the topic's words, its town and its date."""
    return OTHERWISE


@pytest.fixture
def topic() -> Topic:
    return TOPIC


@pytest.fixture
def refusing() -> CitationChecker:
    """A checker that refuses every sentence."""
    return Refusing()


@pytest.fixture
def store() -> Iterator[Store]:
    opened = open_store("sqlite://")
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
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


@pytest.fixture
def base(keep: Keep, first: Article, other_subject: Article) -> StoryVersion:
    """A story on two events: the earthquake, and the cup final."""
    made = keep(first, other_subject, topic=BOTH).made
    assert made is not None
    return made


@pytest.fixture
def split(store: Store, settings: Settings) -> Splitting:
    """Split the articles off the version and settle it."""
    options = Options(
        store=store,
        hands=Hands(agents=lambda view, _: default_agents(view, None, settings), settings=settings),
    )

    def done(base: StoryVersion, slug: str, *ids: str, trim: bool = False) -> Split:
        topic = Topic(slug=slug)
        found = asyncio.run(split_story(base, topic, options, ids, trim=trim))
        settle_split(found, store)
        return found

    return done
