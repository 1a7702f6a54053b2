"""A server that is out: nobody asks it but one, now and then, until it answers again."""

import random
from dataclasses import dataclass, field

from groundwood.gateway.admission import Reply, Sign

_LEAST = 3
"""Failures in a row, at least, that make an outage; beyond, half of what was under way."""
_FIRST = 0.5
_LONGEST = 30.0


@dataclass
class _Streak:
    """Failures in a row: since when, out of how many requests under way, and the last cause."""

    began: float
    under_way: int
    cause: str = ""
    failures: int = 0
    probes: int = 0
    next_at: float = 0.0

    @property
    def is_outage(self) -> bool:
        """Whether it is the server, and no longer a few requests."""
        return self.failures >= max(_LEAST, self.under_way / 2)


@dataclass
class Outage:
    """A circuit breaker for one endpoint.

    It opens after as many failures in a row as half of the requests then under way, at least three;
    only an answer to a request sent after the first of them ends the row. Then one request at a
    time is let through, after waits that double from half a second to thirty (with jitter), or the
    wait that the server asks for. ``patience`` is how many seconds an outage may last before it is
    `exceeded`. Seconds of one clock; not for several threads.
    """

    patience: float
    _streak: _Streak | None = field(default=None, init=False)
    _probe: int | None = field(default=None, init=False)

    @property
    def cause(self) -> str:
        """What went wrong last."""
        return self._streak.cause if self._streak else ""

    @property
    def is_open(self) -> bool:
        """Whether the server is out."""
        return self._streak is not None and self._streak.is_outage

    def lasts(self, now: float) -> float:
        """Return for how many seconds nothing was answered."""
        return now - self._streak.began if self._streak else 0.0

    def exceeded(self, now: float) -> bool:
        """Whether that is as long as is waited for."""
        return self.lasts(now) >= self.patience

    def wait(self, now: float) -> float:
        """Return how many seconds to wait before a request may pass, or it is exceeded."""
        streak = self._streak
        if streak is None or not streak.is_outage:
            return 0.0
        left = max(0.0, self.patience - self.lasts(now))
        due = max(0.0, streak.next_at - now)
        return left if self._probe is not None else min(due, left)

    def may_pass(self, now: float) -> bool:
        """Whether a request may pass: there is no outage, or it is time to probe."""
        streak = self._streak
        if streak is None or not streak.is_outage:
            return True
        return self._probe is None and now >= streak.next_at

    def take(self, number: int) -> None:
        """Let a request pass; during an outage it is the one that probes."""
        if self.is_open:
            self._probe = number

    def learn(
        self, number: int, sent: float, reply: Reply | None, now: float, under_way: int
    ) -> bool:
        """Learn from what came of a request; whether an outage is over by that."""
        probed = number == self._probe
        if probed:
            self._probe = None
        if reply is None:
            return False
        if reply.sign is not Sign.WELL:
            self._fail(reply, now, under_way, probed)
            return False
        if self._streak is None or (self.is_open and sent < self._streak.began):
            return False
        over = self.is_open
        self._streak, self._probe = None, None
        return over

    def _fail(self, reply: Reply, now: float, under_way: int, probed: bool) -> None:
        streak = self._streak = self._streak or _Streak(now, under_way)
        was_out = streak.is_outage
        streak.failures += 1
        streak.cause = reply.cause
        if probed or (streak.is_outage and not was_out):
            bound = min(_LONGEST, _FIRST * 2**streak.probes)
            streak.probes += 1
            streak.next_at = max(streak.next_at, now + random.uniform(bound / 2, bound))
        if reply.wait is not None:
            streak.next_at = max(streak.next_at, now + reply.wait)
