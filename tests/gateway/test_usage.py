"""What calls take, per agent and per story."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from groundwood.errors import AnswerCut, AnswerInvalid
from groundwood.gateway.base import Prompt
from groundwood.gateway.openai_model import OpenAIModel
from groundwood.gateway.usage import Meter
from groundwood.nouns import Usage

Opener = Callable[..., OpenAIModel]
Ask = Callable[..., Any]


class Headline(BaseModel):
    text: str


def test_usage_is_added_up_per_agent(mock: Any, open_at: Opener, ask: Ask, prompt: Prompt) -> None:
    judge = prompt.model_copy(update={"agent": "checker"})

    async def three(model: OpenAIModel) -> None:
        for said in (prompt, prompt, judge):
            await model.complete(said, max_tokens=3)

    model = open_at()
    ask(model, three)
    writer, checker = model.usage["summarizer"], model.usage["checker"]
    assert (writer.calls, writer.tokens_out, checker.calls) == (2, 6, 1)
    assert writer.tokens_in == 2 * checker.tokens_in > 0
    assert writer.seconds > 0
    assert writer.cost is None


def test_prices_are_for_a_million_tokens(open_at: Opener, ask: Ask, prompt: Prompt) -> None:
    model = open_at(price_in=2.0, price_out=10.0)
    ask(model, lambda model: model.complete(prompt, max_tokens=3))
    usage = model.usage["summarizer"]
    assert usage.cost == pytest.approx((2 * usage.tokens_in + 10 * usage.tokens_out) / 1e6)


def test_each_story_can_have_its_own_meter(open_at: Opener, ask: Ask, prompt: Prompt) -> None:
    model = open_at()
    story = Meter()
    ask(model, lambda model: model.metered(story).complete(prompt, max_tokens=3))
    assert story.usage["summarizer"].calls == 1
    assert model.usage == {}


def test_a_repair_turn_counts_as_a_call(
    mock: Any, open_at: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.plan = ["badjson", "ok"]
    model = open_at()
    ask(model, lambda model: model.answer(prompt, Headline, max_tokens=9))
    assert model.usage["summarizer"].calls == 2


class Kept(Meter):
    """Remembers how many calls had been added each time that they were to outlive the process."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[int] = []

    async def keep(self) -> None:
        self.kept.append(sum(usage.calls for usage in self.usage.values()))


@pytest.mark.parametrize("cached", [True, False])
@pytest.mark.parametrize(
    ("plan", "kept"),
    [
        (["ok"], []),
        (["500", "ok"], []),
        (["badjson", "ok"], [1]),
        (["badjson", "500", "ok"], [1]),
        (["badjson", "badjson", "ok"], [1, 2]),
    ],
)
def test_an_answer_that_does_not_fit_is_counted_once_and_before_it_is_asked_to_be_repaired(
    plan: list[str],
    kept: list[int],
    cached: bool,
    mock: Any,
    open_at: Opener,
    ask: Ask,
    prompt: Prompt,
) -> None:
    mock.config.plan, meter = list(plan), Kept()
    model = open_at(patience=60.0, response_cache=cached)
    ask(model, lambda model: model.metered(meter).answer(prompt, Headline, max_tokens=9))
    assert meter.kept == kept
    assert meter.usage["summarizer"].calls == len(kept) + 1
    assert meter.usage["summarizer"].cached_calls == 0


def test_what_an_unfit_answer_took_is_counted_by_who_still_waits_where_who_asked_has_left(
    mock: Any, open_at: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.plan, mock.config.latency = ["badjson", "ok"], 0.05
    first, second = Kept(), Kept()

    async def leave(model: OpenAIModel) -> None:
        def asked(meter: Meter) -> asyncio.Task[Headline]:
            answer = model.metered(meter).answer(prompt, Headline, max_tokens=9)
            return asyncio.ensure_future(answer)

        who_asks, who_waits = asked(first), asked(second)
        while not mock.stats["requests"]:
            await asyncio.sleep(0.001)
        who_asks.cancel()
        await who_waits

    ask(open_at(response_cache=True), leave)
    assert mock.stats["requests"] == 2
    assert sum(usage.calls for usage in first.usage.values()) == 0
    assert second.usage["summarizer"].calls == 2


@pytest.mark.parametrize(
    ("plan", "error", "calls"),
    [(["cut"], AnswerCut, 1), (["badjson", "badjson"], AnswerInvalid, 2)],
)
def test_what_an_unusable_answer_took_is_counted(
    plan: list[str],
    error: type[Exception],
    calls: int,
    mock: Any,
    open_at: Opener,
    ask: Ask,
    prompt: Prompt,
) -> None:
    mock.config.plan = plan
    model = open_at()
    with pytest.raises(error):
        ask(model, lambda model: model.answer(prompt, Headline, max_tokens=9))
    assert model.usage["summarizer"].calls == calls
    assert model.usage["summarizer"].tokens_in > 0


def test_refused_and_broken_requests_are_no_calls(
    mock: Any, open_at: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.plan = ["500", "429", "drop", "ok"]
    model = open_at()
    ask(model, lambda model: model.complete(prompt, max_tokens=3))
    assert model.usage["summarizer"].calls == 1


def test_tokens_are_estimated_where_the_server_counts_none(
    mock: Any, open_at: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.plan = ["uncounted"]
    model = open_at()
    ask(model, lambda model: model.complete(prompt, max_tokens=3))
    usage = model.usage["summarizer"]
    assert usage.tokens_in > model.count(prompt.user)
    assert usage.tokens_out == model.count("lorem ipsum dolor")


def test_a_meter_may_be_shared_by_threads() -> None:
    meter = Meter()

    def add() -> None:
        for _ in range(500):
            meter.add("a", Usage(calls=1))

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert meter.usage == {"a": Usage(calls=2000)}


def test_usage_is_counted_in_the_task_that_asked(open_at: Opener, ask: Ask, prompt: Prompt) -> None:
    tasks: list[str] = []

    class Watching(Meter):
        def add(self, agent: str, usage: Usage) -> None:
            task = asyncio.current_task()
            tasks.append(task.get_name() if task else "none")

    async def two(model: OpenAIModel) -> None:
        copy = model.metered(Watching())
        async with asyncio.TaskGroup() as group:
            for name in ("one", "two"):
                group.create_task(copy.complete(prompt, max_tokens=2), name=name)

    ask(open_at(response_cache=True), two)
    assert sorted(tasks) == ["one", "two"]
