"""Limits, and what a cancelled call leaves behind."""

import asyncio
import pickle
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.errors import ModelRefused
from groundwood.gateway import open_model
from groundwood.gateway.admission import Admission, Admits, Reply, Sign
from groundwood.gateway.allowance import Share
from groundwood.gateway.base import Prompt
from groundwood.gateway.limits import Limits
from groundwood.gateway.openai_model import OpenAIModel
from groundwood.gateway.pace import LATE, AdvisedPace, Pace
from groundwood.settings import load_settings

Opener = Callable[..., OpenAIModel]
Ask = Callable[..., Any]


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_units_pass_at_a_steady_rate_without_a_burst() -> None:
    pace = Pace(30, Clock())
    assert [pace.reserve(1) for _ in range(4)] == [0.0, 2.0, 4.0, 6.0]


def test_idle_time_is_not_saved_up() -> None:
    clock = Clock()
    pace = Pace(30, clock)
    pace.reserve(1)
    clock.now += 3600
    assert [pace.reserve(1) for _ in range(3)] == [0.0, 2.0, 4.0]


def test_units_given_back_shorten_the_next_wait() -> None:
    pace = Pace(600, Clock())
    pace.reserve(100)
    pace.give_back(80)
    assert pace.reserve(1) == pytest.approx(2.0)


def test_who_passed_a_little_late_costs_the_next_ones_no_time() -> None:
    clock = Clock()
    pace = Pace(600, clock)
    pace.reserve(1)
    clock.now += 0.15
    assert pace.reserve(1, since=1000.0) == 0.0
    assert pace.wait() == pytest.approx(0.05)


def test_who_passed_very_late_does_not_let_others_catch_up() -> None:
    clock = Clock()
    pace = Pace(6000, clock)
    pace.reserve(1)
    clock.now += 60
    passed = 0
    while pace.wait() == 0:
        pace.reserve(1, since=1000.0)
        passed += 1
    assert passed in (LATE / 0.01, LATE / 0.01 + 1)


def test_what_remains_of_an_advised_limit_is_spread_over_the_time_to_its_reset() -> None:
    pace = AdvisedPace()
    pace.learn(Share(remaining=30, reset=60), sent=0.0)
    pace.take(1, now=1.0, since=1.0)
    assert pace.wait(1.0) == pytest.approx(2.0)
    pace.learn(Share(remaining=0, reset=40), sent=2.0)
    assert pace.wait(5.0) == pytest.approx(37.0)
    pace.learn(Share(remaining=99, reset=1), sent=1.5)  # older: it says nothing new
    assert pace.wait(5.0) == pytest.approx(37.0)
    assert pace.wait(42.0) == 0.0


def test_without_a_limit_nothing_waits() -> None:
    pace = Pace(None, Clock())
    assert [pace.reserve(10**9) for _ in range(3)] == [0.0, 0.0, 0.0]


@given(
    limit=st.integers(1, 100),
    steps=st.lists(st.tuples(st.integers(1, 5), st.floats(0, 20)), min_size=1, max_size=50),
)
def test_no_minute_ever_holds_more_than_allowed(limit: int, steps: list[tuple[int, float]]) -> None:
    clock = Clock()
    pace = Pace(limit, clock)
    passed = []
    for units, pause in steps:
        clock.now += pause
        passed.append((clock.now + pace.reserve(units), units))
    for start, first in passed:
        within = sum(units for at, units in passed if start < at <= start + 60 - 1e-6)
        last = max((units for _, units in passed), default=0)
        assert within <= limit + last, (start, first)


def test_requests_a_minute_are_kept(mock: Any, open_at: Opener, ask: Ask, prompt: Prompt) -> None:
    async def four(model: OpenAIModel) -> None:
        await asyncio.gather(*(model.complete(prompt, max_tokens=count) for count in range(1, 5)))

    began = time.monotonic()
    ask(open_at(requests_per_minute=600), four)
    assert time.monotonic() - began >= 0.3
    assert mock.stats["requests"] == 4


def test_a_retry_counts_as_a_request(mock: Any, open_at: Opener, ask: Ask, prompt: Prompt) -> None:
    mock.config.plan = ["500", "500"]
    began = time.monotonic()
    ask(open_at(requests_per_minute=600), lambda model: model.complete(prompt, max_tokens=1))
    assert time.monotonic() - began >= 0.2


def test_tokens_that_an_answer_did_not_take_are_given_back(
    open_at: Opener, ask: Ask, prompt: Prompt
) -> None:
    model = open_at(tokens_per_minute=6000, context_tokens=10_000)
    ask(model, lambda model: model.complete(prompt, max_tokens=3000))
    assert isinstance(model.terms.limits, Limits)
    assert model.terms.limits._tokens.reserve(1) < 2


def test_a_request_that_the_server_refused_takes_no_tokens(
    mock: Any, open_at: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.plan = ["429"]
    model = open_at(tokens_per_minute=60_000, context_tokens=10_000)
    began = time.monotonic()
    ask(model, lambda model: model.complete(prompt, max_tokens=5000))
    assert time.monotonic() - began < 4.5


def test_a_wait_that_is_cancelled_gives_its_reservation_back() -> None:
    async def run() -> float:
        limits = Limits(60, 600)
        async with limits.admit(50) as admission:
            admission.tokens = 50
        try:
            async with asyncio.timeout(0.02), limits.admit(1000):
                raise AssertionError("the limit was passed")
        except TimeoutError:
            return max(limits._tokens.reserve(0), limits._requests.reserve(0))

    assert asyncio.run(run()) <= 5.0


def test_no_more_calls_are_under_way_than_configured(
    mock: Any, open_at: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.latency = 0.02

    async def twelve(model: OpenAIModel) -> None:
        await asyncio.gather(*(model.complete(prompt, max_tokens=count) for count in range(1, 13)))

    ask(open_at(concurrency=3), twelve)
    assert (mock.stats["requests"], mock.stats["max_inflight"]) == (12, 3)


def test_a_cancelled_call_leaves_no_request_slot_or_reservation(
    mock: Any, open_at: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.plan = ["hang"]

    async def cancel(model: OpenAIModel) -> str:
        call = asyncio.create_task(model.complete(prompt, max_tokens=4000))
        while not mock.stats["hang"]:
            await asyncio.sleep(0.005)
        call.cancel()
        await asyncio.wait([call])
        assert call.cancelled()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        assert not others
        return await model.complete(prompt, max_tokens=1)

    model = open_at(concurrency=1)
    assert ask(model, cancel) == "lorem"
    assert mock.stats["client_gone"] == 1
    assert mock.stats["inflight"] == 0


def test_a_call_cancelled_while_it_waits_for_the_next_try_is_not_sent_again(
    mock: Any, open_at: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.plan = ["429"]
    mock.config.retry_after = "30"

    async def cancel(model: OpenAIModel) -> None:
        call = asyncio.create_task(model.complete(prompt, max_tokens=1))
        while not mock.stats["429"]:
            await asyncio.sleep(0.005)
        call.cancel()
        await asyncio.wait([call])
        assert call.cancelled()

    ask(open_at(), cancel)
    assert mock.stats["requests"] == 1


def test_another_keeper_of_limits_may_be_given_and_hears_what_came_of_each_request(
    mock: Any, ask: Ask, prompt: Prompt
) -> None:
    heard: list[Admission] = []

    class Elsewhere:
        @asynccontextmanager
        async def admit(self, tokens: int) -> AsyncIterator[Admission]:
            admission = Admission(tokens)
            yield admission
            heard.append(pickle.loads(pickle.dumps(admission)))

    limits: Admits = Elsewhere()
    mock.config.plan = ["429", "500", "400"]
    mock.config.retry_after_ms = "1"
    model = open_model(f"{mock.base_url}#m", load_settings(response_cache=False), limits=limits)
    with pytest.raises(ModelRefused):
        ask(model, lambda model: model.complete(prompt, max_tokens=2))
    ask(model, lambda model: model.complete(prompt, max_tokens=2))
    replies = [admission.reply for admission in heard]
    assert [reply and reply.sign for reply in replies] == [
        Sign.LIMITED, Sign.FAILING, Sign.WELL, Sign.WELL
    ]  # fmt: skip
    assert replies[0] == Reply(
        Sign.LIMITED, 0.001, cause="HTTP 429 (asks to wait 0.001 s): Rate limit reached"
    )
    assert [admission.tokens for admission in heard][:3] == [0, 0, 0]
    assert heard[3].tokens > 2


def test_what_the_server_tells_of_its_limit_is_heard(
    mock: Any, open_at: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.requests_per_minute = 60_000
    mock.config.burst = 5
    mock.config.rate_headers = 1
    heard: list[Reply | None] = []

    class Watched(Limits):
        def _learn(self, passed: Any, reply: Reply | None, now: float) -> None:
            heard.append(reply)
            super()._learn(passed, reply, now)

    model = open_at()
    watched = replace(model, terms=replace(model.terms, limits=Watched()))
    ask(watched, lambda model: model.complete(prompt, max_tokens=2))
    (reply,) = heard
    assert reply is not None
    assert reply.allowance.requests is not None
    assert reply.allowance.requests.reset == pytest.approx(0.001, abs=0.0011)
