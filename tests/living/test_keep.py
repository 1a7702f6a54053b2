"""Writing, publishing and locking: what a batch that keeps stories may rely on."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from groundwood.errors import ModelUnavailable, SettingsError, StoreBusy
from groundwood.nouns import Article, ParagraphPlan, Topic
from groundwood.nouns.story import Paragraph
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.events import Event
from groundwood.pipelines.living.keep import Kept, keep_story, settle, story_lock
from groundwood.pipelines.living.update import update_story_sync
from groundwood.pipelines.write import default_agents
from groundwood.settings import Settings
from groundwood.store import Store, open_store

Keep = Callable[..., Kept]


def test_nothing_is_written_until_it_is_settled(keep: Keep, store: Store, first: Article) -> None:
    kept = keep(first, publish=False)
    assert (kept.status, store.stories.records()) == ("published", [])
    settle(kept, store)
    assert [record.version for record in store.stories.records()] == ["0.01"]


def test_settling_again_changes_nothing(keep: Keep, store: Store, first: Article) -> None:
    kept = keep(first)
    settle(kept, store)
    assert [record.versions for record in store.stories.records()] == [1]


def test_what_is_settled_in_a_transaction_that_fails_is_not_there(
    keep: Keep, store: Store, first: Article
) -> None:
    kept = keep(first, publish=False)

    def night() -> None:
        with store.transaction():
            settle(kept, store)
            raise RuntimeError("the ledger could not be written")

    with pytest.raises(RuntimeError):
        night()
    assert store.stories.records() == []


def test_two_writers_never_write_one_story(keep: Keep, store: Store, first: Article) -> None:
    keep(first)
    with story_lock(store, "quake"), pytest.raises(StoreBusy, match="story quake is being worked"):
        update_story_sync("quake", store=store)


def test_a_caller_that_holds_the_lock_settles_by_itself(
    keep: Keep, store: Store, first: Article
) -> None:
    with story_lock(store, "quake"):
        settle(keep(first, publish=False), store)
    assert len(store.stories.records()) == 1


def test_another_process_that_holds_the_story_is_told_apart(tmp_path: Path, first: Article) -> None:
    url = f"sqlite:///{tmp_path}/s.db"
    ours, theirs = open_store(url), open_store(url)
    with story_lock(theirs, "quake"), pytest.raises(StoreBusy, match="by another process"):
        story_lock(ours, "quake").__enter__()
    ours.close()
    theirs.close()


def test_the_events_of_an_update_name_its_stages(
    keep: Keep, first: Article, second: Article
) -> None:
    keep(first)
    seen: list[Event] = []
    keep(second, show=seen.append)
    stages = [event.stage for event in seen if event.kind == "finished"]
    assert stages[:3] == ["retrieve", "plan", "write"]
    assert stages[-1] == "disclaim"
    assert "check" in stages


class Breaking:
    """A summarizer that fails at its first paragraph."""

    def __init__(self, agents: Agents) -> None:
        self.base = agents.summarizer
        self.plan, self.headline = self.base.plan, self.base.headline
        self.revise = self.base.revise
        self.written = 0
        self.broken = True

    async def write(self, plan: ParagraphPlan) -> Paragraph | None:
        self.written += 1
        if self.broken:
            raise ModelUnavailable("the model is gone")
        return await self.base.write(plan)


def test_an_update_that_broke_goes_on_under_its_run_id(
    keep: Keep, store: Store, settings: Settings, first: Article, second: Article
) -> None:
    keep(first)
    agents = default_agents(store, None, settings)
    breaking = Breaking(agents)
    broken = replace(agents, summarizer=breaking)
    with pytest.raises(ModelUnavailable):
        keep(second, agents=broken, run_id="night")
    breaking.broken = False
    seen: list[Event] = []
    kept = keep(agents=broken, run_id="night", show=seen.append)
    assert (kept.status, kept.version) == ("published", "0.02")
    assert "retrieve" not in {event.stage for event in seen}


def test_a_run_id_is_not_taken_up_by_another_update(
    keep: Keep, store: Store, settings: Settings, first: Article, second: Article, late: Article
) -> None:
    keep(first)
    agents = default_agents(store, None, settings)
    broken = replace(agents, summarizer=Breaking(agents))
    with pytest.raises(ModelUnavailable):
        keep(second, agents=broken, run_id="night")
    with pytest.raises(SettingsError, match="'night' is a run on another topic"):
        keep(late, agents=broken, run_id="night")


def test_an_article_that_came_in_during_a_run_is_weighed_by_the_next(
    keep: Keep, store: Store, first: Article, second: Article
) -> None:
    def came(event: Event) -> None:
        if event.stage == "check":
            store.put([second])

    keep(first, show=came)
    assert keep().status == "published"


def test_a_source_that_changes_during_a_run_leaves_the_story_marked(
    keep: Keep, store: Store, first: Article
) -> None:
    other = first.model_copy(update={"text": first.text.replace("night", "whole night")})

    def changes(event: Event) -> None:
        if event.stage == "disclaim" and event.kind == "finished":
            store.put([other])

    keep(first, show=changes)
    assert [one.why for one in store.stories.stale()] == ["changed"]


def test_stories_of_many_slugs_are_kept_at_the_same_time(
    store: Store, settings: Settings, first: Article
) -> None:

    store.put([first])
    agents = default_agents(store, None, settings)

    async def all_of_them() -> list[Kept]:
        return await asyncio.gather(
            *(
                keep_story(
                    Topic(slug=f"s{number}"),
                    store=store,
                    agents=agents,
                    settings=settings,
                    publish=True,
                )
                for number in range(4)
            )
        )

    assert [kept.version for kept in asyncio.run(all_of_them())] == ["0.01"] * 4
    assert len({record.uuid for record in store.stories.records()}) == 4
