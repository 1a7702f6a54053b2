"""One worker: it claims topics from the ledger, writes, publishes and records."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from groundwood.errors import GroundwoodError, StoreBusy
from groundwood.nouns.runs import BatchRun, TopicRun
from groundwood.pipelines.batch.filing import WITH_FILES, Filer
from groundwood.pipelines.batch.flow import Flow
from groundwood.pipelines.batch.plan import BatchPlan
from groundwood.pipelines.batch.scribe import Scribe, Told
from groundwood.pipelines.batch.stages import Stage, Watcher
from groundwood.pipelines.clock import now
from groundwood.pipelines.events import Event
from groundwood.pipelines.living.keep import Kept, settle
from groundwood.telemetry import about, trace_id

TICK = 0.02
"""Seconds between two looks at whether the model could do with more stories."""
GRACE = 5.0
"""Seconds that stories under way have to end once the batch is to stop."""

_LOG = logging.getLogger("groundwood.batch")

Tasks = set[asyncio.Task[None]]


@dataclass(eq=False)
class Worker:
    """Works on a run until no topic of it is pending, or it is to stop.

    Several may work on one run, each in a process of its own against the same store: no topic is
    claimed by two. ``name`` is this worker's alone. What it has claimed and not ended when it stops
    is pending again.
    """

    name: str
    run: BatchRun
    plan: BatchPlan
    scribe: Scribe
    flow: Flow
    filer: Filer
    grace: float = GRACE

    async def work(self) -> None:
        """Work until nothing is left to claim, or the scribe's ``halt`` says so.

        Raises:
            StoreError: store or output folder cannot be written; no topic is lost by that.
        """
        active: Tasks = set()
        try:
            while not self.scribe.halt:
                self._begin(active)
                if not active:
                    return
                active = await self._landed(active)
            if active:
                active = _ended(*await asyncio.wait(active, timeout=self.grace))
        finally:
            await _cancel(active)
            self.scribe.store.runs.requeue(self.run.id, workers=[self.name])

    def _begin(self, active: Tasks) -> None:
        """Begin as many stories as there is room for."""
        why = self.scribe.purse.spent()
        if why and self.plan.budget.at_end == "stop":
            self.scribe.halt.stop(why)
            return
        room = self.flow.room(len(active))
        for row in self.scribe.store.runs.claim(self.run.id, self.name, room) if room else ():
            self.flow.fresh.add(row.slug)
            active.add(asyncio.ensure_future(self._topic(row)))

    async def _landed(self, active: Tasks) -> Tasks:
        """Return those still under way once one has ended, it is to stop, or a tick is over."""
        stop = asyncio.ensure_future(self.scribe.halt.wait())
        first = asyncio.FIRST_COMPLETED
        try:
            done, _ = await asyncio.wait({*active, stop}, timeout=TICK, return_when=first)
        finally:
            stop.cancel()
        return _ended(done - {stop}, active - done)

    async def _topic(self, row: TopicRun) -> None:
        scribe = self.scribe
        with about(run_id=self.run.id, story=row.slug):
            try:
                done = await self._done(row)
            finally:
                self.flow.fresh.discard(row.slug)
            if done is not None and done.status in WITH_FILES:
                self.filer.file(done, scribe.store, lambda _: scribe.watch.at("filed", done))

    async def _done(self, row: TopicRun) -> TopicRun | None:
        """Return the row as it was recorded, or none where the topic is open or another's."""
        self.scribe.watch.at("claimed", row)
        if row.attempts > self.plan.attempts:
            return self._fail(row, f"work on it began {row.attempts - 1} times and never ended")
        try:
            async with self.scribe.holding(row):
                told = await self.scribe.write(row)
                row = row.model_copy(update={"taken": told.taken})
                if told.result is None:
                    self._give_back(row)
                    return None
                if isinstance(told.result, Exception):
                    return self._failed(row, told.result, told)
                done = self._settle(row, told.result, told)
        except StoreBusy as exc:
            return self._failed(row, exc, Told(exc))
        if done is not None:
            await self.scribe.desk.forget(row)
        return done

    def _settle(self, row: TopicRun, kept: Kept, told: Told) -> TopicRun | None:
        """Publish the story and record the topic, both or neither."""
        self.scribe.watch.at("written", row)
        done = _recorded(
            row,
            status=kept.status,
            story=kept.uuid,
            version=kept.version,
            reason="; ".join(filter(None, (kept.reason, told.way))),
            usage=told.by_agent,
        )
        with self.scribe.store.transaction():
            if not self._record(done):
                return None
            settle(kept, self.scribe.store)
            self.scribe.watch.at("publishing", done)
        self.scribe.watch.at("settled", done)
        return done

    def _failed(self, row: TopicRun, error: Exception, told: Told) -> TopicRun | None:
        if not isinstance(error, GroundwoodError):
            _LOG.error("topic %s: a fault of the program", row.slug, exc_info=error)
        name = type(error).__name__
        return self._fail(row, str(error) or name, error_class=name, usage=told.by_agent)

    def _fail(self, row: TopicRun, error: str, **found: Any) -> TopicRun | None:
        failed = _recorded(row, status="failed", error=error, **found)
        if not self._record(failed):
            return None
        self.scribe.watch.at("settled", failed)
        return failed

    def _give_back(self, row: TopicRun) -> None:
        self._record(row.model_copy(update={"status": "pending", "worker": None}))

    def _record(self, row: TopicRun) -> bool:
        """Record the topic where it still is this worker's, and return whether it is."""
        is_own = self.scribe.store.runs.record(row, worker=self.name)
        if not is_own:
            told = "topic %s: it is this worker's no longer; what was written here is not kept"
            _LOG.warning(told, row.slug)
        return is_own


@dataclass(frozen=True)
class Arrivals:
    """A watcher that tells the flow which stories have come to the model, and hands all on."""

    flow: Flow
    other: Watcher

    def at(self, stage: Stage, row: TopicRun | None = None) -> None:
        """Hand it on."""
        self.other.at(stage, row)

    def story(self, row: TopicRun, event: Event) -> None:
        """Take note of a story that has looked for its evidence."""
        if event.stage != "retrieve":
            self.flow.fresh.discard(row.slug)
        self.other.story(row, event)


def _recorded(row: TopicRun, **found: Any) -> TopicRun:
    return row.model_copy(update={"finished_at": now(), "trace_id": trace_id(), **found})


def _ended(done: Iterable[asyncio.Task[None]], active: Tasks) -> Tasks:
    """Return those that are under way; what ended another one is raised."""
    for task in done:
        task.result()
    return active


async def _cancel(tasks: Tasks) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
