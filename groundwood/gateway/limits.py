"""The limits of one endpoint, kept within one process: what the user names, and what is learnt."""

import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from groundwood.errors import ModelUnavailable
from groundwood.gateway.admission import Admission, Reply, Sign
from groundwood.gateway.learnt_rate import LearntRate
from groundwood.gateway.outage import Outage
from groundwood.gateway.pace import AdvisedPace, Pace
from groundwood.gateway.setback import Setback
from groundwood.gateway.turnstile import Turnstile
from groundwood.gateway.window import Window


@dataclass(frozen=True)
class _Pass:
    """A request that was let through: the how-manieth it is, when, and its tokens."""

    number: int
    sent: float
    tokens: int


class Limits:
    """Admits requests in order, as many and as quickly as the endpoint and the user allow.

    Named limits (requests and tokens a minute, requests under way) are upper bounds; within them
    the number under way, the rate, and the server's own advice are followed. With ``patience``, in
    seconds, an outage is waited out with one probing request at a time. See `Admits`.
    """

    def __init__(
        self,
        requests_per_minute: int | None = None,
        tokens_per_minute: int | None = None,
        concurrency: int | None = None,
        patience: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._line = Turnstile(clock)
        self._requests = Pace(requests_per_minute, clock)
        self._tokens = Pace(tokens_per_minute, clock)
        self._advised = (AdvisedPace(), AdvisedPace())
        self._learnt = LearntRate()
        self._window = Window(concurrency)
        self._outage = Outage(patience) if patience else None
        self._under_way = 0
        self._passed = 0

    @property
    def load(self) -> tuple[int, int]:
        """How many requests are under way, and how many wait to be admitted."""
        return self._under_way, len(self._line)

    @asynccontextmanager
    async def admit(self, tokens: int) -> AsyncIterator[Admission]:
        """Wait until a request of so many tokens may be sent; what it did not take is given back.

        Raises:
            Setback: the server is out, for longer than is waited for.
        """
        passed: list[_Pass] = []

        def attempt(since: float) -> float:
            seconds = self._wait()
            if seconds <= 0:
                passed.append(self._take(tokens, since))
            return seconds

        await self._line.enter(attempt, lambda: self._leave(passed[0], Admission(0)))
        admission = Admission(tokens)
        try:
            yield admission
        finally:
            with self._line.lock:
                self._leave(passed[0], admission)
            self._line.stir()

    def _wait(self) -> float:
        """Return after how many seconds a request may pass, as far as is known."""
        now = self._clock()
        out = self._outage_wait(now)
        if out > 0:
            return out
        named = max(self._requests.wait(), self._tokens.wait())
        advised = max(pace.wait(now) for pace in self._advised)
        seconds = max(named, advised, self._learnt.wait(now))
        if seconds <= 0 and self._under_way >= self._window.size:
            self._window.press()
            return math.inf
        return seconds

    def _outage_wait(self, now: float) -> float:
        outage = self._outage
        if outage is None or outage.may_pass(now):
            return 0.0
        if outage.exceeded(now):
            cause = f"out for {outage.lasts(now):.0f} s, longer than is waited for"
            raise Setback(ModelUnavailable, f"{cause}: {outage.cause}")
        return outage.wait(now)

    @property
    def _is_out(self) -> bool:
        return self._outage is not None and self._outage.is_open

    def _take(self, tokens: int, since: float) -> _Pass:
        now = self._clock()
        self._requests.reserve(1, since)
        self._tokens.reserve(tokens, since)
        for pace, units in zip(self._advised, (1, tokens), strict=True):
            pace.take(units, now, since)
        self._learnt.take(now, since)
        self._under_way += 1
        self._passed += 1
        if self._outage is not None:
            self._outage.take(self._passed)
        return _Pass(self._passed, now, tokens)

    def _leave(self, passed: _Pass, admission: Admission) -> None:
        now = self._clock()
        self._tokens.give_back(passed.tokens - admission.tokens)
        self._learn(passed, admission.reply, now)
        self._under_way -= 1
        if self._outage is not None and self._is_out:
            admission.outage = not self._outage.exceeded(now)

    def _learn(self, passed: _Pass, reply: Reply | None, now: float) -> None:
        if self._outage is not None and self._outage.learn(
            passed.number, passed.sent, reply, now, self._under_way
        ):
            self._window.restart(now)
            self._learnt.restore()
        if reply is None:
            return
        told = (reply.allowance.requests, reply.allowance.tokens)
        for pace, share in zip(self._advised, told, strict=True):
            if share is not None:
                pace.learn(share, passed.sent)
        match reply.sign:
            case Sign.WELL:
                self._window.well(passed.sent, now, self._under_way)
            case Sign.LIMITED if not self._is_out:
                self._learnt.refuse(passed.sent, now)
            case Sign.FAILING if not self._is_out:
                self._window.fail(passed.sent, now)
