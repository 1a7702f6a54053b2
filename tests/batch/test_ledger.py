"""The ledger while stories are written: what it does not take, and what is another worker's."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from groundwood.gateway.scripted import ScriptedModel
from groundwood.nouns.runs import TopicRun
from groundwood.pipelines.batch.stages import Unwatched

RUN = "storm-2024-06-02"
SENTENCE = "The town council of Exampletown paid 7 million dollars for the library."
OTHER = "The mayor of Exampletown, Paul Okafor, wants to see the library grow."
ALONE = "[concurrency]\nstories = 1\n[budget.run]\ncalls = 100\n"
CALLS = 4
"""What a story takes: a plan, two paragraphs, a headline."""


def model(at_plan: Callable[[], None], later: Callable[[], None]) -> ScriptedModel:
    """Return a model; something happens when it plans, and when it is asked the next time."""

    def plan(_: Any) -> Any:
        at_plan()
        return {"paragraphs": [{"aim": "tell", "passages": [str(n)]} for n in (1, 2)]}

    def paragraph(prompt: Any) -> Any:
        later()
        text = SENTENCE if SENTENCE in prompt.user else OTHER
        return {"sentences": [{"text": text, "citations": ["A"]}]}

    return ScriptedModel(
        {
            "summarizer/plan": plan,
            "summarizer/paragraph": paragraph,
            "summarizer/headline": lambda _: {"headline": "Exampletown builds"},
        }
    )


def nothing() -> None:
    """Let nothing happen."""


def row(newsroom: Any) -> TopicRun:
    found: TopicRun = newsroom.store.runs.topics(RUN)[0]
    return found


@pytest.fixture
def other(newsroom: Any) -> Iterator[sqlite3.Connection]:
    """What another process has open of the store's file."""
    with closing(sqlite3.connect(newsroom.folder / "news.db", isolation_level=None)) as opened:
        yield opened


def test_a_note_that_the_ledger_does_not_take_costs_no_story_and_the_next_one_makes_up_for_it(
    newsroom: Any, other: sqlite3.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    """While the plan's answer is noted another process writes, for longer than is waited for."""
    newsroom.store.database.connection.execute("PRAGMA busy_timeout = 0")
    noted: list[int] = []

    def let_go() -> None:
        taken = row(newsroom).taken
        noted.append(taken.calls if taken else 0)
        if other.in_transaction:
            other.execute("ROLLBACK")

    asked = model(lambda: other.execute("BEGIN IMMEDIATE") and None, let_go)
    ended = newsroom.run(newsroom.plan(ALONE, topics=1), model=asked)
    assert (ended.code, row(newsroom).status, row(newsroom).spent.calls) == (0, "published", CALLS)
    assert noted[0] == 0
    assert "topic t0: what it has taken is not in the ledger yet: " in caplog.text
    assert "database is locked" in caplog.text


def test_while_a_note_waits_for_another_process_the_other_stories_go_on(
    newsroom: Any, other: sqlite3.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    """The other process lets go only when something else than the story is done."""

    def write_until_looked_at() -> None:
        other.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_soon(other.execute, "ROLLBACK")

    newsroom.store.database.connection.execute("PRAGMA busy_timeout = 5000")
    asked = model(write_until_looked_at, nothing)
    ended = newsroom.run(newsroom.plan(ALONE, topics=1), model=asked)
    assert (ended.code, caplog.text) == (0, "")


def taken_over(newsroom: Any, status: str) -> TopicRun:
    """Give the topic that is at work to another worker, who has come to the status with it."""
    newsroom.store.runs.requeue(RUN)
    (claimed,) = newsroom.store.runs.claim(RUN, "another worker")
    done: TopicRun = claimed.model_copy(update={"status": status})
    newsroom.store.runs.record(done)
    return done


@pytest.mark.parametrize("status", ["running", "failed"])
def test_a_note_of_a_lost_worker_changes_nothing_of_the_one_who_has_its_topic_now(
    newsroom: Any, status: str
) -> None:
    took: list[TopicRun] = []
    lost = model(lambda: took.append(taken_over(newsroom, status)), nothing)
    newsroom.run(newsroom.plan(ALONE, topics=1), model=lost)
    assert [row(newsroom)] == took


class TakenOver(Unwatched):
    """Gives a topic to another worker when its story is written."""

    def __init__(self, newsroom: Any, status: str) -> None:
        self.newsroom, self.status = newsroom, status
        self.took: list[TopicRun] = []
        self.seen: list[str] = []

    def at(self, stage: Any, row: TopicRun | None = None) -> None:
        self.seen.append(stage)
        if stage == "written":
            self.took.append(taken_over(self.newsroom, self.status))


@pytest.mark.parametrize("status", ["running", "abstained", "failed"])
def test_a_lost_worker_publishes_nothing_and_leaves_the_row_to_the_other(
    newsroom: Any, status: str, caplog: pytest.LogCaptureFixture
) -> None:
    watch = TakenOver(newsroom, status)
    newsroom.run(newsroom.plan(topics=1), watch=watch)
    assert [row(newsroom)] == watch.took
    assert newsroom.store.stories.records() == []
    assert not {"publishing", "settled", "filed"} & set(watch.seen)
    assert (
        "topic t0: it is this worker's no longer; what was written here is not kept" in caplog.text
    )
