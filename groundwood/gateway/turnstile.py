"""First come, first served: a line of waiters, also from several event loops and threads."""

import asyncio
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress

from groundwood.errors import GroundwoodError

Attempt = Callable[[float], float]
"""Told since when it waits, it returns the seconds after which to attempt again: none are left (0)
when it has passed, infinitely many when only `Turnstile.stir` can help. What it raises is raised."""

_TICK = 0.001
"""The shortest wait, in seconds: timers are no more exact than that."""


class _Waiter:
    """One in the line, since a moment of the clock."""

    def __init__(self, attempt: Attempt, since: float) -> None:
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[None] = self.loop.create_future()
        self.passed = False
        self._attempt = attempt
        self._since = since

    def attempt(self) -> float:
        """Attempt to pass; 0 also where that came to its end by an error."""
        try:
            seconds = self._attempt(self._since)
        except GroundwoodError as exc:
            _call(self.loop, self._end, exc)
            return 0.0
        if seconds <= 0:
            self.passed = True
            _call(self.loop, self._end, None)
        return seconds

    def _end(self, error: GroundwoodError | None) -> None:
        if self.future.done():  # cancelled meanwhile
            return
        if error is None:
            self.future.set_result(None)
        else:
            self.future.set_exception(error)


class Turnstile:
    """Lets pass who has waited longest, one after the other, as soon as the attempt succeeds.

    ``clock`` returns seconds. Attempts are made under ``lock``, in whatever thread; they must not
    wait. One timer serves the whole line, so that after a delay all who are due pass at once.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.lock = threading.Lock()
        self._clock = clock
        self._line: OrderedDict[_Waiter, None] = OrderedDict()
        self._due = math.inf
        self._timer: asyncio.AbstractEventLoop | None = None

    def __len__(self) -> int:
        """How many are in the line."""
        return len(self._line)

    async def enter(self, attempt: Attempt, undo: Callable[[], None]) -> None:
        """Wait until the attempt succeeds.

        Where the wait is cancelled and the attempt had succeeded by then, it is undone, under the
        lock as well.
        """
        waiter = _Waiter(attempt, self._clock())
        with self.lock:
            self._line[waiter] = None
        self.stir()
        try:
            await waiter.future
        except asyncio.CancelledError:
            with self.lock:
                self._line.pop(waiter, None)
                if waiter.passed:
                    undo()
            self.stir()
            raise

    def stir(self) -> None:
        """Let the line move on: something has changed."""
        with self.lock:
            while waiter := next(iter(self._line), None):
                if not waiter.loop.is_closed():
                    seconds = waiter.attempt()
                    if seconds > 0:
                        return self._wake(waiter.loop, seconds)
                del self._line[waiter]
        return None

    def _wake(self, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        """Set the timer, unless it is set for an earlier time."""
        due = self._clock() + max(seconds, _TICK)
        if self._timer is not None and self._timer.is_closed():
            self._due = math.inf
        if due < self._due:
            self._due, self._timer = due, loop
            _call(loop, loop.call_later, max(seconds, _TICK), self._ring, due)

    def _ring(self, due: float) -> None:
        with self.lock:
            if due == self._due:
                self._due = math.inf
        self.stir()


def _call(loop: asyncio.AbstractEventLoop, act: Callable[..., object], *values: object) -> None:
    """Call it in the loop's thread: at once if that is this one."""
    if _running_loop() is loop:
        act(*values)
        return
    with suppress(RuntimeError):  # the loop was closed meanwhile
        loop.call_soon_threadsafe(act, *values)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
