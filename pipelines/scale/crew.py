"""The workers of a run as the driver sees them: hired, followed, replaced when they are lost."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from groundwood._version import __version__
from groundwood.errors import SettingsError, StoreBusy
from groundwood.nouns.runs import OPEN, BatchRun, TopicRun
from groundwood.pipelines.batch.filing import WITH_FILES, Filer
from groundwood.pipelines.batch.halt import Halt
from groundwood.pipelines.batch.stages import Watcher
from groundwood.pipelines.batch.worker import GRACE
from groundwood.pipelines.living.keep import story_lock
from groundwood.pipelines.scale.herald import News
from groundwood.pipelines.scale.slips import Assignment, Ended, Hello, Lost
from groundwood.store.base import Store

T = TypeVar("T")

UNLOCKED = 90.0
"""Seconds within which a database notices that a machine is gone, and lets go of its locks."""
LOOK = 0.2
SLACK = 10.0
"""Seconds, beyond the grace of a worker, until one that does not stop is given up."""


class Hired(Protocol):
    """A worker in another process; see `groundwood.pipelines.scale.hand.Hand`.

    Every method but ``dismiss`` raises `Lost` where the worker is gone.
    """

    async def hello(self) -> Hello: ...

    async def work(self) -> Ended: ...

    async def news(self) -> Sequence[News] | None: ...

    async def stop(self, reason: str) -> None: ...

    def dismiss(self) -> None:
        """End its process at once, if there is one; then its place is free."""
        ...


class Employer(Protocol):
    """Where workers are hired."""

    def hire(self, task: Assignment) -> Hired:
        """Return a worker that is being started."""
        ...

    async def release(self, worker: str) -> None:
        """Let the office take back the permits of a worker that was lost.

        Raises:
            Lost: the office is gone.
        """
        ...


@dataclass(eq=False)
class Crew:
    """Works on a run with so many workers at once, each replaced up to ``restarts`` times.

    ``task`` is what they are told, but for what is each one's own.
    """

    run: BatchRun
    store: Store
    halt: Halt
    watch: Watcher
    filer: Filer
    employer: Employer
    task: Assignment
    size: int
    restarts: int
    began: float = field(default_factory=time.monotonic)
    at_work: set[Hired] = field(default_factory=set)
    losses: list[str] = field(default_factory=list)

    async def work(self) -> None:
        """Work until no topic is open or it is to stop; the files of all topics are there then.

        Raises:
            SettingsError: a worker cannot work as it is set up.
            StoreError: the store or the output folder cannot be used.
        """
        places = {asyncio.ensure_future(self._place(f"w{number}")) for number in range(self.size)}
        try:
            await self._until_done(places)
            await self._until_ended(places)
        finally:
            await _cancel(places)
        self.filer.make_up(self.store, lambda row, _: self.watch.at("filed", row))

    async def _until_done(self, places: set[asyncio.Task[None]]) -> None:
        """Return when a worker found nothing left to do, none is left, or it is to stop."""
        halted = asyncio.ensure_future(self.halt.wait())
        try:
            while places and not self.halt:
                done, _ = await asyncio.wait({*places, halted}, return_when=asyncio.FIRST_COMPLETED)
                for place in done - {halted}:
                    place.result()
                    places.discard(place)
                if not self._is_open():
                    return
            if not self.halt:
                last = "".join(f", the last: {loss}" for loss in self.losses[-1:])
                self.halt.stop(f"no worker is left: {len(self.losses)} were lost{last}")
        finally:
            halted.cancel()

    def _is_open(self) -> bool:
        counts = self.store.runs.counts(self.run.id)
        return any(state in counts for state in OPEN)

    async def _until_ended(self, places: set[asyncio.Task[None]]) -> None:
        """Wait as long as workers may take to end; where the run is to stop they are told."""
        told = self.at_work if self.halt else ()
        asked = {asyncio.ensure_future(self._stop(hired)) for hired in told}
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE + SLACK):
                while self.at_work:
                    first = asyncio.FIRST_COMPLETED
                    _, places = await asyncio.wait(places, return_when=first)
        await _cancel(asked)

    async def _stop(self, hired: Hired) -> None:
        with suppress(Lost):
            await hired.stop(self.halt.reason)

    async def _place(self, lane: str) -> None:
        """Keep one place filled."""
        for life in range(self.restarts + 1):
            if self.halt:
                return
            hired = self.employer.hire(self._told(lane, life))
            try:
                await self._employed(hired)
            except Lost as exc:
                self.losses.append(f"{lane}.{life}: {exc}")
            else:
                return
            finally:
                hired.dismiss()

    def _told(self, lane: str, life: int) -> Assignment:
        elapsed = time.monotonic() - self.began
        return replace(self.task, lane=lane, life=life, elapsed=elapsed, workers=self.size)

    async def _employed(self, hired: Hired) -> None:
        hello = await hired.hello()
        self._check(hello)
        if self.halt:
            return
        self.at_work.add(hired)
        try:
            ended = await self._followed(hired)
        except Lost:
            await self._take_back(hello.name)
            raise
        finally:
            self.at_work.discard(hired)
        if ended.misset:
            raise SettingsError(f"worker on {ended.error}")
        if ended.error:
            await self._take_back(hello.name)
            raise Lost(ended.error)
        if ended.reason:
            self.halt.stop(ended.reason)

    def _check(self, hello: Hello) -> None:
        if hello.version != __version__:
            raise SettingsError(
                f"--engine ray: {hello.machine} has groundwood {hello.version}, this is {__version__}"
            )
        if self.task.machine not in (None, hello.machine):
            raise SettingsError(
                f"--engine ray: a worker is on {hello.machine}, and {self.task.store} is a file "
                f"on {self.task.machine}; several machines need a store at postgresql://…"
            )

    async def _followed(self, hired: Hired) -> Ended:
        """Return how the worker's work ended; on the way tell and file what it does."""
        work = asyncio.ensure_future(hired.work())
        news = asyncio.ensure_future(self._follow(hired))
        try:
            await asyncio.wait({work, news}, return_when=asyncio.FIRST_EXCEPTION)
            if news.done():
                news.result()
            return await work
        finally:
            await _cancel({work, news})

    async def _follow(self, hired: Hired) -> None:
        while (news := await hired.news()) is not None:
            for stage, row in news:
                self.watch.at(stage, row)
                if stage == "settled" and row.status in WITH_FILES:
                    self._file(row)

    def _file(self, row: TopicRun) -> None:
        self.filer.file(row, self.store, lambda _: self.watch.at("filed", row))

    async def _take_back(self, worker: str) -> None:
        """Let others do what a lost worker had begun, once its stories are nobody's any more."""
        await self.employer.release(worker)
        deadline = time.monotonic() + UNLOCKED
        while any(self._is_held(row) for row in self._rows_of(worker)):
            if time.monotonic() > deadline:
                break
            await asyncio.sleep(LOOK)
        self.store.runs.requeue(self.run.id, workers=[worker])

    def _rows_of(self, worker: str) -> Iterator[TopicRun]:
        running = self.store.runs.topics(self.run.id, "running")
        return (row for row in running if row.worker == worker)

    def _is_held(self, row: TopicRun) -> bool:
        try:
            with story_lock(self.store, row.slug):
                return False
        except StoreBusy:
            return True


async def _cancel(tasks: "set[asyncio.Task[T]]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
