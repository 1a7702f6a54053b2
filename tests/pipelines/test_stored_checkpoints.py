"""Runs whose articles are in PostgreSQL: their checkpoints are there too, and nowhere else."""

import asyncio
import dataclasses
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from groundwood.errors import ModelUnavailable, OtherRun, StoreBusy, StoreError
from groundwood.nouns import CheckedStory, ParagraphPlan, Topic
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.checkpoints import checkpoints_of, serializer, shared_checkpoints
from groundwood.pipelines.run import Job, run_story
from groundwood.pipelines.stored_checkpoints import stored_checkpoints
from groundwood.store import Store, open_store

TABLES = "checkpoints", "checkpoint_blobs", "checkpoint_writes"


@pytest.fixture
def store(postgres_url: str, kit: Any) -> Iterator[Store]:
    with closing(open_store(postgres_url)) as opened:
        opened.put(kit.articles)
        yield opened


@pytest.fixture
def stored(store: Store, agents: Agents, kit: Any) -> Agents:
    """The agents of the other tests on a store in PostgreSQL."""
    parts = {"retriever": kit.Retriever(store), "summarizer": kit.Summarizer(store)}
    return dataclasses.replace(agents, store=store, **parts)


def story_of(agents: Agents, folder: Path, topic: Topic | None = None) -> CheckedStory:
    job = Job(topic=topic or Topic(), agents=agents, run_id="night-1", checkpoints=folder)

    async def last() -> CheckedStory:
        events = [event async for event in run_story(job)]
        assert events[-1].story is not None
        return events[-1].story

    return asyncio.run(last())


def fail_on_second(plan: ParagraphPlan) -> None:
    if plan.index == 1:
        raise ModelUnavailable("no answer")


def kept(url: str) -> list[str]:
    """All rows of the checkpoints, as text."""
    with psycopg.connect(url) as connection:
        connection.execute("SET search_path = groundwood")
        return [
            str(row)
            for table in TABLES
            for row in connection.execute(f"SELECT * FROM {table}".encode())
        ]


def test_a_run_that_failed_goes_on_and_writes_only_what_is_missing(
    stored: Agents, kit: Any, tmp_path: Path
) -> None:
    broken = kit.Summarizer(stored.store, fail=fail_on_second)
    with pytest.raises(ModelUnavailable):
        story_of(dataclasses.replace(stored, summarizer=broken), tmp_path)
    mended = kit.Summarizer(stored.store)
    checked = story_of(dataclasses.replace(stored, summarizer=mended), tmp_path)
    assert mended.calls == ["write 1", "headline"]
    assert checked.story
    assert len(checked.story.sentences) == 2


def test_a_finished_run_gives_the_same_story_without_asking_anyone(
    stored: Agents, kit: Any, tmp_path: Path
) -> None:
    first = story_of(stored, tmp_path)
    idle = kit.Summarizer(stored.store)
    again = story_of(dataclasses.replace(stored, summarizer=idle), tmp_path / "elsewhere")
    assert again == first
    assert idle.calls == []


def test_the_checkpoints_are_in_the_store_and_hold_no_article_text(
    stored: Agents, kit: Any, tmp_path: Path, postgres_url: str
) -> None:
    broken = kit.Summarizer(stored.store, fail=fail_on_second)
    with pytest.raises(ModelUnavailable):
        story_of(dataclasses.replace(stored, summarizer=broken), tmp_path)
    rows = kept(postgres_url)
    assert any(
        "The bridge opened" in row for row in rows
    )  # a draft, which is a sentence of a story
    assert not any("The ferry stopped for good" in row for row in rows)
    assert list(tmp_path.iterdir()) == []


def test_a_run_id_is_not_taken_up_by_a_run_on_another_topic(stored: Agents, tmp_path: Path) -> None:
    story_of(stored, tmp_path)
    with pytest.raises(OtherRun, match="--run-id: 'night-1' is a run on another topic"):
        story_of(stored, tmp_path, Topic(query="ferry"))


def test_two_processes_cannot_be_at_one_run(
    stored: Agents, tmp_path: Path, postgres_url: str
) -> None:
    with (
        closing(open_store(postgres_url)) as other,
        other.lock("run night-1"),
        pytest.raises(StoreBusy, match="--run-id: 'night-1' is being run by another process"),
    ):
        story_of(stored, tmp_path)


def test_checkpoints_that_are_shared_keep_no_other_process_out(
    store: Store, tmp_path: Path
) -> None:
    async def share() -> None:
        file = tmp_path / "batch.sqlite"
        async with shared_checkpoints(file, store) as one, checkpoints_of(tmp_path, "a") as inner:
            assert inner is one
            async with stored_checkpoints(store, serializer()):  # type: ignore[arg-type]
                pass

    asyncio.run(share())
    assert list(tmp_path.iterdir()) == []


def test_runs_that_begin_at_once_in_a_new_store_make_the_tables_once(
    store: Store, tmp_path: Path
) -> None:
    async def begin(run_id: str) -> None:
        async with checkpoints_of(tmp_path, run_id, store) as saver:
            assert await saver.aget_tuple({"configurable": {"thread_id": run_id}}) is None

    async def all_at_once() -> None:
        await asyncio.gather(*(begin(f"run-{number}") for number in range(6)))

    asyncio.run(all_at_once())


def test_a_connection_that_is_lost_is_a_store_error(
    store: Store, tmp_path: Path, postgres_url: str
) -> None:
    async def lose() -> None:
        async with checkpoints_of(tmp_path, "a", store) as saver:
            with psycopg.connect(postgres_url, autocommit=True) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
                )
            await saver.aget_tuple({"configurable": {"thread_id": "a"}})

    with pytest.raises(StoreError, match=r"^postgresql://.*terminat"):
        asyncio.run(lose())
