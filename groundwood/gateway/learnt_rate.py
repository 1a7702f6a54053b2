"""How many requests a server takes, learnt from those that it turns away (429)."""

import math
from collections import deque
from dataclasses import dataclass

from groundwood.gateway.pace import LATE

_STEP = 0.03
"""How far below the limit a cut goes, and how far above it the next probing after two periods."""
_PERIODS = (1.25, 5.0)
"""Seconds from a cut back to the rate at which requests were turned away: after the first cut, or
one after a long time, and twice as many after each that follows, up to the second."""
_LASTING = 30.0
"""Seconds that are a long time."""
_SENT_OF_ALLOWED = 0.9
"""The share of the rate that must really be sent for it to grow."""
_FORGET = 1000.0
"""At so many requests a second the limit is taken to be gone."""
_ENOUGH_SENT, _ENOUGH_REFUSED = 20, 5
"""Requests after which a rate can be judged; refusals, where requests are rarer than that."""
_LONG = 2.0
"""Seconds that then must have passed."""
_PRIOR = 5
"""Accepted requests assumed beside those counted."""
_LEAST_SHARE = 0.2
_SAMPLE = 256
_SHORTEST, _LONGEST = 0.25, 2.0
"""Seconds, at least and at most, over which what was sent is counted."""


@dataclass
class _Epoch:
    """What was sent between two cuts, at what rate (infinite: none was kept)."""

    began: float
    rate: float
    sent: int = 0
    refused: int = 0

    def is_telling(self, now: float) -> bool:
        """Whether it says how much the server accepts."""
        rare = self.refused >= _ENOUGH_REFUSED and now - self.began >= _LONG
        return rare or self.sent >= _ENOUGH_SENT

    @property
    def accepted(self) -> float:
        """The share that the server seems to accept."""
        sent = min(self.sent, _SAMPLE)
        return max(_LEAST_SHARE, (sent - self.refused + _PRIOR) / (sent + _PRIOR))


class LearntRate:
    """The highest rate at which the server turns hardly anything away.

    Until a request is turned away there is no limit. Then the rate is cut to a little below what
    was accepted, and grows along a cubic curve as TCP CUBIC's window does (RFC 9438): quickly back
    to the rate at which requests were turned away, slowly past it; where that still holds it doubles
    with every two periods. It grows only while it is what keeps requests back. A rate and not a window is cut since the limit is a rate, whatever
    an answer's time. Seconds of one clock; not for several threads.
    """

    def __init__(self) -> None:
        self._ceiling = math.inf
        self._steady = 0.0
        self._period = _PERIODS[0]
        self._grown = 0.0
        self._next = 0.0
        self._last = _Epoch(-math.inf, math.inf)
        self._epoch = _Epoch(-math.inf, math.inf)
        self._recent: deque[float] = deque(maxlen=_SAMPLE)

    @property
    def rate(self) -> float:
        """Requests a second; infinite where no limit is known."""
        periods = self._grown / self._period - 1
        beyond = max(0.0, periods - 1) / 2
        return self._ceiling * (1 + _STEP * min(periods, 1.0) ** 3) * 2**beyond

    def wait(self, now: float) -> float:
        """Return how many seconds to wait before a request may pass."""
        return max(0.0, self._next - now)

    def take(self, now: float, since: float) -> None:
        """Let a request, asked for since then, pass."""
        self._recent.append(now)
        self._epoch.sent += 1
        interval = 1 / self.rate
        if since < self._next and self._is_used(now):
            self._grow(interval)
        start = max(min(since, now), self._next, now - LATE)
        self._next = start + 1 / self.rate

    def refuse(self, sent: float, now: float) -> None:
        """Learn that a request sent then was turned away."""
        if sent > self._epoch.began:
            self._epoch.refused += 1
            if self._epoch.is_telling(now):
                self._cut(now)
        elif sent > self._last.began:  # it was under way when the rate was cut
            self._last.refused += 1
            self._ceiling = self._last.rate * self._last.accepted

    def restore(self) -> None:
        """Go back, after an outage, to the last rate that held for a while."""
        self._ceiling, self._grown = max(self._ceiling, self._steady), 0.0

    def _grow(self, seconds: float) -> None:
        self._grown += seconds
        if self.rate > _FORGET:
            self._ceiling, self._grown = math.inf, 0.0

    def _is_used(self, now: float) -> bool:
        """Whether about as many requests are sent as may be."""
        some = min(len(self._recent), _ENOUGH_SENT)
        return some >= _SENT_OF_ALLOWED * self.rate * (now - self._recent[-some])

    def _cut(self, now: float) -> None:
        self._last = self._epoch
        self._last.rate = min(self.rate, self._seen(now))
        self._ceiling = self._last.rate * self._last.accepted
        self._grown = 0.0
        lasted = now - self._last.began >= _LASTING
        self._period = _PERIODS[0] if lasted else min(_PERIODS[1], 2 * self._period)
        if now - self._last.began >= _PERIODS[1]:
            self._steady = self._last.rate
        self._epoch = _Epoch(now, self.rate)

    def _seen(self, now: float) -> float:
        """Return how many requests a second were sent of late."""
        times = [sent for sent in self._recent if sent >= now - _LONGEST] or [now]
        return len(times) / max(_SHORTEST, now - times[0])
