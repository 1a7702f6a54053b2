"""A batch from its plan to its end: one idempotent command."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from groundwood.errors import InputError
from groundwood.ingest import read_articles
from groundwood.nouns import Usage
from groundwood.nouns.runs import OPEN, BatchRun, RunStatus, TopicStatus
from groundwood.pipelines.batch.engine import AsyncioEngine, Engine
from groundwood.pipelines.batch.finish import call
from groundwood.pipelines.batch.halt import Halt
from groundwood.pipelines.batch.order import WorkOrder
from groundwood.pipelines.batch.plan import BatchPlan
from groundwood.pipelines.batch.stages import Unwatched, Watcher
from groundwood.pipelines.batch.summary import Summary, Totals, rows_of
from groundwood.pipelines.batch.topics import Discover, rows_for, topics_of
from groundwood.pipelines.clock import now
from groundwood.store.base import Store
from groundwood.store.locks import held
from groundwood.telemetry import run_span, trace_id

DONE, FAILED, SOME_FAILED, NOTHING, STOPPED = 0, 1, 3, 4, 6


@dataclass(frozen=True)
class BatchEnd:
    """How a batch has ended: the run as the ledger has it, its totals, its summary's files."""

    run: BatchRun
    totals: Totals
    summary: Path
    markdown: Path
    code: int


@dataclass(frozen=True)
class Batch:
    """What a batch is run with, beside its plan.

    ``moment`` is what windows are relative to, ``discover`` what finds topics.
    """

    store: Store
    moment: datetime = field(default_factory=now)
    engine: Engine = field(default_factory=AsyncioEngine)
    watch: Watcher = field(default_factory=Unwatched)
    halt: Halt = field(default_factory=Halt)
    discover: Discover | None = None

    async def run(self, plan: BatchPlan, run_id: str | None = None) -> BatchEnd:
        """Run the plan, or do what is missing of the run that it began; again it does nothing.

        Left out, the run's id is the plan's name and the day.

        Raises:
            StoreBusy: a batch of this name is at work.
            StoreError: the run of this id is of another plan, or the store cannot be used.
            GroundwoodError: what stopped the batch as a whole.
        """
        name = run_id or run_id_of(plan, self.moment)
        with _alone(self.store, plan.name), run_span(name):
            self._read(plan.articles)
            return await self._go_on(self._begin(plan, name))

    async def again(self, run_id: str, *states: TopicStatus) -> BatchEnd:
        """Do again what has come to one of the states in that run.

        Raises:
            InputError: the ledger has no such run.
            StoreBusy: a batch of its plan is at work.
        """
        run = self.store.runs.run(run_id)
        if run is None:
            raise InputError(f"the ledger has no run {run_id!r}")
        with _alone(self.store, run.plan), run_span(run_id):
            with self.store.transaction():
                for row in list(rows_of(self.store, run_id, *states)):
                    afresh = {**_AFRESH, "earlier": row.spent, "taken": Usage()}
                    self.store.runs.record(row.model_copy(update=afresh))
            return await self._go_on(run)

    def _read(self, paths: Sequence[Path]) -> None:
        if paths:
            self.store.put(read_articles([str(path) for path in paths]))

    def _begin(self, plan: BatchPlan, run_id: str) -> BatchRun:
        """Return the run as the ledger has it, entered with its topics where it is new.

        A run that is there keeps its topics and its day; what else the plan says counts from now on.
        """
        order, runs = WorkOrder.of(plan, self.moment), self.store.runs
        known = runs.run(run_id)
        if known is not None and known.digest == plan.digest:
            kept = order.model_copy(update={"date": WorkOrder.read(known).date})
            again = known.model_copy(update={"document": kept.model_dump_json()})
            if again != known:
                runs.note(again)
            return again
        run = BatchRun(
            id=run_id,
            plan=plan.name,
            digest=plan.digest,
            started_at=now(),
            trace_id=trace_id(),
            document=order.model_dump_json(),
        )
        topics = topics_of(plan, self.store, self.moment, self.discover)
        return runs.begin(run, rows_for(run_id, topics))

    async def _go_on(self, run: BatchRun) -> BatchEnd:
        store, filer = self.store, WorkOrder.read(run).filer(run)
        store.runs.requeue(run.id)
        self.watch.at("begun")
        filer.make_up(store, lambda row, _: self.watch.at("filed", row))
        self.watch.at("made up")
        if any(state in store.runs.counts(run.id) for state in OPEN):
            run = store.runs.begin(run, ())
            await self.engine.run(run, store, self.halt, self.watch)
        return await self._end(run)

    async def _end(self, run: BatchRun) -> BatchEnd:
        """Write the summary, note that the run has ended, and tell whoever wants to know."""
        if run.status == "running":
            is_open = any(state in self.store.runs.counts(run.id) for state in OPEN)
            status: RunStatus = "stopped" if self.halt and is_open else "finished"
            reason = self.halt.reason if status == "stopped" else ""
            run = self.store.runs.finish(run.id, status, reason)
        order = WorkOrder.read(run)
        summary = Summary(self.store, order.filer(run))
        totals = summary.write(run)
        self.watch.at("summed")
        if order.plan.on_finish and not run.told and self.halt.code is None:
            told = await call(order.plan.on_finish, run.id, summary.json_file)
            run = run.model_copy(update={"told": told})
            self.store.runs.note(run)
        self.watch.at("ended")
        code = self.halt.code if self.halt.code is not None else exit_code(run, totals)
        return BatchEnd(run, totals, summary.json_file, summary.markdown_file, code)


_AFRESH = {
    "status": "pending", "worker": None, "attempts": 0, "error": "", "error_class": "",
    "reason": "", "finished_at": None, "afresh": True,
}  # fmt: skip


def run_id_of(plan: BatchPlan, moment: datetime) -> str:
    """Return the id of the plan's run at the moment: its name and the day."""
    return f"{plan.name}-{plan.date_at(moment)}"


def exit_code(run: BatchRun, totals: Totals) -> int:
    """Return how the command ends.

    0: every topic has its story, or none could be proven for some while others have theirs.
    1: every topic failed. 3: some failed. 4: every topic abstained. 6: topics are left to be done.
    """
    counts = totals.counts
    number = sum(counts.values())
    if run.status == "stopped" and any(state in counts for state in OPEN):
        return STOPPED
    if failed := counts.get("failed", 0):
        return FAILED if failed == number else SOME_FAILED
    return NOTHING if number and counts.get("abstained", 0) == number else DONE


def _alone(store: Store, plan: str) -> AbstractContextManager[None]:
    """Keep the plan to one batch at a time."""
    return held(store.lock(f"batch {plan}"), f"a batch of the plan {plan!r} is already at work")
