"""How well what a server allows is found out and used, in virtual time."""

import asyncio
import math
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import pytest

from groundwood.gateway.admission import Reply, Sign
from groundwood.gateway.allowance import Allowance, Share
from groundwood.gateway.limits import Limits
from groundwood.gateway.window import START, Window

InNoTime = Callable[[Coroutine[Any, Any, Any]], Any]


@dataclass
class Server:
    """Answers after ``latency``, ``slots`` at a time, so many a second out of a bucket.

    With ``window`` it is no bucket: each window of so many seconds begins with its whole content.
    """

    rate: float = math.inf
    depth: float = math.inf
    latency: float = 0.5
    slots: int = 10_000
    tells: bool = False
    window: float = 0.0
    answered: int = 0
    refused: int = 0
    under_way: int = 0
    sent: list[float] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.content = self.depth
        self.at = self.now()
        self.free = asyncio.Semaphore(self.slots)

    @staticmethod
    def now() -> float:
        return asyncio.get_running_loop().time()

    async def ask(self) -> Reply:
        """Return what a request comes to."""
        self.sent.append(self.now())
        self.under_way += 1
        self.depths.append(self.under_way)
        try:
            return await self._answer()
        finally:
            self.under_way -= 1

    async def _answer(self) -> Reply:
        self._fill()
        accepted = self.content >= 1
        self.content -= accepted
        told = Allowance(self._share() if self.tells else None)
        if not accepted:
            self.refused += 1
            await asyncio.sleep(0.01)
            return Reply(Sign.LIMITED, allowance=told)
        async with self.free:
            await asyncio.sleep(self.latency)
        self.answered += 1
        return Reply(Sign.WELL, allowance=told)

    def _fill(self) -> None:
        passed = self.now() - self.at
        if not self.window:
            self.content = min(self.depth, self.content + (passed * self.rate if passed else 0))
            self.at = self.now()
        elif passed >= self.window:
            self.content, self.at = self.depth, self.at + passed // self.window * self.window

    def _share(self) -> Share:
        if self.window:
            return Share(self.content, self.at + self.window - self.now())
        return Share(math.floor(self.content), (self.depth - self.content) / self.rate)


async def batch(
    seconds: float, callers: int = 300, limits: dict[str, Any] | None = None, **server: Any
) -> Server:
    """Ask without an end for so long, and return the server."""
    loop = asyncio.get_running_loop()
    asked, until = Server(**server), loop.time() + seconds
    admits = Limits(clock=loop.time, **(limits or {}))
    draw = random.Random(1)

    async def caller() -> None:
        while loop.time() < until:
            async with admits.admit(100) as admission:
                admission.reply = reply = await asked.ask()
            if reply.sign is Sign.LIMITED:
                await asyncio.sleep(draw.uniform(0, 1))

    tasks = [asyncio.create_task(caller()) for _ in range(callers)]
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert admits.load == (0, 0)
    return asked


@pytest.mark.parametrize("tells", [False, True])
@pytest.mark.parametrize("rate", [20, 60])
def test_a_limit_that_nobody_named_is_used_to_nineteen_parts_of_twenty(
    rate: int, tells: bool, in_no_time: InNoTime
) -> None:
    server = in_no_time(batch(120, rate=rate, depth=rate, tells=tells))
    assert server.answered >= 0.95 * rate * 120
    assert server.refused <= 0.03 * server.answered


def test_what_a_server_tells_of_a_minute_is_spread_over_it(in_no_time: InNoTime) -> None:
    server = in_no_time(batch(180, depth=1200, window=60, tells=True))
    assert server.answered >= 0.95 * 3600
    assert server.refused == 0
    busiest = max(sum(at <= other < at + 10 for other in server.sent) for at in server.sent[::20])
    assert busiest <= 1.5 * 200


def test_a_full_bucket_that_is_told_of_is_never_emptied(in_no_time: InNoTime) -> None:
    server = in_no_time(batch(600, rate=10, depth=600, tells=True))
    assert server.answered >= 10 * 600
    assert server.refused == 0


def test_a_limit_that_was_raised_is_found_out(in_no_time: InNoTime) -> None:
    async def run() -> Server:
        server = Server(rate=5, depth=5)
        loop = asyncio.get_running_loop()
        admits = Limits(clock=loop.time)

        async def caller() -> None:
            while True:
                async with admits.admit(1) as admission:
                    admission.reply = await server.ask()

        tasks = [asyncio.create_task(caller()) for _ in range(100)]
        await asyncio.sleep(60)
        server.rate = server.depth = 50
        await asyncio.sleep(60)
        before = server.answered
        await asyncio.sleep(60)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        server.answered -= before
        return server

    assert in_no_time(run()).answered >= 0.95 * 50 * 60


def test_named_limits_hold_whatever_the_server_takes(in_no_time: InNoTime) -> None:
    named = {"requests_per_minute": 600, "concurrency": 20}
    server = in_no_time(batch(120, limits=named))
    assert 0.99 * 1200 <= len(server.sent) <= 1201
    assert max(server.depths) <= 20
    assert server.refused == 0


def test_a_named_limit_below_the_servers_is_used_without_a_refusal(in_no_time: InNoTime) -> None:
    named = {"requests_per_minute": 600}
    server = in_no_time(batch(120, limits=named, rate=10.5, depth=5))
    assert server.answered >= 0.98 * 1200
    assert server.refused == 0


@pytest.mark.parametrize("slots", [4, 32, 100])
def test_a_server_without_a_limit_is_kept_busy_and_not_flooded(
    slots: int, in_no_time: InNoTime
) -> None:
    server = in_no_time(batch(120, slots=slots))
    assert server.answered >= 0.95 * slots / 0.5 * 120
    late = server.depths[-1000:]
    assert sum(late) / len(late) <= max(1.5 * slots, 1.5 * START)


def test_at_first_no_more_are_under_way_than_before_anything_is_known() -> None:
    assert Window().size == START
    assert Window(3).size == 3


def test_failures_shrink_the_window_once_in_the_time_of_an_answer() -> None:
    window = Window()
    for _ in range(5):
        window.fail(sent=1.0, now=2.0)
    assert window.size == 5
    window.fail(sent=2.5, now=3.0)
    assert window.size == 3


def test_a_window_never_shrinks_to_nothing() -> None:
    window = Window()
    for step in range(20):
        window.fail(sent=step + 0.5, now=step + 1.0)
    assert window.size == 1


def test_what_is_kept_of_replies_does_not_grow_with_their_number(in_no_time: InNoTime) -> None:
    async def run() -> list[int]:
        loop = asyncio.get_running_loop()
        admits, server = Limits(clock=loop.time), Server(latency=0.0)
        sizes = []
        for _ in range(2):
            for _ in range(600):
                async with admits.admit(1) as admission:
                    admission.reply = await server.ask()
            sizes.append(len(admits._learnt._recent) + len(admits._line))
        return sizes

    first, second = in_no_time(run())
    assert first == second
