"""Discovery over a store that changes between two runs."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from groundwood.agents.discovery.finder import EventFinder
from groundwood.agents.discovery.shelf import Shelf
from groundwood.nouns import Article, Topic
from groundwood.nouns.discovery import KnownStory
from groundwood.pipelines.discovery import discover
from groundwood.store import Store, open_store

LATER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def store() -> Iterator[Store]:
    opened = open_store("sqlite://")
    yield opened
    opened.close()


def test_the_row_of_a_cited_article_follows_its_text(store: Store, ferry: list[Article]) -> None:
    """An article that was updated is compared by what it says now."""
    (key,) = store.put(ferry[:1]).ids
    story = KnownStory(name="ferry", topic=Topic(slug="ferry"), article_ids=(key,))
    finder = EventFinder(Shelf())
    discover(store, LATER, [story], finder)
    before = finder.shelf.rows([key]).terms.tolist()
    store.put([ferry[0].model_copy(update={"text": "Miners dug up an old clock in the square."})])
    discover(store, LATER, [story], finder)
    after = finder.shelf.rows([key]).terms.tolist()
    assert before != after
    assert finder.shelf.arrival == store.latest_arrival()
