"""What is new in the store, grouped into events: the event finder over a store and known stories."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from groundwood.agents.discovery.finder import EventFinder
from groundwood.agents.discovery.shelf import Shelf
from groundwood.nouns import Article, ArticleId, Topic
from groundwood.nouns.discovery import Discovery, KnownStory
from groundwood.nouns.version import StoryVersion
from groundwood.store.archive import StoryArchive
from groundwood.store.base import ArticleStore


def discover(
    store: ArticleStore,
    since: datetime,
    known: Sequence[KnownStory] = (),
    finder: EventFinder | None = None,
) -> Discovery:
    """Return the events among the store's articles from ``since`` on.

    Articles without a date are left out, as by any time filter. ``known`` are the living stories
    with the articles they cite; the finder's shelf keeps their rows, and only those of articles that
    it does not know yet, or that have changed since, are read and made, so keep the finder, or save
    its shelf, between runs.

    Raises:
        StoreError: the store cannot be read.
    """
    finder = finder or EventFinder()
    return discover_among(store, articles_since(store, since), known, finder)


def discover_among(
    store: ArticleStore,
    articles: Iterable[Article],
    known: Sequence[KnownStory],
    finder: EventFinder,
) -> Discovery:
    """Return the events among these articles of the store; see `discover`.

    Raises:
        StoreError: the store cannot be read.
    """
    cited = [key for story in known for key in story.article_ids]
    _refresh(finder.shelf, store, cited)
    return finder.find(articles, known)


def _refresh(shelf: Shelf, store: ArticleStore, cited: Sequence[ArticleId]) -> None:
    """Make the rows of cited articles that have none, and those of kept articles that changed."""
    latest = store.latest_arrival()
    came = store.arrived(Topic(), after=shelf.arrival) if len(shelf) else ()
    changed = [key for key in came if key in shelf]
    shelf.put(store.get([*shelf.missing(cited), *changed]).values())
    shelf.arrival = latest


def kept_stories(archive: StoryArchive) -> list[KnownStory]:
    """Return the archive's stories, in order of slug, with what their newest versions cite.

    Raises:
        StoreError: the archive cannot be read.
    """
    versions = (archive.get(record.uuid) for record in archive.records())
    return [known_story(version) for version in versions if version is not None]


def known_story(version: StoryVersion) -> KnownStory:
    """Return the story as discovery sees it, by this version of it."""
    return KnownStory(
        name=version.slug,
        topic=version.topic,
        article_ids=version.story.article_ids,
        uuid=version.story.uuid,
    )


def articles_since(store: ArticleStore, since: datetime) -> list[Article]:
    """Return the articles that were published from that time on, newest first."""
    return list(store.get(store.select(Topic(since=since))).values())
