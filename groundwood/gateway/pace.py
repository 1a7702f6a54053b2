"""Units at a steady rate: requests or tokens a minute, as the user or the server names them."""

import math
import threading
import time
from collections.abc import Callable

from groundwood.gateway.allowance import Share

LATE = 0.1
"""Seconds by which who was kept waiting may have passed late without costing the next ones time."""


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

    def wait(self) -> float:
        """Return how many seconds to wait before anything may be used."""
        with self._lock:
            return max(0.0, self._next - self._clock())

    def reserve(self, units: float, since: float = math.inf) -> float:
        """Take the units and return how many seconds to wait before they may be used.

        ``since`` is when they were first asked for: that a timer or a busy machine let them pass a
        little late (up to `LATE`) does not shift those after them.
        """
        with self._lock:
            now = self._clock()
            start = max(min(since, now), self._next, now - LATE)
            self._next = start + units * self._interval
            return max(0.0, start - now)

    def give_back(self, units: float) -> None:
        """Return units that were reserved and not used."""
        with self._lock:
            self._next -= units * self._interval


class AdvisedPace:
    """The pace that a server's answers advise: what remains, spread over the time to its reset.

    Right for both kinds of servers: of a fixed window each part gets its share, and a bucket that
    fills steadily is kept half full, at its own rate. Several processes under one limit share it
    evenly. All times are in seconds of one clock. Not for several threads.
    """

    def __init__(self) -> None:
        self._interval = 0.0
        self._next = 0.0
        self._reset = 0.0
        self._sent = -math.inf

    def wait(self, now: float) -> float:
        """Return how many seconds to wait before anything may pass; never beyond the reset."""
        return max(0.0, min(self._next, self._reset) - now)

    def take(self, units: float, now: float, since: float) -> None:
        """Let the units, asked for since then, pass."""
        start = max(min(since, now), self._next, now - LATE)
        self._next = start + (units * self._interval if now < self._reset else 0.0)

    def learn(self, share: Share, sent: float) -> None:
        """Follow what an answer to a request sent then says; older ones say nothing new."""
        if sent < self._sent:
            return
        self._sent, self._reset = sent, sent + share.reset
        if share.remaining >= 1:
            self._interval = share.reset / share.remaining
        else:
            self._next = self._reset
