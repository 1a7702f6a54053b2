"""A server that the gateway itself starts, as the embedded model is one."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from groundwood.errors import ModelUnavailable
from groundwood.gateway.base import Prompt
from groundwood.gateway.endpoint import Endpoint
from groundwood.gateway.openai_model import OpenAIModel, connect
from groundwood.settings import load_settings

Ask = Callable[..., Any]


@dataclass
class OwnServer:
    """Stands for a server of our own: the mock server, "started" and "closed"."""

    base_url: str
    events: list[str] = field(default_factory=list)
    name: str = "local"
    model: str = "smol"
    identity: str = "sha256:abc"
    context_tokens: int = 4096
    small: bool = True
    slots: int | None = 1
    key: SecretStr | None = None

    def start(self) -> str:
        if not self.base_url:
            raise ModelUnavailable("local: the server does not start")
        self.events.append("start")
        return self.base_url

    def close(self) -> None:
        self.events.append("close")


@pytest.fixture
def server(mock: Any) -> OwnServer:
    return OwnServer(mock.base_url)


@pytest.fixture
def connected(tmp_path: Path) -> Callable[..., OpenAIModel]:
    def opened(endpoint: Endpoint, **options: Any) -> OpenAIModel:
        return connect(endpoint, load_settings(cache_dir=tmp_path, **options))

    return opened


def test_it_starts_at_the_first_call_and_is_closed_with_the_model(
    server: OwnServer, connected: Callable[..., OpenAIModel], ask: Ask, prompt: Prompt
) -> None:
    model = connected(server)
    assert (model.name, model.small, model.context_tokens) == ("local", True, 4096)
    assert server.events == []

    async def two(model: OpenAIModel) -> None:
        await model.complete(prompt, max_tokens=1)
        await model.complete(prompt, max_tokens=2)
        assert server.events == ["start"]

    ask(model, two)
    assert server.events == ["start", "close"]


def test_its_answers_are_kept_by_the_model_file_and_not_by_the_port(
    mock: Any,
    server: OwnServer,
    connected: Callable[..., OpenAIModel],
    ask: Ask,
    prompt: Prompt,
) -> None:
    ask(connected(server), lambda model: model.complete(prompt, max_tokens=2))
    moved = OwnServer("http://127.0.0.1:9/v1")
    text = ask(connected(moved), lambda model: model.complete(prompt, max_tokens=2))
    assert text == "lorem ipsum"
    assert (mock.stats["requests"], moved.events) == (1, ["close"])


def test_it_is_asked_no_more_at_once_than_it_has_slots(
    mock: Any,
    server: OwnServer,
    connected: Callable[..., OpenAIModel],
    ask: Ask,
    prompt: Prompt,
) -> None:
    mock.config.latency = 0.02

    async def three(model: OpenAIModel) -> None:
        await asyncio.gather(*(model.complete(prompt, max_tokens=count) for count in (1, 2, 3)))

    ask(connected(server, concurrency=8), three)
    assert (mock.stats["requests"], mock.stats["max_inflight"]) == (3, 1)


def test_it_may_take_longer_than_a_request_to_others(
    mock: Any,
    server: OwnServer,
    connected: Callable[..., OpenAIModel],
    ask: Ask,
    prompt: Prompt,
) -> None:
    mock.config.latency = 0.3
    model = connected(server, timeout=0.1, deadline=10.0)
    assert ask(model, lambda model: model.complete(prompt, max_tokens=1)) == "lorem"
    assert mock.stats["requests"] == 1


def test_its_own_key_is_sent_and_no_other(
    mock: Any,
    server: OwnServer,
    connected: Callable[..., OpenAIModel],
    ask: Ask,
    prompt: Prompt,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GROUNDWOOD_API_KEY", "not-for-this-server")
    server.key = SecretStr("its-own-key")
    mock.config.key = "its-own-key"
    assert ask(connected(server), lambda model: model.complete(prompt, max_tokens=1)) == "lorem"


def test_a_server_that_does_not_start_is_an_error(
    connected: Callable[..., OpenAIModel], ask: Ask, prompt: Prompt
) -> None:
    with pytest.raises(ModelUnavailable, match="the server does not start"):
        ask(connected(OwnServer("")), lambda model: model.complete(prompt, max_tokens=1))
