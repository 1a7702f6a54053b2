"""Who does the work of a batch: one process with asyncio, or something larger."""

import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

from groundwood.agents.checker.judges.judge import Judge
from groundwood.gateway.admission import Admits
from groundwood.gateway.base import Model
from groundwood.gateway.budget import Budget
from groundwood.nouns import Usage
from groundwood.nouns.runs import BatchRun, TopicStatus
from groundwood.pipelines.batch.desk import open_desk
from groundwood.pipelines.batch.flow import Flow, Load, Loaded, most_stories
from groundwood.pipelines.batch.halt import Halt
from groundwood.pipelines.batch.order import WorkOrder
from groundwood.pipelines.batch.purse import Purse
from groundwood.pipelines.batch.scribe import Scribe
from groundwood.pipelines.batch.stages import Unwatched, Watcher
from groundwood.pipelines.batch.summary import rows_of
from groundwood.pipelines.batch.worker import Arrivals, Worker
from groundwood.pipelines.checkpoints import checkpoint_file, remove_checkpoints
from groundwood.store.base import Store

SETTLED: frozenset[TopicStatus] = frozenset(("published", "unchanged", "abstained"))
"""The states of topics whose checkpoints nobody needs any more."""


class Engine(Protocol):
    """Works on a run until no topic of it is pending, or it is to stop.

    The run is in the ledger already, with what workers need in its ``document``: a worker in
    another process needs the URL of the store and the run's id, and calls `open_worker`.
    """

    async def run(self, run: BatchRun, store: Store, halt: Halt, watch: Watcher) -> None:
        """Work; return when there is nothing left to do or `halt` is asked for."""
        ...


@dataclass(frozen=True)
class AsyncioEngine:
    """One worker in this process. ``model`` and ``judge`` stand in for those that the plan names.

    ``store`` is the URL of the run's store, where that is not what the plan or the settings say: with
    PostgreSQL the model's answers are kept there as well.
    """

    model: Model | None = None
    judge: Judge | None = None
    store: str | None = field(default=None, repr=False)

    async def run(self, run: BatchRun, store: Store, halt: Halt, watch: Watcher) -> None:
        """Work; see `Engine`."""
        opened = open_worker(
            run,
            store,
            url=self.store,
            halt=halt,
            watch=watch,
            model=self.model,
            judge=self.judge,
        )
        async with opened as worker:
            await worker.work()


def worker_name(lane: str = "") -> str:
    """Return a name that no other worker has: of the machine, the process, and the lane in it."""
    return "-".join(filter(None, (socket.gethostname(), str(os.getpid()), lane)))


@asynccontextmanager
async def open_worker(
    run: BatchRun,
    store: Store,
    *,
    url: str | None = None,
    lane: str = "",
    halt: Halt | None = None,
    watch: Watcher | None = None,
    model: Model | None = None,
    judge: Judge | None = None,
    judge_limits: Admits | None = None,
    budget: Budget | None = None,
) -> AsyncIterator[Worker]:
    """Yield a worker on the run. What it needs beside the store is in the run's ``document``.

    Args:
        run: the run as the ledger has it.
        store: an open store; one at the same URL in another process does as well.
        url: the store's URL, where that is not what the plan or the settings say.
        lane: tells workers of one run apart whose checkpoints lie on one machine. A worker that is
            started again under its lane goes on where it was.
        halt: what asks the worker to stop.
        watch: who sees what it does.
        model, judge: in place of those that the plan names.
        judge_limits: what admits the requests to a served judge; left out, limits of this worker.
        budget: the run's budget, where several workers share it; left out, one of this worker.

    Raises:
        SettingsError: there is no such model or judge.
        StoreError: another process has the lane.
    """
    order = WorkOrder.read(run)
    plan, settings = order.plan, order.settings(url)
    before = sum((row.spent for row in rows_of(store, run.id)), Usage())
    purse = Purse(plan.budget.run, plan.budget.story, before, shared=budget)
    name = "_".join(filter(None, ("batch", run.id, lane)))[-80:]
    opened = open_desk(
        store, settings, purse, name, model=model, judge=judge, judge_limits=judge_limits
    )
    async with opened as desk:
        flow = Flow(plan.concurrency.stories or most_stories(), load_of(desk.opened))
        scribe = Scribe(
            store=store,
            desk=desk,
            purse=purse,
            budget=plan.budget,
            halt=Halt() if halt is None else halt,
            watch=Arrivals(flow, watch or Unwatched()),
        )
        yield Worker(worker_name(lane), run, plan, scribe, flow, order.filer(run))
    if SETTLED.issuperset(store.runs.counts(run.id)):
        remove_checkpoints(checkpoint_file(settings.cache_dir / "runs", name))


def load_of(model: Model | None) -> Callable[[], Load | None]:
    """Return what says how busy the model is; it says none where there is no model."""
    if isinstance(model, Loaded):
        return lambda: Load(*model.load)
    unknown = None if model is None else Load(0, 0)
    return lambda: unknown
