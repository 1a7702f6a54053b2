"""Topics that are found: the events among the articles of a window, known stories first asked."""

from collections.abc import Iterator
from itertools import islice

from groundwood.errors import SettingsError
from groundwood.nouns import Topic
from groundwood.pipelines.discovery import discover, kept_stories
from groundwood.store.base import Store


def find_topics(store: Store, within: Topic, most: int) -> Iterator[Topic]:
    """Yield the topics of the events that were reported since the window began, at most so many.

    Raises:
        SettingsError: the window has no beginning.
    """
    if within.since is None:
        raise SettingsError("[discover] window: needs a beginning, like 'last 24 hours'")
    found = discover(store, within.since, kept_stories(store.stories))
    for event in islice(found.events, most):
        yield event.topic
