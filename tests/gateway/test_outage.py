"""A model server that is out for a while, in virtual time: what it costs, and whom."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2
import pytest

from groundwood.errors import ModelError, ModelUnavailable
from groundwood.gateway import open_model
from groundwood.gateway.admission import Reply, Sign
from groundwood.gateway.base import Prompt
from groundwood.gateway.clients import Lines
from groundwood.gateway.limits import Limits
from groundwood.gateway.openai_model import OpenAIModel
from groundwood.gateway.outage import Outage
from groundwood.settings import load_settings

InNoTime = Callable[[Coroutine[Any, Any, Any]], Any]
URL = "http://127.0.0.1:1/v1#m"


@dataclass
class Transport(httpx2.AsyncBaseTransport):
    """In place of a server: out between two moments, in a way that has a name."""

    way: str = "429"
    begins: float = 0.0
    ends: float = 0.0
    latency: float = 0.2
    retry_after: str = ""
    poison: str = "no such words"
    sent: list[float] = field(default_factory=list)
    under_way: int = 0
    most_in_outage: int = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        now = asyncio.get_running_loop().time()
        self.sent.append(now)
        self.under_way += 1
        out = self.begins <= now < self.ends
        if out and now >= self.begins + 5:
            self.most_in_outage = max(self.most_in_outage, self.under_way)
        try:
            if self.poison in (await request.aread()).decode():
                return httpx2.Response(500)
            return await self._out() if out else await self._well()
        finally:
            self.under_way -= 1

    async def _well(self) -> httpx2.Response:
        await asyncio.sleep(self.latency)
        message = {"message": {"content": "lorem"}, "finish_reason": "stop"}
        usage = {"prompt_tokens": 9, "completion_tokens": 1}
        return httpx2.Response(200, content=json.dumps({"choices": [message], "usage": usage}))

    async def _out(self) -> httpx2.Response:
        match self.way:
            case "refused":
                raise httpx2.ConnectError("Connection refused")
            case "hangs":
                await asyncio.sleep(3600)
            case "garbage":
                return httpx2.Response(200, content=b"<html>Bad gateway</html>")
        headers = {"retry-after": self.retry_after} if self.retry_after else {}
        return httpx2.Response(int(self.way), headers=headers)


def opened(transport: Transport, patience: float, **options: Any) -> OpenAIModel:
    """Return a model that asks the transport, its clock being the running loop's."""
    settings = load_settings(response_cache=False, patience=patience, **options)
    clock = asyncio.get_running_loop().time
    limits = Limits(patience=patience, concurrency=settings.concurrency, clock=clock)
    model = open_model(URL, settings, limits=limits)
    return replace(model, lines=Lines(model.endpoint, settings.timeout, transport))


async def batch(
    transport: Transport, prompt: Prompt, patience: float, calls: int = 40, **options: Any
) -> list[object]:
    """Make so many calls, the outage beginning in their midst."""
    loop = asyncio.get_running_loop()
    transport.begins += loop.time()
    transport.ends += loop.time()
    async with opened(transport, patience, **options) as model:

        async def story(number: int) -> str:
            await asyncio.sleep(number / 10)
            said = prompt.model_copy(update={"user": f"Write about bridge {number}."})
            return await model.complete(said, max_tokens=9)

        stories = (story(number) for number in range(calls))
        return await asyncio.gather(*stories, return_exceptions=True)


@pytest.mark.parametrize("way", ["429", "503", "refused", "garbage", "hangs"])
def test_ten_minutes_of_outage_cost_time_and_no_story(
    way: str, in_no_time: InNoTime, prompt: Prompt
) -> None:
    transport = Transport(way, begins=1.0, ends=601.0)
    results = in_no_time(batch(transport, prompt, patience=1200))
    assert results == ["lorem"] * 40
    outage = [at for at in transport.sent if transport.begins + 5 <= at < transport.ends]
    assert len(outage) <= 60


@pytest.mark.parametrize("way", ["429", "503", "refused", "garbage"])
def test_in_an_outage_one_request_at_a_time_asks_whether_it_is_over(
    way: str, in_no_time: InNoTime, prompt: Prompt
) -> None:
    transport = Transport(way, begins=1.0, ends=601.0)
    in_no_time(batch(transport, prompt, patience=1200))
    assert transport.most_in_outage == 1


def test_the_wait_that_a_server_asks_for_is_waited_for_by_all(
    in_no_time: InNoTime, prompt: Prompt
) -> None:
    transport = Transport("429", begins=1.0, ends=580.0, retry_after="120")
    results = in_no_time(batch(transport, prompt, patience=1200))
    assert results == ["lorem"] * 40
    outage = [at for at in transport.sent if transport.begins + 5 <= at < transport.ends]
    assert len(outage) <= 5


def test_an_outage_longer_than_the_patience_is_an_error_for_all(
    in_no_time: InNoTime, prompt: Prompt
) -> None:
    transport = Transport("503", begins=1.0, ends=10_000.0)

    async def run() -> tuple[list[object], float]:
        began = asyncio.get_running_loop().time()
        results = await batch(transport, prompt, patience=300)
        return results, asyncio.get_running_loop().time() - began

    results, took = in_no_time(run())
    failed = [result for result in results if isinstance(result, ModelUnavailable)]
    assert len(failed) + results.count("lorem") == 40
    assert len(failed) >= 25
    assert all("HTTP 503" in str(error) for error in failed)
    assert 290 <= took <= 400


def test_without_patience_a_call_ends_after_its_tries_as_ever(
    in_no_time: InNoTime, prompt: Prompt
) -> None:
    transport = Transport("503", begins=0.0, ends=10_000.0)
    (error,) = in_no_time(batch(transport, prompt, patience=0, calls=1))
    assert isinstance(error, ModelUnavailable)
    assert str(error).endswith("after 8 tries: HTTP 503")
    assert len(transport.sent) == 8


def test_with_patience_one_call_alone_survives_a_server_that_is_not_there(
    in_no_time: InNoTime, prompt: Prompt
) -> None:
    transport = Transport("refused", begins=0.0, ends=300.0)
    assert in_no_time(batch(transport, prompt, patience=900, calls=1)) == ["lorem"]


def test_a_prompt_that_breaks_the_server_fails_alone(in_no_time: InNoTime, prompt: Prompt) -> None:
    transport = Transport(poison="bridge 7.")
    results = in_no_time(batch(transport, prompt, patience=3600, calls=600))
    errors = [result for result in results if result != "lorem"]
    assert [type(error) for error in errors] == [ModelUnavailable]
    assert "after 8 tries: HTTP 500" in str(errors[0])


def test_a_call_waits_longer_in_the_line_than_its_deadline_without_harm(
    in_no_time: InNoTime, prompt: Prompt
) -> None:
    transport = Transport(latency=50.0)
    results = in_no_time(
        batch(transport, prompt, patience=0, calls=12, deadline=60.0, concurrency=1)
    )
    assert results == ["lorem"] * 12


def test_answers_that_do_not_fit_are_asked_for_anew_if_there_is_patience(
    in_no_time: InNoTime, prompt: Prompt
) -> None:
    class Empty(Transport):
        async def _well(self) -> httpx2.Response:
            if len(self.sent) < 3:
                return httpx2.Response(200, json={"choices": [{"message": {"content": ""}}]})
            return await super()._well()

    assert in_no_time(batch(Empty(), prompt, patience=60, calls=1)) == ["lorem"]
    (error,) = in_no_time(batch(Empty(), prompt, patience=0, calls=1))
    assert isinstance(error, ModelError)


def test_who_was_asked_before_the_outage_does_not_end_it() -> None:
    outage = Outage(patience=600)
    failure = Reply(Sign.FAILING, cause="HTTP 503")
    for number in range(3):
        outage.learn(number, sent=10.0, reply=failure, now=11.0, under_way=4)
    assert outage.is_open
    assert not outage.learn(3, sent=10.0, reply=Reply(Sign.WELL), now=12.0, under_way=1)
    assert outage.is_open
    assert outage.learn(4, sent=11.5, reply=Reply(Sign.WELL), now=12.0, under_way=1)
    assert not outage.is_open


def test_a_few_failures_among_many_answers_are_no_outage() -> None:
    outage = Outage(patience=600)
    for number in range(100):
        well = number % 3 == 0
        reply = Reply(Sign.WELL if well else Sign.FAILING)
        outage.learn(number, sent=float(number), reply=reply, now=number + 0.5, under_way=20)
        assert not outage.is_open


def test_a_probe_that_is_cancelled_lets_the_next_one_probe() -> None:
    outage = Outage(patience=600)
    for number in range(3):
        outage.learn(number, 1.0, Reply(Sign.FAILING), now=2.0, under_way=1)
    assert not outage.may_pass(2.0)
    assert outage.may_pass(3.0)
    outage.take(7)
    assert not outage.may_pass(3.0)
    outage.learn(7, 3.0, None, now=4.0, under_way=1)
    assert outage.may_pass(4.0)
