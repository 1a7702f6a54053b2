"""Limits of requests and tokens a minute, kept smoothly: never a burst, never more than allowed."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass


class Pace:
    """Lets units pass at a steady rate (the generic cell rate algorithm without a burst allowance).

    A minute holds at most ``per_minute`` units after the first to pass; none means no limit.
    May be used from several threads. ``clock`` returns seconds.
    """

    def __init__(
        self, per_minute: float | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._interval = 60 / per_minute if per_minute else 0.0
        self._clock = clock
        self._next = 0.0
        self._lock = threading.Lock()

    def reserve(self, units: int) -> float:
        """Take the units and return how many seconds to wait before they may be used."""
        with self._lock:
            now = self._clock()
            start = max(now, self._next)
            self._next = start + units * self._interval
            return start - now

    def give_back(self, units: int) -> None:
        """Return units that were reserved and not used."""
        with self._lock:
            self._next -= units * self._interval


@dataclass
class Admission:
    """A request that may be sent; ``tokens`` is set to what it took once that is known."""

    tokens: int


class Limits:
    """The two limits of an endpoint."""

    def __init__(self, requests_per_minute: int | None, tokens_per_minute: int | None) -> None:
        self._requests = Pace(requests_per_minute)
        self._tokens = Pace(tokens_per_minute)

    @asynccontextmanager
    async def admit(self, tokens: int) -> AsyncIterator[Admission]:
        """Wait until a request of so many tokens, in and out, may be sent.

        What it did not take is returned at the end, and all of it when the wait is cancelled.
        """
        wait = max(self._requests.reserve(1), self._tokens.reserve(tokens))
        admission = Admission(tokens=0)
        try:
            try:
                await asyncio.sleep(wait)
            except asyncio.CancelledError:
                self._requests.give_back(1)
                raise
            admission.tokens = tokens
            yield admission
        finally:
            self._tokens.give_back(tokens - admission.tokens)
