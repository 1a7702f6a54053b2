"""What comes in while discovery is looking, or after it has looked, is not lost."""

import asyncio
import threading
from collections.abc import Callable
from typing import Literal

import pytest

from groundwood.nouns import Article, Topic
from groundwood.nouns.version import StoryVersion
from groundwood.pipelines.living import reports
from groundwood.pipelines.living.hands import Hands, SharedHands
from groundwood.pipelines.living.keep import Kept, keep_story
from groundwood.pipelines.living.reports import Found
from groundwood.pipelines.living.update import Updates, open_updates, update_story_sync
from groundwood.settings import Settings
from groundwood.store import Store

pytest.importorskip("scipy", reason="discovery needs SciPy")

Keep = Callable[..., Kept]


@pytest.fixture
def update_meanwhile(
    keep: Keep, store: Store, settings: Settings, first: Article, monkeypatch: pytest.MonkeyPatch
) -> Keep:
    """Update the story on the earthquake; the article comes in right after discovery has looked."""
    keep(first)
    reports_of = reports.reports_of

    async def update(article: Article, discover: Literal["each", "all"]) -> Kept:
        def looked(store: Store, base: StoryVersion) -> list[str]:
            found = reports_of(store, base)
            store.put([article])
            return found

        monkeypatch.setattr(reports, "reports_of", looked)
        async with open_updates(store=store, settings=settings, discover=discover) as updates:
            store.put([article] if discover == "all" else [])
            return await updates.update("quake")

    def updated(article: Article, discover: Literal["each", "all"]) -> Kept:
        kept = asyncio.run(update(article, discover))
        monkeypatch.setattr(reports, "reports_of", reports_of)
        return kept

    return updated


@pytest.mark.parametrize("discover", ["each", "all"])
def test_a_report_that_came_in_after_discovery_looked_is_found_by_the_next_update(
    update_meanwhile: Keep, store: Store, settings: Settings, otherwise: Article, discover: str
) -> None:
    assert update_meanwhile(otherwise, discover).status == "unchanged"
    kept = update_story_sync("quake", store=store, settings=settings, discover=True)
    assert kept.made is not None
    assert otherwise.id in kept.made.story.article_ids


@pytest.mark.parametrize("discover", ["each", "all"])
def test_what_came_in_on_the_topic_is_weighed_at_once_and_not_marked_as_changed(
    update_meanwhile: Keep, store: Store, settings: Settings, second: Article, discover: str
) -> None:
    kept = update_meanwhile(second, discover)
    assert kept.made is not None
    assert second.id in kept.made.story.article_ids
    assert store.stories.stale() == []
    again = update_story_sync("quake", store=store, settings=settings)
    assert (again.status, again.version) == ("unchanged", "0.02")


def test_what_another_update_has_weighed_meanwhile_is_not_weighed_again(
    keep: Keep,
    store: Store,
    settings: Settings,
    topic: Topic,
    first: Article,
    other_subject: Article,
) -> None:
    keep(first)

    async def update() -> Kept:
        async with open_updates(store=store, settings=settings, discover="all") as updates:
            store.put([other_subject])
            await keep_story(topic, store=store, settings=settings, publish=True)
            return await updates.update("quake")

    kept = asyncio.run(update())
    assert (kept.status, kept.seen) == ("unchanged", store.latest_arrival())


def test_other_tasks_go_on_while_discovery_looks(
    keep: Keep, store: Store, settings: Settings, first: Article
) -> None:
    keep(first)
    going_on = threading.Event()

    def waits(base: StoryVersion) -> Found:
        assert going_on.wait(timeout=10)
        return Found((), store.latest_arrival())

    async def both() -> Kept:
        asyncio.get_running_loop().call_soon(going_on.set)
        async with SharedHands(Hands(settings=settings)) as hands:
            return await Updates(store, hands, reports=waits).update("quake")

    assert asyncio.run(both()).status == "unchanged"
