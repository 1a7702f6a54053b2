"""Several answers to one prompt: how a server is made to draw them."""

import asyncio
from collections.abc import Callable
from typing import Any

from groundwood.gateway.base import Prompt
from groundwood.gateway.openai_model import OpenAIModel

Opener = Callable[..., OpenAIModel]


def draw(model: OpenAIModel, prompt: Prompt, *samples: int) -> Any:
    async def all_of_them() -> None:
        asked = [prompt.model_copy(update={"sample": number}) for number in samples]
        await asyncio.gather(*(model.complete(each, max_tokens=4) for each in asked))

    return all_of_them()


def test_samples_are_drawn_above_temperature_0_each_by_a_seed_of_its_own(
    mock: Any, open_at: Opener, ask: Callable[..., Any], prompt: Prompt
) -> None:
    ask(open_at(), lambda model: draw(model, prompt, 0, 1, 2))
    drawn = [(r["body"]["temperature"], r["body"]["seed"]) for r in mock.requests]
    assert sorted(drawn) == [(0, 1), (0.7, 2), (0.7, 3)]


def test_each_sample_is_asked_once_where_answers_are_kept(
    mock: Any, open_at: Opener, ask: Callable[..., Any], prompt: Prompt
) -> None:
    ask(open_at(response_cache=True), lambda model: draw(model, prompt, 0, 1, 1, 2))
    ask(open_at(response_cache=True), lambda model: draw(model, prompt, 0, 1, 2))
    assert mock.stats["requests"] == 3


def test_a_server_that_takes_no_temperature_and_no_seed_is_asked_without_them(
    mock: Any, open_at: Opener, ask: Callable[..., Any], prompt: Prompt
) -> None:
    mock.config.refuse = ["temperature", "seed"]
    ask(open_at(), lambda model: draw(model, prompt, 1))
    assert {"temperature", "seed"} & set(mock.requests[-1]["body"]) == set()
