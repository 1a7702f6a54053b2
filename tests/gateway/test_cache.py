"""Answers kept on disk, and the same question asked once."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, Field

from groundwood.errors import AnswerInvalid, ModelError, ModelRefused
from groundwood.gateway.base import Prompt
from groundwood.gateway.cache import ResponseCache
from groundwood.gateway.openai_model import OpenAIModel
from groundwood.gateway.question import Question
from groundwood.gateway.usage import Meter
from groundwood.nouns import Usage

Opener = Callable[..., OpenAIModel]
Ask = Callable[..., Any]


class Headline(BaseModel):
    text: str


@pytest.fixture
def cached(open_at: Opener) -> Callable[..., OpenAIModel]:
    return lambda **options: open_at(response_cache=True, **options)


def complete(prompt: Prompt, max_tokens: int = 2) -> Callable[[OpenAIModel], Any]:
    return lambda model: model.complete(prompt, max_tokens=max_tokens)


def test_a_second_run_asks_nothing(mock: Any, cached: Opener, ask: Ask, prompt: Prompt) -> None:
    first, second = cached(), cached()
    assert ask(first, complete(prompt)) == ask(second, complete(prompt)) == "lorem ipsum"
    assert mock.stats["requests"] == 1
    assert second.usage == {"summarizer": Usage(cached_calls=1)}


def test_structured_answers_are_kept_too(
    mock: Any, cached: Opener, ask: Ask, prompt: Prompt
) -> None:
    for _ in range(2):
        answer = ask(cached(), lambda model: model.answer(prompt, Headline, max_tokens=9))
        assert answer == Headline(text="mock")
    assert mock.stats["requests"] == 1


def test_without_a_cache_every_question_is_asked(
    mock: Any, open_at: Opener, ask: Ask, prompt: Prompt, tmp_path: Path
) -> None:
    async def twice(model: OpenAIModel) -> None:
        await asyncio.gather(*(model.complete(prompt, max_tokens=2) for _ in range(2)))

    ask(open_at(response_cache=False), twice)
    assert mock.stats["requests"] == 2
    assert not (tmp_path / "cache").exists()


def test_whatever_decides_the_answer_is_part_of_the_key(prompt: Prompt) -> None:
    question = Question(identity="http://host/v1", model="m", prompt=prompt, max_tokens=9)
    others = [
        replace(question, identity="http://other/v1"),
        replace(question, model="n"),
        replace(question, max_tokens=10),
        replace(question, grammar='root ::= "x"'),
        replace(question, schema_name="S", schema={"type": "object"}),
        *(
            replace(question, prompt=prompt.model_copy(update={name: "other"}))
            for name in ("name", "version", "system", "user")
        ),
    ]
    assert len({question.key, *(other.key for other in others)}) == len(others) + 1


def test_the_answer_that_is_no_sample_is_kept_apart_from_every_sample(prompt: Prompt) -> None:
    question = Question(identity="http://host/v1", model="m", prompt=prompt, max_tokens=9)
    samples = [
        replace(question, prompt=prompt.model_copy(update={"sample": number}))
        for number in (0, 1, 2)
    ]
    assert len({sample.key for sample in samples}) == 3
    assert samples[0].key == question.key


def test_whose_usage_it_counts_to_is_no_part_of_the_key(prompt: Prompt) -> None:
    question = Question(identity="http://host/v1", model="m", prompt=prompt, max_tokens=9)
    other = replace(question, prompt=prompt.model_copy(update={"agent": "checker"}))
    assert question.key == other.key


@pytest.mark.parametrize("fault", ["cut", "empty", "filter", "refusal", "400", "quota"])
def test_what_is_no_answer_is_not_kept(
    fault: str, mock: Any, cached: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.plan = [fault, "ok"]
    with pytest.raises(ModelError):
        ask(cached(), complete(prompt))
    assert ask(cached(), complete(prompt)) == "lorem ipsum"
    assert mock.stats["requests"] == 2


def test_an_answer_that_never_fitted_is_not_kept(
    mock: Any, cached: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.plan = ["badjson"] * 3
    for _ in range(2):
        with pytest.raises(AnswerInvalid):
            ask(cached(tries=1), lambda model: model.answer(prompt, Headline, max_tokens=9))
        mock.config.plan = ["badjson"] * 2
    assert mock.stats["requests"] == 4


def headline(prompt: Prompt) -> Callable[[OpenAIModel], Coroutine[Any, Any, Headline]]:
    return lambda model: model.answer(prompt, Headline, max_tokens=9)


def test_an_answer_whose_repair_was_cut_is_not_asked_for_again_but_repaired(
    mock: Any, cached: Opener, ask: Ask, prompt: Prompt
) -> None:
    """What was answered is never asked again, also where only its repair would have been kept."""

    async def cut(model: OpenAIModel) -> None:
        work = asyncio.ensure_future(headline(prompt)(model))
        while mock.stats["requests"] < 2:
            await asyncio.sleep(0.005)
        work.cancel()
        await asyncio.wait({work})

    mock.config.plan = ["badjson", "hang"]
    ask(cached(), cut)
    model = cached()
    assert ask(model, headline(prompt)) == Headline(text="mock")
    assert [len(request["body"]["messages"]) for request in mock.requests] == [2, 4, 4]
    assert model.usage["summarizer"].calls == 1
    assert ask(cached(), headline(prompt)) == Headline(text="mock")
    assert mock.stats["requests"] == 3


def test_a_question_whose_answer_could_not_be_repaired_is_asked_anew(
    mock: Any, cached: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.plan = ["badjson"] * 2
    with pytest.raises(AnswerInvalid):
        ask(cached(), headline(prompt))
    assert ask(cached(), headline(prompt)) == Headline(text="mock")
    assert [len(request["body"]["messages"]) for request in mock.requests] == [2, 4, 2]


def test_a_kept_answer_that_a_stricter_shape_refuses_is_asked_for_again(
    mock: Any, cached: Opener, ask: Ask, prompt: Prompt, tmp_path: Path
) -> None:
    ask(cached(), lambda model: model.answer(prompt, Headline, max_tokens=9))
    with sqlite3.connect(tmp_path / "cache" / "responses.sqlite3") as connection:
        connection.execute("""UPDATE answers SET answer = '{"text": 3}'""")
    connection.close()
    answer = ask(cached(), lambda model: model.answer(prompt, Headline, max_tokens=9))
    assert answer == Headline(text="mock")
    assert mock.stats["requests"] == 2


@pytest.mark.parametrize(
    "damage", [b"no database at all" * 99, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_damaged_cache_is_set_aside_with_a_warning(
    damage: bytes,
    cached: Opener,
    ask: Ask,
    prompt: Prompt,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    place = tmp_path / "cache" / "responses.sqlite3"
    place.parent.mkdir()
    place.write_bytes(damage)
    assert ask(cached(), complete(prompt)) == "lorem ipsum"
    (aside,) = tmp_path.rglob("*.damaged-*")
    assert aside.read_bytes() == damage
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert str(aside) in caplog.text
    again = cached()
    assert ask(again, complete(prompt)) == "lorem ipsum"
    assert again.usage["summarizer"].cached_calls == 1


def test_a_cache_damaged_while_it_is_open_stops_nothing(tmp_path: Path) -> None:
    path = tmp_path / "responses.sqlite3"
    cache = ResponseCache(path)
    for number in range(200):
        cache.put(f"key {number}", "x" * 1000, "m", "p")
    cache.close()
    content = bytearray(path.read_bytes())
    content[4096:-4096] = os.urandom(len(content) - 8192)
    path.write_bytes(content)
    assert [cache.get(f"key {number}") for number in range(200)].count(None) > 0
    cache.put("new", "answer", "m", "p")
    assert cache.get("new") == "answer"
    cache.close()


def test_a_cache_folder_that_cannot_be_used_stops_nothing(
    cached: Opener, ask: Ask, prompt: Prompt, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    assert ask(cached(), complete(prompt)) == "lorem ipsum"
    assert "cannot be used" in caplog.text
    assert len(caplog.records) == 1


def test_the_cache_file_is_for_its_owner_only(tmp_path: Path) -> None:
    cache = ResponseCache(tmp_path / "responses.sqlite3")
    cache.put("key", "answer", "m", "p")
    assert (tmp_path / "responses.sqlite3").stat().st_mode & 0o077 == 0
    cache.close()


def test_many_processes_may_fill_one_cache(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from groundwood.gateway.cache import ResponseCache\n"
        "cache = ResponseCache(Path(sys.argv[1])); name = sys.argv[2]\n"
        "for n in range(50):\n"
        "    cache.put(f'{name} {n}', f'answer {n}', 'm', 'p')\n"
        "    assert cache.get(f'{name} {n}') == f'answer {n}'\n"
        "cache.close()\n"
    )
    path = tmp_path / "responses.sqlite3"
    commands = [[sys.executable, "-c", code, str(path), str(number)] for number in range(4)]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE) for command in commands]
    assert [process.communicate()[1] for process in running] == [b""] * 4
    cache = ResponseCache(path)
    keys = [f"{process} {number}" for process in range(4) for number in range(50)]
    assert all(cache.get(key) for key in keys)
    cache.close()


def test_the_same_question_at_the_same_time_is_asked_once(
    mock: Any, cached: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.latency = 0.05
    model = cached()
    meters = [Meter() for _ in range(4)]

    async def all_at_once(model: OpenAIModel) -> list[str]:
        copies = [model.metered(meter) for meter in meters]
        return await asyncio.gather(*(copy.complete(prompt, max_tokens=2) for copy in copies))

    assert ask(model, all_at_once) == ["lorem ipsum"] * 4
    assert mock.stats["requests"] == 1
    totals = [meter.usage["summarizer"] for meter in meters]
    assert sorted((usage.calls, usage.cached_calls) for usage in totals) == [(0, 1)] * 3 + [(1, 0)]


def test_a_failure_reaches_everyone_who_waits(
    mock: Any, cached: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.latency = 0.05
    mock.config.plan = ["400"]

    async def both(model: OpenAIModel) -> list[object]:
        calls = (model.complete(prompt, max_tokens=2) for _ in range(2))
        return await asyncio.gather(*calls, return_exceptions=True)

    assert [type(result) for result in ask(cached(), both)] == [ModelRefused] * 2
    assert mock.stats["requests"] == 1


def test_one_who_is_cancelled_does_not_stop_the_other(
    mock: Any, cached: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.latency = 0.1

    async def first_leaves(model: OpenAIModel) -> str:
        first, second = (
            asyncio.create_task(model.complete(prompt, max_tokens=2)) for _ in range(2)
        )
        while not mock.stats["requests"]:
            await asyncio.sleep(0.005)
        first.cancel()
        return await second

    model = cached()
    assert ask(model, first_leaves) == "lorem ipsum"
    assert (mock.stats["requests"], mock.stats["client_gone"]) == (1, 0)
    assert model.usage["summarizer"].calls == 1


def test_two_shapes_with_one_schema_each_check_the_answer(
    mock: Any, cached: Opener, ask: Ask, prompt: Prompt
) -> None:
    class Picky(Headline):
        model_config = {"title": "Headline"}
        text: str = Field(json_schema_extra={"title": "Text"})

        def model_post_init(self, _: object) -> None:
            raise ValueError("never good enough")

    async def both(model: OpenAIModel) -> list[object]:
        calls = (model.answer(prompt, shape, max_tokens=9) for shape in (Headline, Picky))
        return await asyncio.gather(*calls, return_exceptions=True)

    good, bad = ask(cached(), both)
    assert good == Headline(text="mock")
    assert isinstance(bad, AnswerInvalid)
