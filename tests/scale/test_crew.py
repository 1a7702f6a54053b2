"""The driver of a run: workers that are lost, wrong or slow, without Ray."""

import asyncio
import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from groundwood._version import __version__
from groundwood.errors import SettingsError
from groundwood.gateway.budget import Budget
from groundwood.gateway.limits import Limits
from groundwood.nouns import Article
from groundwood.nouns.runs import BatchRun
from groundwood.pipelines.batch.halt import Halt
from groundwood.pipelines.batch.order import WorkOrder
from groundwood.pipelines.batch.reading import read_plan
from groundwood.pipelines.batch.run import Batch, BatchEnd
from groundwood.pipelines.batch.stages import Watcher
from groundwood.pipelines.living.keep import story_lock
from groundwood.pipelines.scale.crew import Crew
from groundwood.pipelines.scale.hand import Hand
from groundwood.pipelines.scale.herald import News
from groundwood.pipelines.scale.office import Office
from groundwood.pipelines.scale.slips import Assignment, Ended, Hello, Lost
from groundwood.store import Store, open_store

FAULTS: Any = importlib.import_module("faults")  # of bench/, loaded by the tests' conftest
RUN = "storm-2024-06-02"
HERE = "127.0.0.1"
FITTING = Hello("", HERE, 1, __version__)


@dataclass(eq=False)
class Worker:
    """A worker in this process; ``before_work`` may lose it."""

    hand: Hand
    told: Hello
    before_work: Callable[[Hello], Ended | None]
    dismissed: bool = False

    async def hello(self) -> Hello:
        return self.told

    async def work(self) -> Ended:
        ended = self.before_work(self.told)
        if ended is not None:
            self.hand.herald.end()
            return ended
        return await self.hand.work()

    async def news(self) -> Sequence[News] | None:
        return await self.hand.news()

    async def stop(self, reason: str) -> None:
        await self.hand.stop(reason)

    def dismiss(self) -> None:
        self.dismissed = True


def well(_: Hello) -> Ended | None:
    """Lose nobody."""
    return None


def gone(_: Hello) -> Ended | None:
    """Lose everybody."""
    raise Lost("killed")


@dataclass
class Agency:
    """Hires workers in this process, and keeps their office."""

    office: Office = field(default_factory=lambda: Office(Limits(), Budget()))
    before_work: Callable[[Hello], Ended | None] = well
    hello: Hello = FITTING
    hired: list[Worker] = field(default_factory=list)
    released: list[str] = field(default_factory=list)

    def hire(self, task: Assignment) -> Worker:
        hand = Hand(task, self.office, HERE)
        told = replace(self.hello, name=hand.name)
        worker = Worker(hand, told, self.before_work)
        self.hired.append(worker)
        return worker

    async def release(self, worker: str) -> None:
        self.released.append(worker)
        await self.office.release(worker)


@dataclass
class Engine:
    """The engine of a batch whose workers an agency hires."""

    agency: Agency
    url: str
    size: int = 1
    restarts: int = 1
    machine: str | None = HERE

    async def run(self, run: BatchRun, store: Store, halt: Halt, watch: Watcher) -> None:
        task = Assignment(run.id, run.digest, "", self.url, machine=self.machine)
        crew = Crew(
            run=run,
            store=store,
            halt=halt,
            watch=watch,
            filer=WorkOrder.read(run).filer(run),
            employer=self.agency,
            task=task,
            size=self.size,
            restarts=self.restarts,
        )
        await crew.work()


@dataclass
class Room:
    """A store with articles for three topics."""

    folder: Path
    store: Store

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / 'news.db'}"

    def run(self, agency: Agency, **options: Any) -> BatchEnd:
        """Run the batch without a model."""
        file = self.folder / "plan.toml"
        lines = FAULTS.plan_text("", 3).splitlines()
        kept = [line for line in lines if not line.startswith(("model", "articles"))]
        file.write_text("\n".join(['model = "none"', *kept]))
        engine = Engine(agency, self.url, **options)
        batch = Batch(self.store, moment=FAULTS.MOMENT, engine=engine)
        return asyncio.run(batch.run(read_plan(file)))


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setenv("GROUNDWOOD_CACHE_DIR", str(tmp_path / "cache"))
    opened = open_store(f"sqlite:///{tmp_path / 'news.db'}")
    opened.put([Article.model_validate(row) for row in FAULTS.articles(3)])
    yield Room(tmp_path, opened)
    opened.close()


def is_done(ended: BatchEnd) -> bool:
    """Whether each of the three topics came to an end that is no failure."""
    counts = ended.totals.counts
    return ended.code == 0 and counts.get("published", 0) + counts.get("abstained", 0) == 3


def test_two_workers_write_every_topic_once_and_the_driver_files_them(room: Room) -> None:
    ended = room.run(agency := Agency(), size=2)
    assert is_done(ended)
    published = ended.totals.counts["published"]
    assert len(list((room.folder / "out").rglob("t*.*"))) == published * 4 > 0
    assert [worker.dismissed for worker in agency.hired] == [True, True]
    assert agency.released == []


def test_the_topics_of_a_lost_worker_are_taken_up_by_its_replacement(room: Room) -> None:
    def lost_once(hello: Hello) -> None:
        if not agency.released:
            room.store.runs.claim(RUN, hello.name, 2)
            raise Lost("killed")

    agency = Agency(before_work=lost_once)
    assert is_done(room.run(agency))
    assert len(agency.hired) == 2
    assert len(agency.released) == 1


def test_a_story_that_a_lost_worker_still_holds_is_not_begun_by_another(room: Room) -> None:
    held = story_lock(room.store, "t0")
    seen: list[str] = []

    class Letting(Agency):
        async def release(self, worker: str) -> None:
            await super().release(worker)
            asyncio.get_running_loop().call_later(0.5, let_go)

    def let_go() -> None:
        seen.append(room.store.runs.topics(RUN)[0].status)
        held.__exit__(None, None, None)

    def lost_once(hello: Hello) -> None:
        if not seen:
            room.store.runs.claim(RUN, hello.name, 1)
            held.__enter__()
            raise Lost("unreachable, and still at work")

    ended = room.run(Letting(before_work=lost_once))
    assert seen == ["running"]
    assert is_done(ended)


def test_workers_are_replaced_so_often_and_then_the_run_is_stopped(room: Room) -> None:
    def lost(hello: Hello) -> None:
        room.store.runs.claim(RUN, hello.name, 1)
        raise Lost("killed")

    ended = room.run(agency := Agency(before_work=lost), size=2, restarts=2)
    assert (ended.code, ended.run.status, len(agency.hired)) == (6, "stopped", 6)
    assert ended.run.reason.startswith("no worker is left: 6 were lost, the last: w")
    assert ended.totals.counts == {"pending": 3}


def test_a_run_that_was_stopped_for_want_of_workers_goes_on_when_started_again(room: Room) -> None:
    room.run(Agency(before_work=gone), restarts=0)
    assert is_done(room.run(Agency()))


def test_an_error_of_a_worker_costs_the_worker_and_not_the_run(room: Room) -> None:
    answers = iter([Ended(error="node7: the store cannot be reached"), None])
    ended = room.run(Agency(before_work=lambda _: next(answers)))
    assert is_done(ended)


@pytest.mark.parametrize(
    ("hello", "told"),
    [
        (Hello("", HERE, 1, "0.0.1"), f"has groundwood 0.0.1, this is {__version__}"),
        (Hello("", "10.0.0.7", 1, __version__), "several machines need a store at postgresql://"),
    ],
)
def test_a_worker_that_does_not_fit_stops_the_batch_with_a_line_that_says_why(
    room: Room, hello: Hello, told: str
) -> None:
    with pytest.raises(SettingsError, match=told):
        room.run(Agency(hello=hello))


def test_what_is_set_wrongly_at_a_worker_is_not_tried_again(room: Room) -> None:
    wrong = Ended(error="node7: --model: openai:x needs a key", misset=True)
    agency = Agency(before_work=lambda _: wrong)
    with pytest.raises(SettingsError, match="worker on node7: --model: openai:x needs a key"):
        room.run(agency, restarts=3)
    assert len(agency.hired) == 1


def test_a_worker_that_has_another_store_than_the_run_says_so(room: Room) -> None:
    other = open_store(f"sqlite:///{room.folder / 'other.db'}")
    other.close()

    class Elsewhere(Agency):
        def hire(self, task: Assignment) -> Worker:
            return super().hire(replace(task, store=f"sqlite:///{room.folder / 'other.db'}"))

    with pytest.raises(SettingsError, match="is another store than that of the run"):
        room.run(Elsewhere())


def test_what_makes_one_worker_stop_stops_the_run(room: Room) -> None:
    ended = room.run(Agency(before_work=lambda _: Ended(reason="the model does not answer")))
    assert (ended.code, ended.run.reason) == (6, "the model does not answer")


def test_when_a_run_is_stopped_all_its_workers_are_told_and_no_new_one_is_hired(
    room: Room,
) -> None:
    told: list[str] = []

    class Waiting(Worker):
        async def work(self) -> Ended:
            await self.hand.halt.wait()
            told.append(self.hand.halt.reason)
            self.hand.herald.end()
            return Ended(reason=self.hand.halt.reason)

    class Patient(Agency):
        def hire(self, task: Assignment) -> Worker:
            if task.lane == "w2":
                return super().hire(task)
            return Waiting(**vars(super().hire(task)))

    ended = room.run(agency := Patient(before_work=lambda _: Ended(reason="enough")), size=3)
    assert (ended.code, ended.run.reason) == (6, "enough")
    assert told == ["enough", "enough"]
    assert len(agency.hired) == 3
