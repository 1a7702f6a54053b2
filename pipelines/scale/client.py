"""A worker's side of the office: its wishes go there in groups, and the grants come in groups."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

from groundwood.errors import BudgetSpent, ModelUnavailable
from groundwood.gateway.budget import NOTHING, Spend
from groundwood.gateway.setback import Setback
from groundwood.pipelines.scale.slips import MODEL, Grant, Leave, Lost, Wish, Word


class OfficeLine(Protocol):
    """How the office is reached; see `groundwood.pipelines.scale.office.Office`.

    Implementations raise `Lost` and nothing else.
    """

    async def tell(self, worker: str, wishes: Sequence[Wish], leaves: Sequence[Leave]) -> Word: ...

    async def collect(self, worker: str, got: Sequence[int] = ()) -> Word: ...


@dataclass(eq=False)
class Stay:
    """A wish that was granted. Whoever stays sets ``leave`` to what it came to."""

    wish: Wish
    granted: asyncio.Future[None]
    leave: Leave
    heard: asyncio.Future[bool]


@dataclass(eq=False)
class Client:
    """Brings the wishes of one worker to the office; usable between ``async with`` and its end.

    ``lost`` is called once, with the reason, when the office cannot be reached any more or has
    dismissed the worker. From then on every wish is refused.
    """

    line: OfficeLine
    worker: str
    lost: Callable[[str], None]
    spent: Spend = NOTHING
    _stays: dict[int, Stay] = field(default_factory=dict)
    _wishes: list[Wish] = field(default_factory=list)
    _leaves: list[Stay] = field(default_factory=list)
    _called: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _got: Sequence[int] = ()
    _last: int = 0
    _gone: str = ""

    @asynccontextmanager
    async def stay(
        self, tokens: int = 0, most: Spend | None = None, endpoint: str = MODEL
    ) -> AsyncIterator[Stay]:
        """Wait until the wish is granted; the office is told how it ended on leaving.

        Raises:
            BudgetSpent: the office refuses, since the run's budget has not so much left.
            Setback: the office refuses, or is gone.
        """
        stay = self._enter(tokens, most, endpoint)
        try:
            await stay.granted
            yield stay
        finally:
            self._stays.pop(stay.wish.number, None)
            self._leaves.append(stay)
            self._called.set()

    def waiting(self, endpoint: str = MODEL) -> tuple[int, int]:
        """Return how many requests of this worker are admitted, and how many wait for that."""
        stays = (stay for stay in self._stays.values() if stay.wish.endpoint == endpoint)
        asked = [stay for stay in stays if stay.wish.most is None]
        granted = sum(stay.granted.done() for stay in asked)
        return granted, len(asked) - granted

    async def __aenter__(self) -> Self:
        self._tasks = [
            asyncio.ensure_future(self._steadily(self._tell)),
            asyncio.ensure_future(self._steadily(self._collect)),
        ]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _enter(self, tokens: int, most: Spend | None, endpoint: str) -> Stay:
        if self._gone:
            raise Setback(ModelUnavailable, self._gone)
        self._last += 1
        wish, loop = Wish(self._last, tokens, most, endpoint), asyncio.get_running_loop()
        stay = Stay(wish, loop.create_future(), Leave(self._last), loop.create_future())
        self._stays[self._last] = stay
        self._wishes.append(wish)
        self._called.set()
        return stay

    async def _steadily(self, work: Callable[[], Coroutine[Any, Any, Word]]) -> None:
        try:
            while not self._gone:
                word = await work()
                self.spent = word.spent
                if word.dismissed:
                    raise Lost("the run has given this worker up")
        except Lost as exc:
            self._lose(str(exc))

    async def _tell(self) -> Word:
        await self._called.wait()
        self._called.clear()
        wishes, self._wishes = self._wishes, []
        leaves, self._leaves = self._leaves, []
        word = await self.line.tell(self.worker, wishes, [stay.leave for stay in leaves])
        for stay in leaves:
            if not stay.heard.done():
                stay.heard.set_result(stay.wish.number in word.outages)
        return word

    async def _collect(self) -> Word:
        word = await self.line.collect(self.worker, self._got)
        self._got = [grant.number for grant in word.grants]
        for grant in word.grants:
            self._land(grant)
        return word

    def _land(self, grant: Grant) -> None:
        stay = self._stays.get(grant.number)
        if stay is None or stay.granted.done():
            return
        if not grant.refused:
            stay.granted.set_result(None)
        elif grant.of_budget:
            stay.granted.set_exception(BudgetSpent(grant.refused))
        else:
            stay.granted.set_exception(Setback(ModelUnavailable, grant.refused))

    def _lose(self, why: str) -> None:
        if self._gone:
            return
        self._gone = why
        for stay in [*self._stays.values(), *self._leaves]:
            if not stay.granted.done():
                stay.granted.set_exception(Setback(ModelUnavailable, why))
            if not stay.heard.done():
                stay.heard.set_result(False)
        self.lost(why)
