"""What an update asks a model: nothing where nothing new is said, and no old sentence anew."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from groundwood import ScriptedModel
from groundwood.gateway.base import Model, Prompt
from groundwood.nouns import Article
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.living.keep import Kept
from groundwood.pipelines.write import default_agents
from groundwood.settings import Settings
from groundwood.store import ArticleStore, Store

Keep = Callable[..., Kept]

OLD = "Rescuers searched the rubble of the central market through the night."
NEW = "The government of Exampleland declared three days of mourning."
WRONG = "The king of Exampleland declared nine weeks of silence."


def plan(prompt: Prompt) -> Any:
    labels = re.findall(r"<source-\w+ (\d+)", prompt.user)
    return {"paragraphs": [{"aim": "tell", "passages": labels}]}


def paragraph(prompt: Prompt) -> Any:
    """Say what the passages shown say, and once something that they do not."""
    shown = re.findall(r"<source-\w+ (\w+)[^>]*>\n(.*?)\n</", prompt.user, re.DOTALL)
    said = [(text, label) for label, source in shown for text in (OLD, NEW) if text in source]
    wrong = [(WRONG, label) for text, label in said if text == NEW]
    return {"sentences": [{"text": t, "citations": [label]} for t, label in (*said, *wrong)]}


@pytest.fixture
def model() -> ScriptedModel:
    return ScriptedModel(
        {
            "summarizer/plan": plan,
            "summarizer/paragraph": paragraph,
            "summarizer/headline": {"headline": "Rescuers search the rubble of the central market"},
            "summarizer/revise": {"text": "", "citations": []},
        }
    )


@pytest.fixture
def keep_with(keep: Keep, store: Store, settings: Settings, model: ScriptedModel) -> Keep:
    """Keep the story with the model."""

    def made(source: ArticleStore, opened: Model | None) -> Agents:
        return default_agents(source, opened, settings, "lexical")

    def kept(*articles: Article) -> Kept:
        return keep(*articles, agents=made, model=model)

    return kept


def asked(model: ScriptedModel, since: int) -> list[str]:
    return [prompt.name.removeprefix("summarizer/") for prompt in model.calls[since:]]


def test_a_copy_asks_the_model_nothing(
    keep_with: Keep, model: ScriptedModel, first: Article, copy: Article
) -> None:
    keep_with(first)
    before = len(model.calls)
    assert keep_with(copy).status == "unchanged"
    assert asked(model, before) == []


def test_only_what_is_new_is_planned_and_written(
    keep_with: Keep, model: ScriptedModel, first: Article, second: Article
) -> None:
    keep_with(first)
    before = len(model.calls)
    kept = keep_with(second)
    assert kept.made is not None
    assert [s.text for s in kept.made.story.sentences] == [NEW, OLD]
    assert sorted(set(asked(model, before))) == ["headline", "paragraph", "plan", "revise"]
    for prompt in model.calls[before:]:
        assert "main hospital" not in prompt.user


def test_what_the_model_makes_up_is_not_published(
    keep_with: Keep, first: Article, second: Article
) -> None:
    keep_with(first)
    kept = keep_with(second)
    assert WRONG in {entry.before.text for entry in kept.checked.ledger}
    assert all(verdict.finding.may_be_published for verdict in kept.checked.verdicts)


def test_the_usage_of_an_update_is_its_own(
    keep_with: Keep, model: ScriptedModel, first: Article, second: Article
) -> None:
    one = keep_with(first)
    two = keep_with(second)
    assert one.total_usage.calls + two.total_usage.calls == len(model.calls)
