"""The office of a run: each endpoint's limits and the run's budget, kept once for all workers."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from groundwood.errors import BudgetSpent, GroundwoodError
from groundwood.gateway.admission import Admits
from groundwood.gateway.budget import Budget
from groundwood.gateway.limits import Limits
from groundwood.pipelines.scale.slips import JUDGE, MODEL, Grant, Leave, Wish, Word


@dataclass(eq=False)
class _Stay:
    """A wish under way: ``left`` is set when the worker is done; the task returns if it was an outage."""

    wish: Wish
    task: asyncio.Task[bool]
    left: asyncio.Future[Leave]
    granted: bool = False


@dataclass(eq=False)
class _Counter:
    """Where one worker is served. ``last`` is the highest number that it has wished under."""

    stays: dict[int, _Stay] = field(default_factory=dict)
    grants: dict[int, Grant] = field(default_factory=dict)
    last: int = 0
    called: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False


class Office:
    """Admits the requests of all workers of a run under one set of limits, and holds its budget.

    The requests to a served judge have a set of limits of their own, ``judge``.
    Each worker makes two kinds of calls: `tell` takes all that it has to say at once, `collect`
    waits and brings all that was granted meanwhile, so that the number of calls does not grow with
    the number of requests. Both may be repeated when it is not known whether they came through.
    It lives in one event loop.
    """

    def __init__(self, limits: Admits, budget: Budget, judge: Admits | None = None) -> None:
        self.limits = {MODEL: limits, JUDGE: judge or Limits()}
        self.budget = budget
        self._counters: dict[str, _Counter] = {}

    async def tell(self, worker: str, wishes: Sequence[Wish], leaves: Sequence[Leave]) -> Word:
        """Take what a worker wishes, and what its granted wishes came to."""
        counter = self._counter(worker)
        if counter.closed:
            return Word(dismissed=True)
        outages = [leave.number for leave in leaves if await self._leave(counter, leave)]
        for wish in wishes:
            if wish.number > counter.last:
                counter.last = wish.number
                self._enter(counter, wish)
        return Word(spent=self.budget.spent, outages=tuple(outages))

    async def collect(self, worker: str, got: Sequence[int] = ()) -> Word:
        """Return what was granted, as soon as anything is; ``got`` are grants that came through."""
        counter = self._counter(worker)
        for number in got:
            counter.grants.pop(number, None)
        while not counter.grants and not counter.closed:
            counter.called.clear()
            await counter.called.wait()
        grants = tuple(counter.grants.values())
        return Word(spent=self.budget.spent, grants=grants, dismissed=counter.closed)

    async def release(self, worker: str) -> int:
        """Close the counter of a worker that was lost; return how many permits came back.

        What it held of the budget counts as taken: the server may have answered.
        """
        counter = self._counter(worker)
        counter.closed = True
        counter.called.set()
        stays, counter.stays = list(counter.stays.values()), {}
        for stay in stays:
            if stay.granted and stay.wish.most is not None:
                stay.left.set_result(Leave(stay.wish.number, taken=stay.wish.most))
            else:
                stay.task.cancel()
        await asyncio.gather(*(stay.task for stay in stays), return_exceptions=True)
        return sum(stay.granted for stay in stays)

    def _counter(self, worker: str) -> _Counter:
        return self._counters.setdefault(worker, _Counter())

    def _enter(self, counter: _Counter, wish: Wish) -> None:
        left: asyncio.Future[Leave] = asyncio.get_running_loop().create_future()
        task = asyncio.ensure_future(self._stay(counter, wish, left))
        counter.stays[wish.number] = _Stay(wish, task, left)

    async def _leave(self, counter: _Counter, leave: Leave) -> bool:
        """End a stay; one that was not granted yet is given up. Return whether it was an outage."""
        stay = counter.stays.pop(leave.number, None)
        counter.grants.pop(leave.number, None)
        if stay is None:
            return False
        if stay.granted:
            stay.left.set_result(leave)
        else:
            stay.task.cancel()
        await asyncio.wait([stay.task])
        return not stay.task.cancelled() and stay.task.result()

    async def _stay(self, counter: _Counter, wish: Wish, left: asyncio.Future[Leave]) -> bool:
        work = self._admit if wish.most is None else self._hold
        try:
            return await work(counter, wish, left)
        except GroundwoodError as exc:
            counter.stays.pop(wish.number, None)
            of_budget = isinstance(exc, BudgetSpent)
            self._call(counter, Grant(wish.number, str(exc), of_budget))
            return False

    async def _admit(self, counter: _Counter, wish: Wish, left: asyncio.Future[Leave]) -> bool:
        async with self.limits[wish.endpoint].admit(wish.tokens) as admission:
            leave = await self._granted(counter, wish, left)
            admission.tokens, admission.reply = leave.tokens, leave.reply
        return admission.outage

    async def _hold(self, counter: _Counter, wish: Wish, left: asyncio.Future[Leave]) -> bool:
        assert wish.most is not None  # else it is no wish to hold anything
        async with self.budget.hold(wish.most) as hold:
            hold.taken = (await self._granted(counter, wish, left)).taken
        return False

    async def _granted(self, counter: _Counter, wish: Wish, left: asyncio.Future[Leave]) -> Leave:
        counter.stays[wish.number].granted = True
        self._call(counter, Grant(wish.number))
        return await left

    def _call(self, counter: _Counter, grant: Grant) -> None:
        counter.grants[grant.number] = grant
        counter.called.set()
