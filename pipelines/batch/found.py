"""Topics that are found: the events among the articles of a window, known stories first asked."""

from collections.abc import Iterator
from itertools import islice

from groundwood.errors import SettingsError
from groundwood.nouns import Topic
from groundwood.nouns.discovery import KnownStory
from groundwood.pipelines.discovery import discover
from groundwood.store.base import Store


def find_topics(store: Store, within: Topic, most: int) -> Iterator[Topic]:
    """Yield the topics of the events that were reported since the window began, at most so many.

    Raises:
        SettingsError: the window has no beginning.
    """
    if within.since is None:
        raise SettingsError("[discover] window: needs a beginning, like 'last 24 hours'")
    found = discover(store, within.since, list(known_stories(store)))
    for event in islice(found.events, most):
        yield event.topic


def known_stories(store: Store) -> Iterator[KnownStory]:
    """Yield the stories of the store as discovery sees them."""
    for record in store.stories.records():
        newest = store.stories.get(record.uuid)
        if newest is not None:
            cited = newest.story.article_ids
            yield KnownStory(
                name=record.slug, topic=record.topic, article_ids=cited, uuid=record.uuid
            )
