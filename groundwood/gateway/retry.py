"""The one place that asks again: by tenacity, within a deadline."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

import tenacity

from groundwood.gateway.setback import Setback

T = TypeVar("T")


@dataclass
class Deadline:
    """For how long a call may last: its requests and the waits between them.

    The clock is the event loop's. It does not run before the first request, nor while the call
    waits to be admitted.
    """

    seconds: float
    _left: float | None = field(default=None, init=False)
    _since: float | None = field(default=None, init=False)

    def start(self) -> None:
        """Let the clock run, unless it does."""
        if self._since is None:
            self._since = _now()

    def stop(self) -> None:
        """Let the clock rest."""
        self._left, self._since = self.left(), None

    def restart(self) -> None:
        """Begin anew, with the clock at rest."""
        self._left = self._since = None

    def left(self) -> float:
        """Return the seconds left, never negative."""
        left = self.seconds if self._left is None else self._left
        return left if self._since is None else max(0.0, left - (_now() - self._since))


@dataclass
class Patience:
    """For how long a call bears what is the server's trouble and not its own.

    That is 429, and an outage. Such a try does not count, and the deadline begins anew after it.
    The seconds run from the first of them on; 0 is no patience.
    """

    seconds: float = 0.0
    _until: float | None = field(default=None, init=False)

    def bears(self, setback: Setback, wait: float) -> bool:
        """Whether the setback is borne, and the wait that follows it."""
        if not (setback.limited or setback.outage) or not self.seconds:
            return False
        if self._until is None:
            self._until = _now() + self.seconds
        return _now() + wait < self._until


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

    async def run(
        self,
        ask: Callable[[], Awaitable[T]],
        deadline: Deadline,
        patience: Patience | None = None,
    ) -> T:
        """Ask until it succeeds, cannot succeed, or the tries, the time or the patience are used up.

        A wait that would pass the deadline is not begun.

        Raises:
            Setback: the last one.
        """
        course = _Course(self, deadline, patience or Patience())
        retrying = tenacity.AsyncRetrying(
            retry=tenacity.retry_if_exception(_may_succeed),
            wait=course.wait,
            stop=course.is_over,
            reraise=True,
        )
        result: T = await retrying(ask)
        return result

    def wait(self, state: tenacity.RetryCallState) -> float:
        """Return the seconds until the next try."""
        asked = _setback(state).wait
        if asked is not None:
            return asked + random.uniform(0, self.first)
        jittered = tenacity.wait_random_exponential(multiplier=self.first, max=self.longest)
        return float(jittered(state))


@dataclass
class _Course:
    """The tries of one call; ``counted`` are those that were not borne with patience."""

    policy: RetryPolicy
    deadline: Deadline
    patience: Patience
    counted: int = 0

    def wait(self, state: tenacity.RetryCallState) -> float:
        """Return the seconds until the next try; in an outage it is whoever admits that waits."""
        waits_anyway = _setback(state).outage and self.patience.seconds
        return 0.0 if waits_anyway else self.policy.wait(state)

    def is_over(self, state: tenacity.RetryCallState) -> bool:
        """Whether that was the last try."""
        setback = _setback(state)
        if self.patience.bears(setback, state.upcoming_sleep):
            self.deadline.restart()
            return False
        self.counted += 1
        most = min(self.policy.tries, setback.most_tries or self.policy.tries)
        return self.counted >= most or state.upcoming_sleep >= self.deadline.left()


def _now() -> float:
    return asyncio.get_running_loop().time()


def _may_succeed(exc: BaseException) -> bool:
    return isinstance(exc, Setback) and exc.again


def _setback(state: tenacity.RetryCallState) -> Setback:
    exc = state.outcome.exception() if state.outcome else None
    assert isinstance(exc, Setback)  # only setbacks are tried again
    return exc
