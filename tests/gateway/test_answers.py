"""Answers, plain and structured, and what is learnt of a server."""

import asyncio
import json
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from groundwood.errors import AnswerCut, AnswerInvalid, ModelRefused
from groundwood.gateway.base import Prompt
from groundwood.gateway.openai_model import OpenAIModel
from groundwood.gateway.structured import Form, strict_schema

Opener = Callable[..., OpenAIModel]
Ask = Callable[..., Any]


class Tone(StrEnum):
    PLAIN = "plain"
    URGENT = "urgent"


class Claim(BaseModel):
    text: str = Field(min_length=1)
    sources: list[Literal["a", "b"]] = Field(min_length=1)


class Draft(BaseModel):
    claims: list[Claim]
    tone: Tone = Tone.PLAIN
    note: str | None = None


GOOD = {"claims": [{"text": "It fell.", "sources": ["a"]}], "tone": "plain", "note": None}


@pytest.fixture
def draft(ask: Ask, prompt: Prompt) -> Callable[..., Draft]:
    def run(model: OpenAIModel) -> Draft:
        answer: Draft = ask(model, lambda model: model.answer(prompt, Draft, max_tokens=90))
        return answer

    return run


@pytest.fixture
def complete(ask: Ask, prompt: Prompt) -> Callable[..., str]:
    def run(model: OpenAIModel, **options: Any) -> str:
        text: str = ask(model, lambda model: model.complete(prompt, **{"max_tokens": 3} | options))
        return text

    return run


def bodies(mock: Any) -> list[dict[str, Any]]:
    return [request["body"] for request in mock.requests]


def test_a_call_is_deterministic_and_always_has_a_limit(
    mock: Any, open_at: Opener, complete: Callable[..., str]
) -> None:
    assert complete(open_at()) == "lorem ipsum dolor"
    assert bodies(mock) == [
        {
            "model": "mock",
            "messages": [
                {"role": "system", "content": "You write news."},
                {"role": "user", "content": "Write about the harbour bridge of Exampletown."},
            ],
            "max_tokens": 3,
            "temperature": 0,
            "seed": 1,
        }
    ]


def test_a_grammar_goes_along(mock: Any, open_at: Opener, complete: Callable[..., str]) -> None:
    complete(open_at(), grammar='root ::= "yes"')
    assert bodies(mock)[0]["grammar"] == 'root ::= "yes"'


def test_a_server_that_refuses_grammars_is_not_asked_without(
    mock: Any, open_at: Opener, complete: Callable[..., str]
) -> None:
    mock.config.refuse = ["grammar"]
    with pytest.raises(ModelRefused, match="Unrecognized request argument supplied: grammar"):
        complete(open_at(), grammar='root ::= "yes"')


@pytest.mark.parametrize("fault", ["empty", "null"])
def test_an_empty_answer_is_an_error(
    fault: str, mock: Any, open_at: Opener, complete: Callable[..., str]
) -> None:
    mock.config.plan = [fault]
    with pytest.raises(AnswerInvalid, match="the answer is empty"):
        complete(open_at())


def test_a_cut_answer_is_an_error(
    mock: Any, open_at: Opener, complete: Callable[..., str], draft: Callable[..., Draft]
) -> None:
    mock.config.plan = ["cut", "cut"]
    with pytest.raises(AnswerCut, match="cut by its length limit"):
        complete(open_at())
    with pytest.raises(AnswerCut, match="cut by its length limit"):
        draft(open_at())
    assert mock.stats["requests"] == 2


def test_a_refusal_is_an_error_with_the_models_words(
    mock: Any, open_at: Opener, complete: Callable[..., str]
) -> None:
    mock.config.plan = ["refusal"]
    with pytest.raises(ModelRefused, match="the model refuses: I cannot help with that"):
        complete(open_at())


def test_thoughts_before_an_answer_are_no_part_of_it(
    mock: Any, open_at: Opener, complete: Callable[..., str]
) -> None:
    mock.config.replies = [{"match": "", "text": "<think>Hm {\n}</think>\n\nIt fell. "}]
    assert complete(open_at()) == "It fell."


def test_a_prompt_that_does_not_fit_is_not_sent(mock: Any, open_at: Opener, ask: Ask) -> None:
    long = Prompt(name="paragraph", version="1", agent="a", user="word " * 1000)
    model = open_at(context_tokens=1200)
    with pytest.raises(ModelRefused, match=r"paragraph 1: not sent: about \d+ tokens and 50 for"):
        ask(model, lambda model: model.complete(long, max_tokens=50))
    assert mock.stats["requests"] == 0


def test_a_structured_answer_is_asked_for_by_strict_schema(
    mock: Any, open_at: Opener, draft: Callable[..., Draft]
) -> None:
    assert draft(open_at()) == Draft(claims=[Claim(text="mock", sources=["a"])], note="mock")
    asked = bodies(mock)[0]["response_format"]
    assert (asked["type"], asked["json_schema"]["name"]) == ("json_schema", "Draft")
    assert asked["json_schema"]["strict"] is True
    schema = asked["json_schema"]["schema"]
    for part in (schema, schema["$defs"]["Claim"]):
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])
    assert "default" not in json.dumps(schema)


def test_a_server_without_schemas_is_asked_in_json_mode_and_remembered(
    mock: Any, open_at: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.refuse = ["json_schema"]
    mock.config.replies = [{"match": "", "json": GOOD}]

    async def twice(model: OpenAIModel) -> list[Draft]:
        return [await model.answer(prompt, Draft, max_tokens=90) for _ in range(2)]

    assert ask(open_at(), twice) == [Draft.model_validate(GOOD)] * 2
    forms = [body["response_format"]["type"] for body in bodies(mock)]
    assert forms == ["json_schema", "json_object", "json_object"]
    assert '"$defs"' in bodies(mock)[1]["messages"][-1]["content"]
    assert '"$defs"' not in bodies(mock)[0]["messages"][-1]["content"]


def test_a_server_without_json_mode_is_asked_in_plain_text(
    mock: Any, open_at: Opener, draft: Callable[..., Draft]
) -> None:
    mock.config.refuse = ["json_schema", "json_object"]
    said = f"Here {{is}} what you want:\n```json\n{json.dumps(GOOD)}\n```\nAnything else?"
    mock.config.replies = [{"match": "", "text": said}]
    assert draft(open_at()) == Draft.model_validate(GOOD)
    assert [body.get("response_format", {}).get("type") for body in bodies(mock)] == [
        "json_schema",
        "json_object",
        None,
    ]


def test_a_model_with_its_own_ways_is_learnt_once(
    mock: Any, open_at: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.refuse = ["max_tokens", "temperature", "seed"]

    async def twice(model: OpenAIModel) -> list[str]:
        return [await model.complete(prompt, max_tokens=2) for _ in range(2)]

    assert ask(open_at(), twice) == ["lorem ipsum"] * 2
    assert mock.stats["requests"] == 5
    last = bodies(mock)[-1]
    assert last["max_completion_tokens"] == 2
    assert not {"max_tokens", "temperature", "seed"} & set(last)


def test_a_refusal_as_fastapi_writes_it_is_understood(
    mock: Any, open_at: Opener, complete: Callable[..., str]
) -> None:
    mock.config.plan = ["detail"]
    assert complete(open_at()) == "lorem ipsum dolor"
    assert ["temperature" in body for body in bodies(mock)] == [True, False]


def test_calls_that_learn_at_the_same_time_do_not_disturb_each_other(
    mock: Any, open_at: Opener, ask: Ask, prompt: Prompt
) -> None:
    mock.config.refuse = ["json_schema", "temperature", "max_tokens"]
    mock.config.replies = [{"match": "", "json": GOOD}]

    async def eight(model: OpenAIModel) -> list[Draft]:
        limits = range(90, 98)
        return await asyncio.gather(*(model.answer(prompt, Draft, max_tokens=n) for n in limits))

    assert ask(open_at(), eight) == [Draft.model_validate(GOOD)] * 8
    assert bodies(mock)[-1]["response_format"] == {"type": "json_object"}


def test_an_answer_that_does_not_fit_is_repaired_in_one_turn_that_quotes_the_error(
    mock: Any, open_at: Opener, draft: Callable[..., Draft]
) -> None:
    bad = {**GOOD, "claims": [{"text": "", "sources": ["z"]}]}
    mock.config.replies = [
        {"match": "cannot be used", "json": GOOD},
        {"match": "", "json": bad},
    ]
    assert draft(open_at()) == Draft.model_validate(GOOD)
    first, second = (body["messages"] for body in bodies(mock))
    assert second[:-2] == first
    assert second[-2] == {"role": "assistant", "content": json.dumps(bad)}
    assert "claims.0.sources.0: Input should be 'a' or 'b'" in second[-1]["content"]


def test_broken_json_is_repaired_too(
    mock: Any, open_at: Opener, draft: Callable[..., Draft]
) -> None:
    mock.config.plan = ["badjson", "ok"]
    mock.config.replies = [{"match": "", "json": GOOD}]
    assert draft(open_at()) == Draft.model_validate(GOOD)
    assert "the JSON is broken" in bodies(mock)[1]["messages"][-1]["content"]


def test_an_empty_structured_answer_is_asked_for_again(
    mock: Any, open_at: Opener, draft: Callable[..., Draft]
) -> None:
    mock.config.plan = ["empty", "ok"]
    mock.config.replies = [{"match": "", "json": GOOD}]
    assert draft(open_at()) == Draft.model_validate(GOOD)
    assert [said["role"] for said in bodies(mock)[1]["messages"]] == ["system", "user", "user"]


def test_an_answer_that_fits_neither_time_is_an_error(
    mock: Any, open_at: Opener, draft: Callable[..., Draft]
) -> None:
    mock.config.replies = [{"match": "", "text": "I would rather not."}]
    with pytest.raises(
        AnswerInvalid, match=r"after 2 tries: no fitting answer, .* no JSON object$"
    ):
        draft(open_at())


def test_nothing_is_taken_from_within_a_broken_object() -> None:
    class Loose(BaseModel):
        text: str = ""

    with pytest.raises(ValueError, match="the JSON is broken"):
        Form(Loose).find('{"claims": [{"text": "It fell."}, {"te')


def test_the_first_object_that_fits_is_taken() -> None:
    text, claim = Form(Claim).find('{"no": 1} {"text": "x", "sources": ["b"]} {"text": 2}')
    assert (text, claim.sources) == ('{"text": "x", "sources": ["b"]}', ["b"])


@given(st.text(alphabet='{}[]":, a1\\n', max_size=60))
def test_no_text_breaks_the_search_for_an_answer(text: str) -> None:
    try:
        found, _ = Form(Draft).find(text)
    except ValueError:
        return
    assert found in text


def test_a_deeply_nested_answer_is_an_error_and_no_crash() -> None:
    with pytest.raises(ValueError, match=r"nested too deeply|broken"):
        Form(Draft).find('{"claims":' + "[" * 100_000)


def test_a_strict_schema_keeps_fields_that_bear_the_names_of_keywords() -> None:
    class Odd(BaseModel):
        default: int = 3
        properties: dict[str, int] | None = None

    schema = strict_schema(Odd)
    assert schema["required"] == ["default", "properties"]
    assert set(schema["properties"]) == {"default", "properties"}
