"""The model that answers by a script."""

import asyncio
import doctest

import pytest
from pydantic import BaseModel, Field

from groundwood import ScriptedModel
from groundwood.errors import AnswerInvalid, ModelRefused, ModelUnavailable
from groundwood.gateway import scripted
from groundwood.gateway.base import Model, Prompt
from groundwood.gateway.usage import Meter


class Headline(BaseModel):
    text: str = Field(min_length=3)


def ask(name: str = "summarizer/headline", user: str = "Of the bridge.") -> Prompt:
    return Prompt(name=name, version="1", agent="summarizer", system="Be brief.", user=user)


def complete(model: ScriptedModel, prompt: Prompt | None = None) -> str:
    return asyncio.run(model.complete(prompt or ask(), max_tokens=9))


def answer(model: ScriptedModel, prompt: Prompt | None = None) -> Headline:
    return asyncio.run(model.answer(prompt or ask(), Headline, max_tokens=9))


def test_it_is_a_model() -> None:
    model: Model = ScriptedModel(small=True, context_tokens=2048)
    assert (model.name, model.small, model.context_tokens) == ("scripted", True, 2048)
    assert model.count("four words of text") == 4


def test_the_example_in_its_description_is_right() -> None:
    failed, tried = doctest.testmod(scripted)
    assert failed == 0
    assert tried > 5


def test_the_name_of_a_prompt_wins_over_an_expression() -> None:
    model = ScriptedModel({"bridge": "by text", "summarizer/headline": "by name"})
    assert complete(model) == "by name"
    assert complete(model, ask("other")) == "by text"


def test_a_list_is_answered_in_turn_and_then_used_up() -> None:
    model = ScriptedModel({"bridge": ["one", "two"]})
    assert [complete(model), complete(model)] == ["one", "two"]
    with pytest.raises(ModelRefused, match="all 2 answers of its rule are used up"):
        complete(model)


def test_a_function_sees_the_prompt() -> None:
    model = ScriptedModel({"bridge": lambda prompt: {"text": prompt.user}})
    assert answer(model) == Headline(text="Of the bridge.")


@pytest.mark.parametrize("said", ['{"text": "Fell"}', {"text": "Fell"}, Headline(text="Fell")])
def test_structured_answers_may_be_given_in_any_form(said: scripted.Line) -> None:
    assert answer(ScriptedModel({"bridge": said})) == Headline(text="Fell")


def test_an_answer_that_does_not_fit_is_an_error() -> None:
    with pytest.raises(AnswerInvalid, match=r"^scripted: prompt summarizer/headline 1: text: "):
        answer(ScriptedModel({"bridge": {"text": "x"}}))


def test_an_empty_answer_is_an_error() -> None:
    with pytest.raises(AnswerInvalid, match="the answer is empty"):
        complete(ScriptedModel({"bridge": " "}))


def test_an_error_in_the_script_is_raised() -> None:
    model = ScriptedModel({"bridge": [ModelUnavailable("gone"), "back"]})
    with pytest.raises(ModelUnavailable, match="gone"):
        complete(model)
    assert complete(model) == "back"


def test_a_prompt_without_a_rule_is_an_error_that_names_the_rules() -> None:
    model = ScriptedModel({"a/b": "x", "c/d": "y"})
    with pytest.raises(ModelRefused, match="headline 1: no rule is for it; there are: a/b, c/d"):
        complete(model)


def test_a_default_answers_what_has_no_rule() -> None:
    assert complete(ScriptedModel(default="anything")) == "anything"


def test_calls_and_grammars_are_recorded() -> None:
    model = ScriptedModel(default="x")
    asyncio.run(model.complete(ask(), max_tokens=9, grammar='root ::= "x"'))
    complete(model, ask("other"))
    assert [prompt.name for prompt in model.calls] == ["summarizer/headline", "other"]
    assert model.grammars == ['root ::= "x"', None]


def test_usage_is_counted_and_may_go_to_another_meter() -> None:
    model = ScriptedModel({"bridge": ["one two", "three"]})
    story = Meter()
    complete(model)
    complete(model.metered(story))
    assert (model.usage["summarizer"].tokens_in, model.usage["summarizer"].tokens_out) == (5, 2)
    assert story.usage["summarizer"].tokens_out == 1
    assert len(model.calls) == 2
