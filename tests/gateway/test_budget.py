"""What a run or a story may spend."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from groundwood.errors import BudgetSpent, SettingsError
from groundwood.gateway import ScriptedModel, open_model
from groundwood.gateway.base import Prompt
from groundwood.gateway.budget import Budget, Spend
from groundwood.gateway.openai_model import OpenAIModel
from groundwood.gateway.usage import Meter
from groundwood.settings import load_settings

Opener = Callable[..., OpenAIModel]
Ask = Callable[..., Any]


async def take(budget: Budget, most: Spend, taken: Spend) -> None:
    async with budget.hold(most) as hold:
        await asyncio.sleep(0)
        hold.taken = taken


def test_what_is_not_limited_is_never_spent() -> None:
    budget = Budget()
    asyncio.run(take(budget, Spend(1, 10**9, 1e9), Spend(1, 10**9, 1e9)))
    budget.check()
    assert budget.spent == Spend(1, 10**9, 1e9)


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        ({"calls": 2}, "the budget of the run is spent: 2 calls, nothing is left"),
        ({"tokens": 2_000}, "the budget of the run is spent: 2,000 tokens, nothing is left"),
        ({"cost": 0.5}, "the budget of the run is spent: 0.5 of cost, nothing is left"),
    ],
)
def test_the_error_says_whose_budget_is_spent_and_of_what(
    limits: dict[str, Any], text: str
) -> None:
    budget = Budget(**limits)
    budget.check()
    asyncio.run(take(budget, Spend(2, 2_000, 0.5), Spend(2, 2_000, 0.5)))
    with pytest.raises(BudgetSpent) as caught:
        budget.check()
    assert str(caught.value) == text


def test_a_request_that_may_take_more_than_is_left_is_not_made() -> None:
    budget = Budget("the story", tokens=1_000, spent=Spend(tokens=900))
    with pytest.raises(BudgetSpent) as caught:
        asyncio.run(take(budget, Spend(1, 250), Spend(1, 10)))
    assert str(caught.value) == (
        "the budget of the story is spent: 1,000 tokens, 100 left, up to 250 needed"
    )
    assert budget.spent == Spend(tokens=900)


def test_requests_at_once_never_spend_more_than_there_is_and_lose_nothing_of_it() -> None:
    budget = Budget(tokens=1_000)

    async def run() -> list[object]:
        works = (take(budget, Spend(1, 400), Spend(1, 100)) for _ in range(20))
        return await asyncio.gather(*works, return_exceptions=True)

    results = asyncio.run(run())
    assert [type(result) for result in results] == [type(None)] * 7 + [BudgetSpent] * 13
    assert budget.spent == Spend(7, 700)
    assert budget.left.tokens == 300


def test_a_request_that_fails_gives_back_what_was_held() -> None:
    budget = Budget(calls=1)

    async def fail() -> None:
        async with budget.hold(Spend(1, 5)):
            raise ValueError("it failed")

    for _ in range(3):
        with pytest.raises(ValueError, match="it failed"):
            asyncio.run(fail())
    assert budget.left.calls == 1


def test_one_that_is_cancelled_while_it_waits_holds_nothing() -> None:
    budget = Budget(calls=1)

    async def run() -> None:
        async with budget.hold(Spend(1)):
            waiting = asyncio.create_task(take(budget, Spend(1), Spend(1)))
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.wait([waiting])
        await take(budget, Spend(1), Spend(1))

    asyncio.run(run())
    assert budget.spent == Spend(1)


def test_calls_stop_when_the_budget_is_spent_and_nothing_more_is_sent(
    mock: Any, open_at: Opener, ask: Ask, prompt: Prompt
) -> None:
    budget = Budget(calls=3)
    model = open_at().metered(Meter(), budget)

    async def five(model: OpenAIModel) -> list[object]:
        calls = (model.complete(prompt, max_tokens=count) for count in range(1, 6))
        return await asyncio.gather(*calls, return_exceptions=True)

    kinds = [type(result) for result in ask(model, five)]
    assert (kinds.count(str), kinds.count(BudgetSpent)) == (3, 2)
    assert mock.stats["requests"] == 3
    assert budget.spent.calls == 3


def test_story_and_run_each_keep_their_budget(
    mock: Any, open_at: Opener, ask: Ask, prompt: Prompt
) -> None:
    run = Budget("the run", calls=3)
    model = open_at().metered(Meter(), run)

    async def two_stories(model: OpenAIModel) -> list[str]:
        told = []
        for story in ("story A", "story B"):
            copy = model.metered(Meter(), Budget(story, calls=2))
            for count in range(1, 4):
                try:
                    await copy.complete(prompt, max_tokens=count)
                except BudgetSpent as exc:
                    told.append(str(exc).split(" is ")[0])
        return told

    told = ask(model, two_stories)
    assert told == ["the budget of story A", "the budget of the run", "the budget of the run"]
    assert (mock.stats["requests"], run.spent.calls) == (3, 3)


def test_usage_and_cost_are_settled_as_the_meter_counts_them(
    open_at: Opener, ask: Ask, prompt: Prompt
) -> None:
    budget = Budget(cost=1.0)
    model = open_at(price_in=2.0, price_out=10.0).metered(Meter(), budget)
    ask(model, lambda model: model.complete(prompt, max_tokens=3))
    usage = model.usage["summarizer"]
    assert budget.spent == Spend(1, usage.tokens_in + usage.tokens_out, usage.cost or -1)


def test_tries_that_fail_are_free(mock: Any, open_at: Opener, ask: Ask, prompt: Prompt) -> None:
    mock.config.plan = ["500", "429", "drop", "ok"]
    budget = Budget(calls=1)
    model = open_at().metered(Meter(), budget)
    assert ask(model, lambda model: model.complete(prompt, max_tokens=1)) == "lorem"


def test_an_answer_from_the_cache_is_free(open_at: Opener, ask: Ask, prompt: Prompt) -> None:
    budget = Budget(calls=1)
    model = open_at(response_cache=True).metered(Meter(), budget)

    async def twice(model: OpenAIModel) -> str:
        await model.complete(prompt, max_tokens=1)
        return await model.complete(prompt, max_tokens=1)

    assert ask(model, twice) == "lorem"


def test_nobody_fails_by_the_budget_of_another_who_asks_the_same(
    open_at: Opener, ask: Ask, prompt: Prompt
) -> None:
    async def both(model: OpenAIModel) -> list[object]:
        poor = model.metered(Meter(), Budget(tokens=1))
        rich = model.metered(Meter(), Budget(tokens=10**6))
        calls = (copy.complete(prompt, max_tokens=1) for copy in (poor, rich))
        return await asyncio.gather(*calls, return_exceptions=True)

    spent, text = ask(open_at(response_cache=True), both)
    assert isinstance(spent, BudgetSpent)
    assert text == "lorem"


def test_a_budget_of_cost_without_prices_is_an_error_that_names_the_variables(
    open_at: Opener,
) -> None:
    with pytest.raises(SettingsError, match="GROUNDWOOD_PRICE_IN"):
        open_at().metered(Meter(), Budget(cost=1.0))


def test_a_budget_may_be_given_when_the_model_is_opened(
    mock: Any, ask: Ask, prompt: Prompt
) -> None:
    settings = load_settings(response_cache=False)
    model = open_model(f"{mock.base_url}#m", settings, budget=Budget(calls=0))
    with pytest.raises(BudgetSpent, match="the run is spent: 0 calls, 0 left, up to 1 needed"):
        ask(model, lambda model: model.complete(prompt, max_tokens=1))
    assert mock.stats["requests"] == 0


def test_the_scripted_model_keeps_budgets_too(prompt: Prompt) -> None:
    budget = Budget(calls=1)
    model = ScriptedModel(default="One two three.").metered(Meter(), budget)
    assert asyncio.run(model.complete(prompt, max_tokens=9)) == "One two three."
    with pytest.raises(BudgetSpent):
        asyncio.run(model.complete(prompt, max_tokens=9))
    assert budget.spent == Spend(1, 13)
    assert len(model.calls) == 1
