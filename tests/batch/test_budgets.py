"""What a batch does when what it may spend is spent."""

from types import ModuleType
from typing import Any

import pytest

from groundwood.gateway.scripted import ScriptedModel
from groundwood.nouns import Topic, Usage
from groundwood.nouns.runs import TopicRun

RUN = "storm-2024-06-02"
CALLS = 4
"""What a story takes: a plan, two paragraphs, a headline."""
SENTENCE = "The town council of Exampletown paid 7 million dollars for the {0}."


@pytest.fixture
def model(faults: ModuleType) -> ScriptedModel:
    """A model that plans two paragraphs and repeats what the passages say."""

    def paragraph(prompt: Any) -> Any:
        name = next(
            n for n in ("library", "tramway", "orchard") if f"the {n}" in prompt.user.lower()
        )
        text = SENTENCE.format(name)
        if text not in prompt.user:
            text = f"The mayor of Exampletown, Paul Okafor, wants to see the {name} grow."
        return {"sentences": [{"text": text, "citations": ["A"]}]}

    plan = {"paragraphs": [{"aim": "tell", "passages": [str(n)]} for n in (1, 2)]}
    rules: dict[str, Any] = {
        "summarizer/plan": lambda _: plan,
        "summarizer/paragraph": paragraph,
        "summarizer/headline": lambda _: {"headline": "Exampletown builds"},
    }
    return ScriptedModel(rules)


def alone(more: str = "") -> str:
    """Return what a plan says so that one story is written after the other."""
    return f"[concurrency]\nstories = 1\n{more}"


def test_usage_of_each_topic_is_in_its_row_and_of_all_in_the_summary(
    newsroom: Any, model: ScriptedModel
) -> None:
    ended = newsroom.run(newsroom.plan(), model=model)
    rows = newsroom.store.runs.topics(RUN)
    assert [row.total_usage.calls for row in rows] == [CALLS] * 3
    assert ended.totals.usage.calls == len(model.calls) == 3 * CALLS
    words = sum(model.count(prompt.system) + model.count(prompt.user) for prompt in model.calls)
    assert ended.totals.usage.tokens_in == words


def test_a_run_whose_budget_is_spent_stops_cleanly_and_goes_on_with_more(
    newsroom: Any, model: ScriptedModel
) -> None:
    ended = newsroom.run(newsroom.plan(alone("[budget.run]\ncalls = 5\n")), model=model)
    assert (ended.code, ended.run.status) == (6, "stopped")
    assert ended.run.reason.startswith("the budget of the run is spent: 5 calls")
    assert newsroom.rows() == {"t0": "published", "t1": "pending", "t2": "pending"}
    more = newsroom.run(newsroom.plan(alone("[budget.run]\ncalls = 100\n")), model=model)
    assert more.code == 0
    assert set(newsroom.rows().values()) == {"published"}


def test_a_resumed_run_counts_what_it_had_spent(newsroom: Any, model: ScriptedModel) -> None:
    plan = newsroom.plan(alone("[budget.run]\ncalls = 5\n"))
    newsroom.run(plan, model=model)
    asked = len(model.calls)
    assert newsroom.run(plan, model=model).code == 6
    assert len(model.calls) <= asked + 1


def test_a_run_whose_budget_is_spent_is_written_to_its_end_without_a_model(
    newsroom: Any, model: ScriptedModel
) -> None:
    text = alone('[budget]\nat_end = "degrade"\n[budget.run]\ncalls = 5\n')
    ended = newsroom.run(newsroom.plan(text), model=model)
    rows = newsroom.store.runs.topics(RUN)
    assert ended.code == 0
    assert [row.status for row in rows] == ["published"] * 3
    assert [row.reason[:24] for row in rows] == ["", *["written without a model:"] * 2]
    assert [newsroom.store.stories.get(row.story).checked.model for row in rows] == [
        "scripted", "none", "none",
    ]  # fmt: skip
    assert len(model.calls) == 5
    assert ended.totals.usage.calls == 5


@pytest.mark.parametrize(
    ("at_end", "states", "code"), [("stop", "failed", 1), ("degrade", "published", 0)]
)
def test_a_story_whose_own_budget_is_spent_fails_or_is_written_without_a_model(
    newsroom: Any, model: ScriptedModel, at_end: str, states: str, code: int
) -> None:
    text = f'[budget]\nat_end = "{at_end}"\n[budget.story]\ncalls = 2\n'
    ended = newsroom.run(newsroom.plan(text), model=model)
    rows = newsroom.store.runs.topics(RUN)
    assert ended.code == code
    assert [row.status for row in rows] == [states] * 3
    assert [row.error_class for row in rows] == ["BudgetSpent" * (at_end == "stop")] * 3
    assert "the budget of story 't0' is spent: 2 calls" in rows[0].error + rows[0].reason
    assert [row.total_usage.calls for row in rows] == [2] * 3


def test_a_topic_that_is_done_again_has_its_own_budget_anew_and_the_run_counts_both(
    newsroom: Any, model: ScriptedModel
) -> None:
    plan = newsroom.plan("[budget.story]\ncalls = 2\n")
    newsroom.run(plan, model=model)
    newsroom.run(plan, model=model, again=(RUN, "failed"))
    rows = newsroom.store.runs.topics(RUN)
    assert [row.spent.calls for row in rows] == [4] * 3
    assert len(model.calls) == 12


def test_what_a_row_of_an_older_ledger_had_used_counts_as_spent() -> None:
    row = TopicRun(run_id="r", slug="t", place=0, topic=Topic(), usage={"a": Usage(calls=3)})
    assert row.spent == Usage(calls=3)
    assert row.model_copy(update={"taken": Usage(calls=5)}).spent == Usage(calls=5)


def test_a_run_whose_time_is_over_stops(newsroom: Any, model: ScriptedModel) -> None:
    text = alone("[budget.run]\ntime = 1e-9\n")
    ended = newsroom.run(newsroom.plan(text), model=model)
    assert ended.code == 6
    assert ended.run.reason == "the budget of the run is spent: 1e-09 s of time"
    assert model.calls == []
