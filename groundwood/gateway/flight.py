"""Single flight: the same question, asked by several at once, is sent once."""

import asyncio
from collections.abc import Coroutine, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(eq=False)
class Flight(Generic[T]):
    """A question under way: ``cargo`` is what works on it, ``task`` what it will return."""

    cargo: T
    task: asyncio.Task[str]
    riders: int = 0


class Flights(Generic[T]):
    """The questions under way in one event loop, by key."""

    def __init__(self) -> None:
        self._flights: dict[Hashable, Flight[T]] = {}

    def board(self, key: Hashable, cargo: T, work: Coroutine[Any, Any, str]) -> Flight[T]:
        """Return the flight under the key; there being none, one that carries the cargo.

        A flight that has ended but is not yet forgotten takes no one: who boards again because of
        how it ended would do so for ever.
        """
        flight = self._flights.get(key)
        if flight is None or flight.task.done():
            flight = self._flights[key] = Flight(cargo, asyncio.ensure_future(work))
            flight.task.add_done_callback(lambda _: self._land(key, flight))
        else:
            work.close()
        flight.riders += 1
        return flight

    async def ride(self, key: Hashable, flight: Flight[T]) -> str:
        """Return what the boarded flight returns.

        A rider that is cancelled leaves the others alone; the last one to leave cancels the
        flight and waits until it has ended.
        """
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.riders -= 1
            if not flight.riders and not flight.task.done():
                self._forget(key, flight)
                flight.task.cancel()
                await asyncio.wait([flight.task])

    def _land(self, key: Hashable, flight: Flight[T]) -> None:
        self._forget(key, flight)
        if not flight.task.cancelled():
            flight.task.exception()  # seen, also when every rider has left

    def _forget(self, key: Hashable, flight: Flight[T]) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
