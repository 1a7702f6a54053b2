"""What is asked again, when, and for how long."""

import asyncio
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import tenacity

from groundwood.errors import ModelError, ModelRefused, ModelUnavailable
from groundwood.gateway.base import Prompt
from groundwood.gateway.openai_model import OpenAIModel
from groundwood.gateway.retry import RetryPolicy
from groundwood.gateway.retry_after import retry_after
from groundwood.gateway.setback import Setback

Opener = Callable[..., OpenAIModel]
NOW = datetime(2024, 8, 18, 2, 9, 53, tzinfo=UTC)


@pytest.fixture
def complete(ask: Callable[..., Any], prompt: Prompt) -> Callable[..., str]:
    def run(model: OpenAIModel, max_tokens: int = 2) -> str:
        text: str = ask(model, lambda model: model.complete(prompt, max_tokens=max_tokens))
        return text

    return run


@pytest.mark.parametrize("fault", ["408", "409", "429", "500", "503", "drop", "html", "nonsense"])
def test_what_may_pass_is_asked_again(
    fault: str, mock: Any, open_at: Opener, complete: Callable[..., str]
) -> None:
    mock.config.plan = [fault, fault]
    assert complete(open_at()) == "lorem ipsum"
    assert mock.stats["requests"] == 3


@pytest.mark.parametrize("fault", ["hang", "drip"])
def test_a_request_over_its_time_is_given_up_and_asked_again(
    fault: str, mock: Any, open_at: Opener, complete: Callable[..., str]
) -> None:
    mock.config.plan = [fault]
    assert complete(open_at(timeout=0.5)) == "lorem ipsum"
    assert (mock.stats["requests"], mock.stats["client_gone"]) == (2, 1)


@pytest.mark.parametrize(
    "fault", ["400", "401", "403", "404", "422", "quota", "filter", "refusal", "toolong"]
)
def test_what_cannot_succeed_is_asked_once(
    fault: str, mock: Any, open_at: Opener, complete: Callable[..., str]
) -> None:
    mock.config.plan = [fault]
    with pytest.raises(ModelRefused):
        complete(open_at())
    assert mock.stats["requests"] == 1


def test_it_gives_up_after_the_configured_tries(
    mock: Any, open_at: Opener, complete: Callable[..., str]
) -> None:
    mock.config.p500 = 1.0
    with pytest.raises(ModelUnavailable, match=r"after 3 tries: HTTP 500: mock failure$"):
        complete(open_at(tries=3))
    assert mock.stats["requests"] == 3


@pytest.mark.parametrize(("setting", "value"), [("retry_after", "0.3"), ("retry_after_ms", "300")])
def test_the_wait_that_the_server_asks_for_is_waited_for(
    setting: str, value: str, mock: Any, open_at: Opener, complete: Callable[..., str]
) -> None:
    mock.config.plan = ["429"]
    setattr(mock.config, setting, value)
    began = time.monotonic()
    assert complete(open_at()) == "lorem ipsum"
    assert time.monotonic() - began >= 0.3


def test_a_connection_that_breaks_is_tried_as_often_as_an_error_of_the_server(
    mock: Any, open_at: Opener, complete: Callable[..., str]
) -> None:
    mock.config.pdrop = 1.0
    with pytest.raises(ModelUnavailable, match="after 6 tries: the connection broke: "):
        complete(open_at(tries=6))


def test_a_wait_that_would_pass_the_deadline_is_not_begun(
    mock: Any, open_at: Opener, complete: Callable[..., str]
) -> None:
    mock.config.plan = ["429"]
    mock.config.retry_after = "3600"
    with pytest.raises(ModelUnavailable, match=r"after 1 try: HTTP 429 \(asks to wait 3600 s\)"):
        complete(open_at(deadline=5.0))
    assert mock.stats["requests"] == 1


def test_the_deadline_ends_the_tries(
    mock: Any, open_at: Opener, complete: Callable[..., str]
) -> None:
    mock.config.phang = 1.0
    began = time.monotonic()
    with pytest.raises(ModelUnavailable, match="no answer in time"):
        complete(open_at(tries=100, timeout=0.1, deadline=0.35))
    assert time.monotonic() - began < 3
    assert 1 <= mock.stats["requests"] <= 5


def test_the_deadline_does_not_run_while_a_call_queues(
    mock: Any, open_at: Opener, ask: Callable[..., Any], prompt: Prompt
) -> None:
    mock.config.latency = 0.3

    async def four(model: OpenAIModel) -> list[str]:
        calls = (model.complete(prompt, max_tokens=count) for count in (1, 2, 3, 4))
        return await asyncio.gather(*calls)

    texts = ask(open_at(concurrency=1, deadline=1.0, tries=1), four)
    assert [len(text.split()) for text in texts] == [1, 2, 3, 4]


def test_a_server_that_is_not_there_is_tried_four_times(
    open_at: Opener, complete: Callable[..., str]
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ModelUnavailable, match="after 4 tries: no connection: "):
        complete(open_at(f"http://127.0.0.1:{port}/v1#m"))


def test_a_host_without_an_address_is_an_error_of_ours(
    open_at: Opener, complete: Callable[..., str]
) -> None:
    with pytest.raises(ModelUnavailable, match="no connection"):
        complete(open_at("http://nowhere.invalid/v1#m", tries=1))


def test_the_error_names_model_prompt_version_tries_and_cause_in_one_line(
    mock: Any, open_at: Opener, complete: Callable[..., str]
) -> None:
    mock.config.plan = ["500", "404"]
    with pytest.raises(ModelRefused) as caught:
        complete(open_at())
    assert str(caught.value) == (
        f"{mock.base_url}#mock: prompt summarizer/paragraph 1.2: after 2 tries: "
        "HTTP 404: The model does not exist"
    )
    assert type(caught.value.__cause__).__name__ == "NotFoundError"


def test_an_error_quotes_nothing_of_the_prompt(
    mock: Any, open_at: Opener, complete: Callable[..., str]
) -> None:
    mock.config.plan = ["echo"]
    with pytest.raises(ModelRefused) as caught:
        complete(open_at())
    error: BaseException | None = caught.value
    while error is not None:
        assert "harbour bridge" not in f"{error!r} {error}"
        error = error.__cause__ or error.__context__
    assert str(caught.value).endswith("after 1 try: HTTP 400")


def test_no_internal_error_leaves_the_gateway(
    mock: Any, open_at: Opener, complete: Callable[..., str]
) -> None:
    for fault in ("400", "500", "drop", "html", "cut", "empty", "filter"):
        mock.config.plan = [fault]
        with pytest.raises(ModelError) as caught:
            complete(open_at(tries=1))
        assert not isinstance(caught.value, Setback)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.25"}, 0.25),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"retry-after": format_datetime(NOW + timedelta(seconds=90), usegmt=True)}, 90.0),
        ({"retry-after": format_datetime(NOW - timedelta(seconds=90), usegmt=True)}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": ""}, None),
        ({}, None),
    ],
)
def test_a_retry_after_header_says_how_many_seconds(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after(headers, NOW) == seconds


@pytest.mark.parametrize("attempt", [1, 2, 3, 10])
def test_the_waits_are_drawn_from_zero_to_an_exponential_bound(attempt: int) -> None:
    policy = RetryPolicy(first=0.5, longest=30.0)
    bound = min(30.0, 0.5 * 2 ** (attempt - 1))
    waits = [policy.wait(state_at(attempt)) for _ in range(400)]
    assert 0 <= min(waits) < bound / 10
    assert bound * 0.9 < max(waits) <= bound


def test_an_asked_wait_is_never_shortened() -> None:
    policy = RetryPolicy(first=0.5)
    waits = [policy.wait(state_at(1, wait=4.0)) for _ in range(100)]
    assert 4.0 <= min(waits) < max(waits) <= 4.5


def state_at(attempt: int, wait: float | None = None) -> tenacity.RetryCallState:
    state = tenacity.RetryCallState(tenacity.AsyncRetrying(), None, (), {})
    setback = Setback(ModelUnavailable, "HTTP 500", again=True, wait=wait)
    state.set_exception((Setback, setback, None))
    state.attempt_number = attempt
    return state
