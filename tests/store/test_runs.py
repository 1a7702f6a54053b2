"""The ledger of batches: what was to be written, who took it, and what came of it."""

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from groundwood.errors import StoreError
from groundwood.nouns import Topic, Usage
from groundwood.nouns.runs import BatchRun, TopicRun
from groundwood.nouns.version import StoryVersion
from groundwood.store import Store, open_store

START = datetime(2024, 8, 18, tzinfo=UTC)


def a_run(number: int = 1, **fields: Any) -> BatchRun:
    started = START + timedelta(days=number)
    given = {"id": f"night-{number}", "plan": "plan.yaml", "digest": "d", "started_at": started}
    return BatchRun.model_validate({**given, **fields})


def topics(count: int, run: str = "night-1") -> list[TopicRun]:
    slugs = [f"topic-{place}" for place in range(count)]
    return [
        TopicRun(run_id=run, slug=slug, place=place, topic=Topic(slug=slug, query="rain"))
        for place, slug in enumerate(slugs)
    ]


def test_a_run_and_its_topics_come_back_as_they_were_entered(store: Store) -> None:
    run = a_run(reason="NUL \x00", trace_id="t")
    assert store.runs.begin(run, topics(3)) == run
    assert store.runs.run("night-1") == run
    assert store.runs.topics("night-1") == topics(3)
    assert store.runs.counts("night-1") == {"pending": 3}
    assert store.runs.run("night-2") is None
    assert store.runs.topics("night-2") == []
    assert store.runs.counts("night-2") == {}


def test_a_run_of_another_plan_is_refused_under_the_same_name(store: Store) -> None:
    store.runs.begin(a_run(), topics(1))
    with pytest.raises(StoreError, match=r"run 'night-1' is of another plan"):
        store.runs.begin(a_run(digest="other"), topics(2))
    assert len(store.runs.topics("night-1")) == 1


def test_a_run_that_begins_again_keeps_what_was_done(store: Store) -> None:
    store.runs.begin(a_run(), topics(2))
    done = topics(2)[0].model_copy(update={"status": "published", "version": "0.01"})
    store.runs.record(done)
    assert store.runs.finish("night-1", "stopped", "no money left").reason == "no money left"
    again = store.runs.begin(a_run(5), topics(3, "night-5"))
    assert again.id == "night-5"
    going = store.runs.begin(a_run(), topics(3))
    assert (going.status, going.reason, going.finished_at) == ("running", "", None)
    assert store.runs.run("night-1") == going
    assert store.runs.topics("night-1") == [done, *topics(3)[1:]]


def test_runs_come_newest_first(store: Store) -> None:
    for number in (2, 1, 3):
        store.runs.begin(a_run(number), [])
    assert [run.id for run in store.runs.runs()] == ["night-3", "night-2", "night-1"]
    assert [run.id for run in store.runs.runs(limit=1)] == ["night-3"]


def test_topics_come_in_the_order_of_the_plan_a_page_at_a_time(store: Store) -> None:
    store.runs.begin(a_run(), reversed(topics(12)))
    first = store.runs.topics("night-1", limit=5)
    assert [row.place for row in first] == [0, 1, 2, 3, 4]
    rest = store.runs.topics("night-1", after=first[-1])
    assert [row.place for row in rest] == list(range(5, 12))


def test_topics_are_found_by_their_state(store: Store) -> None:
    store.runs.begin(a_run(), topics(3))
    store.runs.record(topics(3)[1].model_copy(update={"status": "failed", "error": "no model"}))
    assert [row.slug for row in store.runs.topics("night-1", "failed")] == ["topic-1"]
    assert len(store.runs.topics("night-1", "failed", "pending")) == 3
    assert store.runs.counts("night-1") == {"failed": 1, "pending": 2}


def test_what_came_of_a_topic_is_kept_whole(store: Store) -> None:
    store.runs.begin(a_run(), topics(1))
    done = topics(1)[0].model_copy(
        update={
            "status": "published",
            "story": UUID(int=1),
            "version": "0.02",
            "usage": {"writer": Usage(calls=2, tokens_in=10, tokens_out=5, seconds=0.1)},
            "finished_at": START,
        }
    )
    store.runs.record(done)
    assert store.runs.topics("night-1") == [done]


def test_a_topic_that_the_run_does_not_have_cannot_be_recorded(store: Store) -> None:
    store.runs.begin(a_run(), topics(1))
    with pytest.raises(StoreError, match="run 'night-1' has no topic 'topic-1'"):
        store.runs.record(topics(2)[1])
    with pytest.raises(StoreError, match="there is no run 'night-2'"):
        store.runs.finish("night-2", "finished")


def test_a_claimed_topic_is_running_and_nobody_elses(store: Store) -> None:
    store.runs.begin(a_run(), topics(3))
    [first, second] = store.runs.claim("night-1", "one", most=2)
    assert [first.place, second.place] == [0, 1]
    assert (first.status, first.worker, first.attempts) == ("running", "one", 1)
    assert first.started_at is not None
    assert [row.place for row in store.runs.claim("night-1", "two", most=9)] == [2]
    assert store.runs.claim("night-1", "two") == []
    assert store.runs.topics("night-1", "running")[:2] == [first, second]


def test_what_a_worker_says_of_a_topic_counts_only_while_it_is_running_and_its_own(
    store: Store,
) -> None:
    store.runs.begin(a_run(), topics(2))
    first, other = store.runs.claim("night-1", "one", most=2)
    noted = first.model_copy(update={"taken": Usage(calls=1)})
    assert store.runs.record(noted, worker="one")
    assert store.runs.topics("night-1") == [noted, other]
    store.runs.requeue("night-1", workers=["one"])
    pending = store.runs.topics("night-1")
    late = first.model_copy(update={"status": "published"})
    assert not store.runs.record(late, worker="one")
    assert store.runs.topics("night-1") == pending
    again, _ = store.runs.claim("night-1", "two", most=2)
    assert not store.runs.record(late, worker="one")
    assert store.runs.topics("night-1")[0] == again
    done = again.model_copy(update={"status": "abstained"})
    assert store.runs.record(done, worker="two")
    assert not store.runs.record(again, worker="two")
    assert store.runs.topics("night-1")[0] == done


def test_topics_of_lost_workers_are_to_be_done_again(store: Store) -> None:
    store.runs.begin(a_run(), topics(3))
    store.runs.claim("night-1", "one")
    store.runs.claim("night-1", "two")
    assert store.runs.requeue("night-1", workers=["one"]) == 1
    assert store.runs.counts("night-1") == {"pending": 2, "running": 1}
    assert store.runs.requeue("night-1") == 1
    [again] = store.runs.claim("night-1", "three")
    assert (again.place, again.worker, again.attempts) == (0, "three", 2)


def test_workers_at_once_never_get_the_same_topic(shared_url: str) -> None:
    with closing(open_store(shared_url)) as store:
        store.runs.begin(a_run(), topics(60))
    taken: dict[str, list[str]] = {f"worker-{number}": [] for number in range(4)}

    def work(worker: str) -> None:
        with closing(open_store(shared_url)) as store:
            while rows := store.runs.claim("night-1", worker, most=2):
                taken[worker] += [row.slug for row in rows]

    threads = [threading.Thread(target=work, args=(worker,)) for worker in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    slugs = [slug for rows in taken.values() for slug in rows]
    assert len(slugs) == 60
    assert set(slugs) == {f"topic-{place}" for place in range(60)}


def test_a_topic_that_another_worker_is_taking_is_passed_over(postgres_url: str) -> None:
    with closing(open_store(postgres_url)) as one, closing(open_store(postgres_url)) as other:
        one.runs.begin(a_run(), topics(2))
        with one.database.transaction(alone=False):
            [first] = one.runs.claim("night-1", "one")
            [second] = other.runs.claim("night-1", "two")
    assert (first.place, second.place) == (0, 1)


def test_processes_at_once_publish_a_version_once(
    shared_url: str, version: Callable[..., StoryVersion]
) -> None:
    outcomes: list[bool] = []

    def work() -> None:
        with closing(open_store(shared_url)) as store:
            outcomes.append(store.stories.publish(version(1)))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False, False, False, True]
