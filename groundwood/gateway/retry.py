"""The one place that asks again: by tenacity, within a deadline."""

import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

import tenacity

from groundwood.gateway.setback import Setback

T = TypeVar("T")


@dataclass
class Deadline:
    """When a call must be over. The clock runs from the first request on, not while it queues."""

    seconds: float
    _end: float | None = field(default=None, init=False)

    @property
    def running(self) -> bool:
        """Whether the clock runs."""
        return self._end is not None

    def start(self) -> None:
        """Start the clock, unless it runs."""
        if self._end is None:
            self._end = time.monotonic() + self.seconds

    def left(self) -> float:
        """Return the seconds left, never negative."""
        return self.seconds if self._end is None else max(0.0, self._end - time.monotonic())


@dataclass(frozen=True)
class RetryPolicy:
    """How often to try, and the waits between: exponential with full jitter, in seconds.

    The n-th wait is drawn between 0 and ``first`` times 2 to the n-1, at most ``longest``. Where
    the server says how long to wait, that is waited for, and up to ``first`` more so that callers
    do not come back all at once.
    """

    tries: int = 8
    first: float = 0.5
    longest: float = 30.0

    async def run(self, ask: Callable[[], Awaitable[T]], deadline: Deadline) -> T:
        """Ask until it succeeds, cannot succeed, or the tries or the time are used up.

        A wait that would pass the deadline is not begun.

        Raises:
            Setback: the last one.
        """
        retrying = tenacity.AsyncRetrying(
            retry=tenacity.retry_if_exception(_may_succeed),
            wait=self._wait,
            stop=lambda state: self._is_over(state, deadline),
            reraise=True,
        )
        result: T = await retrying(ask)
        return result

    def _wait(self, state: tenacity.RetryCallState) -> float:
        asked = _setback(state).wait
        if asked is not None:
            return asked + random.uniform(0, self.first)
        jittered = tenacity.wait_random_exponential(multiplier=self.first, max=self.longest)
        return float(jittered(state))

    def _is_over(self, state: tenacity.RetryCallState, deadline: Deadline) -> bool:
        most = min(self.tries, _setback(state).most_tries or self.tries)
        return state.attempt_number >= most or state.upcoming_sleep >= deadline.left()


def _may_succeed(exc: BaseException) -> bool:
    return isinstance(exc, Setback) and exc.again


def _setback(state: tenacity.RetryCallState) -> Setback:
    exc = state.outcome.exception() if state.outcome else None
    assert isinstance(exc, Setback)  # only setbacks are tried again
    return exc
