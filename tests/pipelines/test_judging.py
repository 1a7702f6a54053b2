"""A story that is judged: by a judge of one's own, by votes, and by a cascade that says what it took."""

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from groundwood import CheckedStory, ScriptedModel, render_story, write_story_sync
from groundwood.agents import JUDGES
from groundwood.agents.checker.judges.cascade import AGENT
from groundwood.agents.checker.judges.judge import Given, Score, as_pairs
from groundwood.cli.explain import explanation, summary
from groundwood.errors import SettingsError
from groundwood.gateway.base import Prompt
from groundwood.nouns import Article, Usage
from groundwood.pipelines.write import default_agents
from groundwood.settings import load_settings

BRIDGE = Article(
    title="Harbour bridge opens again",
    source="Wire",
    text="The harbour bridge of Exampletown opened again on Thursday after 14 months of work. "
    "The repair was paid for by the harbour office.",
)
OPENED = "Traffic on the harbour bridge of Exampletown is flowing again."
PAID = "The harbour office bore the cost of the repair."


@dataclasses.dataclass(frozen=True)
class Unsure:
    """Is sure of the claims that hold the word, and of no other."""

    word: str = "Traffic"
    name: str = "unsure"
    version: str = "1"
    threshold: float = 0.5

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        shares = [0.9 if self.word in pair.claim else 0.45 for pair in as_pairs(pairs)]
        return [Score(supported=share, contradicted=0, neutral=1 - share) for share in shares]

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        return self.score(pairs)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GROUNDWOOD_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr("groundwood.agents.checker.judges.lexical.load_lexical", Unsure)
    monkeypatch.setitem(JUDGES, "builtin", JUDGES["lexical"])


def plan(prompt: Prompt) -> Any:
    labels = re.findall(r"<source-\w+ (\d+)", prompt.user)
    return {"paragraphs": [{"aim": "tell", "passages": labels}]}


def verdict(prompt: Prompt) -> dict[str, str]:
    is_paid = PAID in prompt.user and OPENED not in prompt.user
    quote = "paid for by the harbour office" if is_paid else "opened again"
    return {"verdict": "supports", "quote": quote, "reason": "so"}


def scripted() -> ScriptedModel:
    told = [{"text": text, "citations": ["A"]} for text in (OPENED, PAID)]
    return ScriptedModel(
        {
            "summarizer/plan": plan,
            "summarizer/paragraph": {"sentences": told},
            "summarizer/headline": {"headline": "Harbour bridge opens again"},
            "checker/judge": verdict,
        }
    )


def told(model: ScriptedModel, **options: Any) -> CheckedStory:
    checked = write_story_sync("harbour bridge", [BRIDGE], model=model, **options)
    assert checked.story is not None
    assert [sentence.text for sentence in checked.story.sentences] == [OPENED, PAID]
    return checked


def asked(model: ScriptedModel) -> list[Prompt]:
    return [prompt for prompt in model.calls if prompt.name == "checker/judge"]


@pytest.fixture
def cascaded() -> CheckedStory:
    return told(scripted(), judge="cascade")


def test_a_story_may_be_judged_by_a_judge_of_your_own() -> None:
    checked = told(scripted(), judge=Unsure(word=""))
    assert [verdict.score for verdict in checked.verdicts] == [0.9, 0.9]
    assert {verdict.checker for verdict in checked.verdicts} == {"layered+unsure"}
    assert AGENT not in checked.usage


def test_a_judge_beside_agents_that_bring_their_own_is_refused() -> None:
    with pytest.raises(SettingsError, match="judge: the agents that were given bring their own"):
        told(scripted(), judge=Unsure(), agents=default_agents)


def test_a_model_judges_by_as_many_votes_as_the_settings_say() -> None:
    model = scripted()
    checked = told(model, settings=load_settings(judge="llm", votes=3))
    assert {prompt.sample for prompt in asked(model)} == {1, 2, 3}
    assert checked.usage["checker"].calls == len(asked(model))
    assert {round(verdict.score or 0, 2) for verdict in checked.verdicts} == {0.89}


def test_a_story_tells_what_its_cascade_left_to_the_model_and_what_that_took() -> None:
    model = scripted()
    checked = told(model, judge="cascade")
    took = checked.usage[AGENT]
    assert took.judged > took.escalated > 0
    assert took.calls == len(asked(model)) >= took.escalated
    assert took.tokens_in > 0
    assert "checker" not in checked.usage
    first, second = checked.verdicts
    assert (first.score, second.score) == (0.9, pytest.approx(0.75))
    assert first.checker == "layered+cascade(unsure, llm)"


def test_the_share_and_the_cost_of_escalations_are_told_in_words_in_html_and_in_json(
    cascaded: CheckedStory,
) -> None:
    took = Usage(calls=1, tokens_in=90, tokens_out=8, cost=0.0012, judged=8, escalated=1)
    priced = cascaded.model_copy(update={"usage": {AGENT: took}})
    line = (
        "Judged 8 pairs of passages and claim; 1 (12%) went to the second judge "
        "[1 calls, 90 + 8 tokens, cost 0.0012]."
    )
    assert line in summary(priced).splitlines()
    assert line in explanation(priced).splitlines()
    page = render_story(priced, "html")
    assert "1 of 8 judged pairs (12%) went to the second judge." in page
    assert "<td>0.0012</td>" in page
    kept = CheckedStory.model_validate_json(render_story(priced, "json"))
    assert kept.usage == {AGENT: took}


def test_a_cascade_that_left_nothing_to_the_model_says_so(cascaded: CheckedStory) -> None:
    idle = cascaded.model_copy(update={"usage": {AGENT: Usage(judged=1)}})
    line = "Judged 1 pair of passages and claim; 0 (0%) went to the second judge."
    assert line in summary(idle).splitlines()


def test_a_story_without_a_cascade_tells_of_none() -> None:
    checked = told(scripted(), judge="llm")
    assert "second judge" not in summary(checked) + render_story(checked, "html")
