"""A line of waiters."""

import asyncio
import math
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from groundwood.errors import BudgetSpent
from groundwood.gateway.turnstile import Turnstile

InNoTime = Callable[[Coroutine[Any, Any, Any]], Any]


class Slots:
    """So many may be inside at once."""

    def __init__(self, free: int) -> None:
        self.free = free
        self.line = Turnstile()
        self.order: list[str] = []

    async def use(self, name: str, pause: float = 0.01) -> None:
        await self.line.enter(self._attempt, self._undo)
        self.order.append(name)
        await asyncio.sleep(pause)
        with self.line.lock:
            self.free += 1
        self.line.stir()

    def _attempt(self, _: float) -> float:
        if not self.free:
            return math.inf
        self.free -= 1
        return 0.0

    def _undo(self) -> None:
        self.free += 1


def test_who_came_first_passes_first() -> None:
    async def run() -> list[str]:
        slots = Slots(1)
        await asyncio.gather(*(slots.use(name) for name in "abcde"))
        return slots.order

    assert asyncio.run(run()) == list("abcde")


def test_who_is_cancelled_while_waiting_holds_nobody_up() -> None:
    async def run() -> tuple[list[str], int, int]:
        slots = Slots(1)
        first, second, third = (asyncio.create_task(slots.use(name)) for name in "abc")
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.gather(first, second, third, return_exceptions=True)
        return slots.order, slots.free, len(slots.line)

    assert asyncio.run(run()) == (["a", "c"], 1, 0)


def test_who_is_cancelled_just_as_it_passes_leaves_no_slot_taken() -> None:
    async def run() -> int:
        slots = Slots(0)
        task = asyncio.create_task(slots.use("a"))
        await asyncio.sleep(0)
        with slots.line.lock:
            slots.free += 1
        slots.line.stir()
        assert slots.free == 0
        task.cancel()
        await asyncio.wait([task])
        return slots.free

    assert asyncio.run(run()) == 1


def test_an_attempt_is_made_again_when_its_time_has_come(in_no_time: InNoTime) -> None:
    async def run() -> float:
        loop = asyncio.get_running_loop()
        line, due = Turnstile(loop.time), loop.time() + 3600
        await line.enter(lambda _: due - loop.time(), lambda: None)
        return loop.time() - due

    assert in_no_time(run()) == pytest.approx(0.0, abs=0.01)


def test_what_an_attempt_raises_reaches_the_waiter_and_the_line_moves_on() -> None:
    def refuse(_: float) -> float:
        raise BudgetSpent("spent")

    async def run() -> list[str]:
        slots = Slots(1)
        first = asyncio.create_task(slots.use("a"))
        await asyncio.sleep(0)
        refused = asyncio.create_task(slots.line.enter(refuse, lambda: None))
        await asyncio.gather(first, slots.use("b"))
        with pytest.raises(BudgetSpent):
            await refused
        return slots.order

    assert asyncio.run(run()) == ["a", "b"]


def test_event_loops_in_several_threads_share_one_line() -> None:
    slots = Slots(2)

    async def many() -> None:
        await asyncio.gather(*(slots.use("x", 0.001) for _ in range(50)))

    threads = [threading.Thread(target=lambda: asyncio.run(many())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (len(slots.order), slots.free, len(slots.line)) == (200, 2, 0)


def test_a_loop_that_was_closed_with_waiters_holds_nobody_up() -> None:
    slots = Slots(0)
    work = slots.use("lost")

    async def step() -> None:
        work.send(None)  # it waits now, and nobody will ever go on with it

    asyncio.run(step())
    slots.free = 1
    asyncio.run(slots.use("b"))
    work.close()
    assert slots.order == ["b"]
