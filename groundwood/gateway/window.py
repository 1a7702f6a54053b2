"""How many requests to have under way at once, found by trying."""

import math
from dataclasses import dataclass

START = 8
"""Requests under way at first."""
MOST = 256
"""Requests under way where no number is named: more connections than that help no server."""
_CUT = 0.7
_STEP = 1.25
_ROOM = 1.5
"""The window that is left where it was not filled, by what was under way."""
_STALE = 2
"""Rounds without more answers a second, the second without growth, after which the start is over."""
_ROUNDS = 3
"""Windows full of answers that a round has later on."""
_REST = 3
"""Rounds until the next try after one that brought nothing."""


@dataclass
class _Round:
    """Answers to requests sent since the round began, and the most requests under way."""

    began: float
    size: float
    answers: int = 0
    most: int = 0

    def rate(self, now: float) -> float:
        """Return how many answers a second came."""
        return self.answers / max(1e-3, now - self.began)


class Window:
    """A number of requests under way that keeps the server busy and no longer.

    It grows only while requests wait for it alone. At first by one with each answer (doubling in
    the time of an answer, as TCP's slow start), until a round brought no quarter more answers a
    second, nor did the next; from then on it tries a quarter more now and then, and keeps that
    where answers a second rose by at least a quarter of that. Failures cut it by three tenths, once
    in the time of an answer. Seconds of one clock; not for several threads.
    """

    def __init__(self, most: int | None = None) -> None:
        self._most = most or MOST
        self._size = float(min(START, self._most))
        self._starting = True
        self._stale = 0
        self._rest = 0
        self._pressed = False
        self._cut_at = -math.inf
        self._best: tuple[float, float] | None = None
        self._round = _Round(-math.inf, self._size)

    @property
    def size(self) -> int:
        """How many requests may be under way."""
        return int(self._size)

    def press(self) -> None:
        """Take note that a request waits for nothing but the window."""
        self._pressed = True

    def well(self, sent: float, now: float, under_way: int) -> None:
        """Learn from an answer to a request sent then, with so many under way, it included."""
        self._round.most = max(self._round.most, under_way)
        if self._starting and self._pressed and not self._stale:
            self._resize(self._size + 1)
        if math.isinf(self._round.began):
            self._round.began = sent
        if sent >= self._round.began:
            self._round.answers += 1
        if self._round.answers >= self._round.size * (1 if self._starting else _ROUNDS):
            self._judge(now)

    def fail(self, sent: float, now: float) -> None:
        """Learn that a request sent then was not answered for want of strength."""
        if sent > self._cut_at:
            self._cut_at = now
            self._starting = False
            self._resize(self._size * _CUT)
            self._begin(now, None)

    def restart(self, now: float) -> None:
        """Begin anew, after an outage."""
        self._resize(min(self._size, START))
        self._starting, self._stale = True, 0
        self._begin(now, None)

    def _judge(self, now: float) -> None:
        """End a round; a window that was not filled shrinks, so that no standstill fills it."""
        if not self._pressed:
            self._resize(min(self._size, max(START, _ROOM * self._round.most)))
            return self._begin(now, None)
        found = (self._round.size, self._round.rate(now))
        if self._starting:
            return self._begin(now, self._judged_start(*found))
        return self._begin(now, self._judged_step(*found))

    def _judged_start(self, size: float, rate: float) -> tuple[float, float]:
        best = self._best
        if best is None or rate >= _STEP * best[1]:
            self._stale = 0
            return size, rate
        self._stale += 1
        if self._stale == _STALE:
            self._starting, self._rest = False, _REST
            self._resize(best[0])
        return best

    def _judged_step(self, size: float, rate: float) -> tuple[float, float]:
        """Keep a larger window that pays; try one when it is time."""
        if self._best is not None and size > self._best[0]:
            growth, gain = size / self._best[0], rate / self._best[1]
            if gain < 1 + (growth - 1) / 4:
                self._rest = _REST
                self._resize(self._best[0])
                return self._best
        if self._rest:
            self._rest -= 1
        else:
            self._resize(max(size + 1, size * _STEP))
        return size, rate

    def _begin(self, now: float, best: tuple[float, float] | None) -> None:
        self._best = best
        self._pressed = False
        self._round = _Round(now, self._size)

    def _resize(self, size: float) -> None:
        self._size = max(1.0, min(size, self._most))
