"""One topic's story, within budgets and through troubles that pass."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial

from groundwood.errors import BudgetSpent, ModelUnavailable, StoreBusy, StoreError
from groundwood.nouns import Usage
from groundwood.nouns.runs import TopicRun
from groundwood.pipelines.batch.desk import Desk
from groundwood.pipelines.batch.halt import Halt
from groundwood.pipelines.batch.plan import BudgetPlan
from groundwood.pipelines.batch.purse import Account, Purse
from groundwood.pipelines.batch.stages import Watcher
from groundwood.pipelines.batch.trouble import TRIES, Pulse, outcome_of, wait_after
from groundwood.pipelines.living.keep import Kept, story_lock
from groundwood.store.base import Store

_LOG = logging.getLogger("groundwood.batch")


@dataclass(frozen=True)
class Told:
    """What came of a topic: what was kept, or the exception that ended it.

    Neither means that the batch is to stop, and the topic is still to be written. ``way`` says how
    it was written where that was not as planned; ``usage`` is what it took here, ``taken`` what
    budgets count of it, by all starts.
    """

    result: Kept | Exception | None
    way: str = ""
    usage: dict[str, Usage] = field(default_factory=dict)
    taken: Usage | None = None

    @property
    def by_agent(self) -> dict[str, Usage]:
        """What all model calls took, by agent, also those before a kill."""
        whole = isinstance(self.result, Kept) and not self.way
        return dict(self.result.usage) if isinstance(self.result, Kept) and whole else self.usage


@dataclass(frozen=True)
class Scribe:
    """Gets a topic's story written, whatever it takes but what it may not."""

    store: Store
    desk: Desk
    purse: Purse
    budget: BudgetPlan
    halt: Halt
    watch: Watcher
    pulse: Pulse = field(default_factory=Pulse)

    @asynccontextmanager
    async def holding(self, row: TopicRun) -> AsyncIterator[None]:
        """Hold the story; wait a little for somebody else who does.

        Raises:
            StoreBusy: somebody holds it for longer.
        """
        with ExitStack() as stack:
            for tries in range(1, TRIES):
                with suppress(StoreBusy):
                    stack.enter_context(story_lock(self.store, row.slug))
                    break
                await self._pause(wait_after(tries))
            else:
                stack.enter_context(story_lock(self.store, row.slug))
            yield

    async def write(self, row: TopicRun) -> Told:
        """Return what came of the topic's story; it has to be held."""
        note = partial(self._note, row)
        with self.purse.story(row.slug, self.desk.opened, row.taken, note) as account:
            told = await self._written(row, account)
            return replace(told, taken=account.taken)

    def _note(self, row: TopicRun, taken: Usage) -> None:
        """Let the ledger know what the story has taken, should it be cut.

        A note that it does not take is made up for by the next one, which tells the sum.
        """
        try:
            self.store.runs.record(row.model_copy(update={"taken": taken}), worker=row.worker)
        except StoreError as exc:
            told = "topic %s: what it has taken is not in the ledger yet: %s"
            _LOG.warning(told, row.slug, exc)

    async def _written(self, row: TopicRun, account: Account) -> Told:
        why = self.purse.spent()
        if not why:
            result = await outcome_of(self._in_time(row, account))
            if not isinstance(result, BudgetSpent):
                return Told(result, usage=account.meter.usage)
            why = str(result)
            if not self.purse.refuse(result) and self.budget.at_end == "stop":
                return Told(result, usage=account.meter.usage)
        return await self._at_the_end(row, account, why)

    async def _at_the_end(self, row: TopicRun, account: Account, why: str) -> Told:
        """Return what becomes of the story where there is nothing left to spend."""
        if self.budget.at_end == "stop":
            self.halt.stop(why)
            return Told(None)
        result = await outcome_of(self.desk.write(row, self._show(row), plain=True))
        return Told(result, f"written without a model: {why}", account.meter.usage)

    async def _in_time(self, row: TopicRun, account: Account) -> Kept | None:
        limit = self.budget.story.time
        try:
            async with asyncio.timeout(limit) as clock:
                return await self._patiently(row, account)
        except TimeoutError as exc:
            if not clock.expired():
                raise
            why = f"the budget of story {row.slug!r} is spent: {limit:g} s of time"
            raise BudgetSpent(why) from exc

    async def _patiently(self, row: TopicRun, account: Account) -> Kept | None:
        """Write the story, again where the model failed; none where it fails everybody."""
        began, tries = time.monotonic(), 0
        while True:
            answers = account.answers
            try:
                kept = await self.desk.write(row, self._show(row))
            except ModelUnavailable as exc:
                tries += 1
                others = account.answers > answers or self.pulse.last > began
                if tries >= TRIES and others:
                    raise
                if tries >= TRIES:
                    self.halt.stop(f"the model does not answer: {exc}")
            else:
                self.pulse.beat()
                return kept
            await self._pause(wait_after(tries))
            if self.halt:
                return None

    def _show(self, row: TopicRun) -> partial[None]:
        return partial(self.watch.story, row)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(0 if self.halt else seconds):
                await self.halt.wait()
