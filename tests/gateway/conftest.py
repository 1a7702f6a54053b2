"""Models that ask a mock server without long waits, and event loops of virtual time."""

import asyncio
import selectors
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, TypeVarTuple, Unpack

import pytest

from groundwood.gateway import open_model
from groundwood.gateway.base import Prompt
from groundwood.gateway.openai_model import OpenAIModel
from groundwood.gateway.retry import RetryPolicy
from groundwood.settings import load_settings
from groundwood.text.tokens import count_tokens

T = TypeVar("T")
Args = TypeVarTuple("Args")

VARIABLES = ("GROUNDWOOD_API_KEY", "OPENAI_API_KEY", "OPENAI_BASE_URL", "GROUNDWOOD_CONTEXT_TOKENS")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True, scope="session")
def _vocabulary_is_loaded() -> None:
    count_tokens("loaded before anything is timed")


@pytest.fixture
def open_at(mock: Any, tmp_path: Path) -> Callable[..., OpenAIModel]:
    """Open a model at the mock server; without a cache unless asked for."""

    def opened(spec: str = "", tries: int = 8, **options: Any) -> OpenAIModel:
        given = {"cache_dir": tmp_path / "cache", "response_cache": False, **options}
        model = open_model(spec or f"{mock.base_url}#mock", load_settings(**given))
        return replace(model, retries=RetryPolicy(tries=tries, first=0.002, longest=0.01))

    return opened


@pytest.fixture
def ask() -> Callable[..., Any]:
    """Run what is to be done with a model in an event loop, and close the model."""

    def run(model: OpenAIModel, act: Callable[[OpenAIModel], Awaitable[T]]) -> T:
        async def inside() -> T:
            async with model:
                return await act(model)

        return asyncio.run(inside())

    return run


class VirtualSelector(selectors.SelectSelector):
    """Lets time pass at once where nothing but time is waited for (and no thread)."""

    now = 1000.0
    threads = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or (self.threads and timeout > 0):
            return super().select(None)
        events = super().select(0)
        if not events and timeout > 0:
            self.now += timeout
        return events


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps to the next timer: hours take no time."""

    def __init__(self) -> None:
        self.selector = VirtualSelector()
        super().__init__(self.selector)

    def time(self) -> float:
        return self.selector.now

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[Args]], T], *args: *Args
    ) -> asyncio.Future[T]:
        self.selector.threads += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._back)
        return future

    def _back(self, _: object) -> None:
        self.selector.threads -= 1


@pytest.fixture
def in_no_time() -> Callable[[Coroutine[Any, Any, T]], T]:
    """Run in an event loop of virtual time."""

    def run(work: Coroutine[Any, Any, T]) -> T:
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            return runner.run(work)

    return run


@pytest.fixture
def prompt() -> Prompt:
    return Prompt(
        name="summarizer/paragraph",
        version="1.2",
        agent="summarizer",
        system="You write news.",
        user="Write about the harbour bridge of Exampletown.",
    )
