"""Articles that report a story's event in words that its topic does not ask for, by discovery."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, NamedTuple
from uuid import UUID

from groundwood.errors import SettingsError
from groundwood.nouns import ArticleId, Topic
from groundwood.nouns.discovery import Discovery, KnownStory
from groundwood.nouns.version import StoryVersion
from groundwood.store.base import Store


class Found(NamedTuple):
    """What was found for a version among the articles up to the arrival number ``seen``."""

    ids: Collection[ArticleId]
    seen: int


Reports = Callable[[StoryVersion], Found]
"""Returns what was found for a version."""

MOST = 5_000
"""So many articles, the latest arrivals, are held against the stories (about ten seconds)."""
RIVALS = 20
"""For a story alone, so many articles on each event are looked at for other stories that cite them."""


def require_discovery(what: str) -> None:
    """See that the extra is there.

    Raises:
        SettingsError: it is not; the text says for what it is needed and how to get it.
    """
    if find_spec("scipy") is None:
        raise SettingsError(f"{what} needs SciPy: pip install 'groundwood[discovery]'")


def finding_reports(
    store: Store, which: Literal["each", "all"], vectors: Path | None = None
) -> Reports:
    """Return what finds reports of each story's event: for it alone, or for all stories at once.

    Raises:
        SettingsError: discovery is not installed.
        InputError: the file of rows cannot be read or written.
    """
    require_discovery("--discover")
    if which == "each":
        return partial(_of_one, store)
    seen = (
        store.latest_arrival()
    )  # what comes in while they are looked for is left for the next time
    found = reports_of_all(store, vectors)
    return lambda base: Found(found.get(base.story.uuid, ()), seen)


def _of_one(store: Store, base: StoryVersion) -> Found:
    seen = store.latest_arrival()
    return Found(reports_of(store, base), seen)


def reports_of(store: Store, base: StoryVersion) -> list[ArticleId]:
    """Return the new articles that are attached to this story rather than to one like it.

    Only the articles that came since the version's evidence are read, those that it cites, and those
    of stories that cite articles like the attached ones: the cost does not grow with the store.
    """
    seen = store.stories.seen(base.story.uuid, base.story.version)
    came = store.arrived(Topic(since=base.topic.since), after=seen, limit=MOST)
    near = _attached(store, came, [base])
    rivals = list(_rivals(store, base, near))
    return _attached(store, near, [base, *rivals]) if rivals else near


def reports_of_all(store: Store, vectors: Path | None = None) -> dict[UUID, list[ArticleId]]:
    """Return by story the new articles that are attached to it, for all stories of the store.

    What came since the story that was looked at longest ago is read. The rows of known articles are
    kept in the file, where one is named.
    """
    from groundwood.agents.discovery.finder import EventFinder  # SciPy is slow to load
    from groundwood.agents.discovery.shelf import Shelf
    from groundwood.pipelines.discovery import discover_among, kept_stories

    known = kept_stories(store.stories)
    after = min((_seen(store, story) for story in known), default=0)
    came = store.arrived(Topic(), after=after, limit=MOST)
    if not came:
        return {}
    shelf = Shelf() if vectors is None else Shelf.load(vectors)
    before = (len(shelf), shelf.arrival)
    found = discover_among(store, store.get(came).values(), known, EventFinder(shelf))
    if vectors is not None and (len(shelf), shelf.arrival) != before:
        shelf.save(vectors)
    return {one.uuid: _of(found, one.uuid) for one in known if one.uuid is not None}


def _seen(store: Store, story: KnownStory) -> int:
    assert story.uuid is not None  # kept stories have one
    newest = store.stories.versions(story.uuid)[-1]
    return store.stories.seen(story.uuid, newest.version)


def _attached(
    store: Store, came: Sequence[ArticleId], stories: Sequence[StoryVersion]
) -> list[ArticleId]:
    """Return those of the articles that are attached to the first of the stories."""
    return _of(_events(store, came, stories), stories[0].story.uuid)


def _events(
    store: Store, came: Sequence[ArticleId], stories: Sequence[StoryVersion] = ()
) -> Discovery:
    if not came:
        return Discovery()
    from groundwood.agents.discovery.finder import EventFinder  # SciPy is slow to load
    from groundwood.pipelines.discovery import discover_among, known_story

    known = [known_story(version) for version in stories]
    return discover_among(store, store.get(came).values(), known, EventFinder())


def _of(found: Discovery, story: UUID) -> list[ArticleId]:
    """Return the reports that are attached to the story, with their copies."""
    events = [event for event in found.attached if event.uuid == story]
    return [
        key
        for event in events
        for report in event.article_ids
        for key in (report, *event.copies.get(report, ()))
    ]


def _rivals(store: Store, base: StoryVersion, near: Sequence[ArticleId]) -> Iterator[StoryVersion]:
    """Yield the other stories that cite articles which share the telling words of these."""
    like: dict[ArticleId, None] = {}
    for event in _events(store, near).proposed:
        found = store.search(event.topic.query, Topic(), limit=RIVALS)
        like |= dict.fromkeys(match.article_id for match in found)
    citing = {uuid for uuid, _, _ in store.stories.citing(like)} - {base.story.uuid}
    for uuid in sorted(citing):
        version = store.stories.get(uuid)
        if version is not None:
            yield version
