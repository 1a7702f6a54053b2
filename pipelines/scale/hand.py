"""A worker of a run in a process of its own: the same worker as in one process, told from afar."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

from groundwood._version import __version__
from groundwood.errors import GroundwoodError, SettingsError
from groundwood.gateway.open import open_model
from groundwood.gateway.openai_model import OpenAIModel
from groundwood.nouns.runs import BatchRun, TopicRun
from groundwood.pipelines.batch.engine import open_worker, worker_name
from groundwood.pipelines.batch.filing import Filer
from groundwood.pipelines.batch.flow import Load
from groundwood.pipelines.batch.halt import Halt
from groundwood.pipelines.batch.order import WorkOrder
from groundwood.pipelines.batch.worker import Worker
from groundwood.pipelines.scale.baggage import own_store
from groundwood.pipelines.scale.client import Client, OfficeLine
from groundwood.pipelines.scale.herald import Herald, News
from groundwood.pipelines.scale.shared import SharedLimits, shared_budget
from groundwood.pipelines.scale.slips import JUDGE, Assignment, Ended, Hello
from groundwood.settings import Settings, load_settings
from groundwood.store.base import Store
from groundwood.store.existing import open_existing
from groundwood.telemetry import run_span

STORIES = 64
"""Stories under way in all workers together, where the plan names no number: each holds a
connection of the database, of which PostgreSQL has a hundred by default."""
IDLE = 0.5
"""Seconds between two looks at whether a topic is to be done again that another worker had."""


@dataclass(eq=False)
class Hand:
    """Works on a run where it lives, and tells the driver what it does.

    It files nothing: the driver does, so that all files are on one machine.
    """

    task: Assignment
    office: OfficeLine
    machine: str
    halt: Halt = field(default_factory=Halt)
    herald: Herald = field(default_factory=Herald)

    def __repr__(self) -> str:
        return f"Hand({self.task.run_id}, {self.task.lane})"

    @property
    def name(self) -> str:
        """What the ledger calls it; no other worker has ever had the name."""
        return worker_name(f"{self.task.lane}.{self.task.life}")

    async def hello(self) -> Hello:
        """Return who this is."""
        return Hello(self.name, self.machine, os.getpid(), __version__)

    async def work(self) -> Ended:
        """Work until no topic of the run is open, or it is to stop; what it came to is returned."""
        os.environ.update(self.task.environment)
        try:
            with run_span(self.task.run_id):
                await self._work()
        except GroundwoodError as exc:
            misset = isinstance(exc, SettingsError)
            return Ended(error=f"{socket.gethostname()}: {exc}", misset=misset)
        finally:
            self.herald.end()
        return Ended(reason=self.halt.reason)

    async def news(self) -> Sequence[News] | None:
        """Return what has happened since this was last asked; none when all is told."""
        return await self.herald.news()

    async def stop(self, reason: str) -> None:
        """Ask to stop."""
        self.halt.stop(reason)

    async def _work(self) -> None:
        url = own_store(self.task.store, load_settings().store)
        with closing(open_existing(url)) as store:
            run = store.runs.run(self.task.run_id)
            if run is None or run.digest != self.task.digest:
                raise SettingsError(f"{self.task.store} is another store than that of the run")
            async with self._worker(run, store, url) as worker:
                await worker.work()
                while await self._more(store):
                    await worker.work()

    async def _more(self, store: Store) -> bool:
        """Wait while all open topics are others'; return whether one of them is to be done again."""
        while not self.halt:
            counts = store.runs.counts(self.task.run_id)
            if "pending" in counts or "running" not in counts:
                return "pending" in counts
            await asyncio.sleep(IDLE)
        return False

    def _stories(self, named: int | None) -> int:
        """Return how many stories this worker may have under way: its part of all."""
        return max(1, (named or STORIES) // self.task.workers)

    @asynccontextmanager
    async def _worker(self, run: BatchRun, store: Store, url: str) -> AsyncIterator[Worker]:
        order = WorkOrder.read(run)
        async with AsyncExitStack() as stack:
            client = Client(self.office, self.name, self.halt.stop)
            await stack.enter_async_context(client)
            limits = SharedLimits(client)
            model = await stack.enter_async_context(_model(order.settings(url), limits))
            opened = open_worker(
                run,
                store,
                url=url,
                lane=self.task.lane,
                halt=self.halt,
                watch=self.herald,
                model=model,
                judge_limits=SharedLimits(client, JUDGE),
                budget=shared_budget(client, order.plan.budget.run),
            )
            worker = await stack.enter_async_context(opened)
            worker.name = self.name
            worker.filer = Elsewhere(**vars(worker.filer))
            worker.flow.limit = self._stories(order.plan.concurrency.stories)
            worker.scribe.purse.began -= self.task.elapsed
            if model is not None:
                worker.flow.load = lambda: Load(*limits.load)
            yield worker


class Elsewhere(Filer):
    """Writes no file: the driver of the run does."""

    def file(self, row: TopicRun, store: Store, told: Callable[[Path], None]) -> None:
        """Do nothing."""


@asynccontextmanager
async def _model(settings: Settings, limits: SharedLimits) -> AsyncIterator[OpenAIModel | None]:
    """Yield the model under the shared limits; none where each worker has a server of its own."""
    if settings.model.partition(":")[0] in ("none", "local"):
        yield None
        return
    async with open_model(settings.model, settings, limits=limits) as model:
        yield model
