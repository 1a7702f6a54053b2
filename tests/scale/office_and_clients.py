"""An office and its clients in one event loop, for the tests of scale."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from groundwood.gateway.admission import Admits
from groundwood.gateway.budget import Budget, Spend
from groundwood.gateway.limits import Limits
from groundwood.pipelines.scale.client import Client
from groundwood.pipelines.scale.office import Office
from groundwood.pipelines.scale.slips import Leave, Lost, Wish, Word


@dataclass
class Line:
    """A line to the office that counts its calls, says everything twice, or is cut."""

    office: Office
    tells: int = 0
    collects: int = 0
    stutters: bool = False
    cut: bool = False

    async def tell(self, worker: str, wishes: Sequence[Wish], leaves: Sequence[Leave]) -> Word:
        self.tells += 1
        if self.cut:
            raise Lost("the line is cut")
        if self.stutters:
            await self.office.tell(worker, wishes, leaves)
        return await self.office.tell(worker, wishes, leaves)

    async def collect(self, worker: str, got: Sequence[int] = ()) -> Word:
        self.collects += 1
        if self.stutters:
            await self.office.collect(worker, got)
        return await self.office.collect(worker, got)


@dataclass
class Scene:
    """An office with clients ``a``, ``b``, …; ``losses`` is what they were told when it was gone."""

    office: Office
    clients: list[Client]
    lines: list[Line]
    losses: list[str] = field(default_factory=list)


@asynccontextmanager
async def scene(
    limits: Admits | None = None,
    budget: Budget | None = None,
    number: int = 2,
    judge: Admits | None = None,
) -> AsyncIterator[Scene]:
    """Yield an office and so many clients."""
    office = Office(limits or Limits(), budget or Budget(), judge)
    lines = [Line(office) for _ in range(number)]
    found = Scene(office, [], lines)
    async with AsyncExitStack() as stack:
        for name, line in zip("abcdefgh", lines, strict=False):
            client = Client(line, name, found.losses.append)
            found.clients.append(await stack.enter_async_context(client))
        yield found


async def settled() -> None:
    """Return when all that can happen without time has happened."""
    for _ in range(30):
        await asyncio.sleep(0)


CALL = Spend(calls=1, tokens=10)
