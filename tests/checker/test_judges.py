"""The judges that ship: what they are asked, and what their answers count as."""

import asyncio
import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from groundwood.agents import load_judge
from groundwood.agents.checker.features import FEATURES, features
from groundwood.agents.checker.judge import Pair
from groundwood.agents.checker.lexical import load_lexical
from groundwood.agents.checker.llm_judge import JudgeAnswer, LlmJudge
from groundwood.agents.checker.passages import pair
from groundwood.errors import SettingsError
from groundwood.gateway.scripted import ScriptedModel
from groundwood.nouns import Article

TEXT = "The crew of the ferry was saved by two fishing boats off Cork."
GOOD = Pair(evidence=(TEXT,), claim="Two fishing boats saved the ferry's crew off Cork.")
BAD = Pair(evidence=(TEXT,), claim="The parliament in Dublin debated a new tax on sugar.")


class AnsweringModel:
    """Gives the one answer that it was made with, and remembers the prompts."""

    name, small = "answering", False

    def __init__(self, verdict: str, quote: str) -> None:
        self.given = JudgeAnswer(verdict=verdict, quote=quote, reason="so")  # type: ignore[arg-type]
        self.asked: list[Any] = []

    async def answer(self, prompt: Any, shape: Any, *, max_tokens: int) -> Any:
        self.asked.append(prompt)
        return self.given


def test_the_lexical_judge_tells_a_paraphrase_from_another_matter() -> None:
    judge = load_judge("lexical")
    good, bad = judge.score([GOOD, BAD])
    assert good.supported >= judge.threshold > bad.supported


def test_the_lexical_judge_accepts_every_faithful_paraphrase_of_the_table() -> None:
    judge = load_judge("lexical")
    with (Path(__file__).parent / "pairs.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    moment = datetime(2024, 3, 28, 12, tzinfo=UTC)
    pairs = [
        pair(row["claim"], [Article(text=row["source"], published_at=moment)])
        for row in rows
        if row["expected"] == "passes"
    ]
    assert [
        p for p, s in zip(pairs, judge.score(pairs), strict=True) if s.supported < judge.threshold
    ] == []


def test_the_lexical_judge_gives_probabilities_that_sum_to_one() -> None:
    for score in load_judge("lexical").score([GOOD, BAD]):
        assert score.supported + score.contradicted + score.neutral == pytest.approx(1)


def test_the_lexical_judge_says_the_same_alone_in_a_batch_and_awaited() -> None:
    judge = load_judge("lexical")
    batch = judge.score([GOOD, BAD] * 5)
    assert batch == [judge.score([pair])[0] for pair in [GOOD, BAD] * 5]
    assert batch == asyncio.run(judge.ascore([GOOD, BAD] * 5))


def test_the_lexical_weights_that_ship_are_versioned_and_one_a_feature() -> None:
    judge = load_lexical()
    assert judge.version.startswith("2-")
    assert len(judge.weights) == len(FEATURES)
    assert 0 < judge.threshold < 1


def test_every_feature_lies_between_zero_and_one() -> None:
    for each in (GOOD, BAD, Pair(evidence=("\u3042",), claim="!")):
        assert all(0 <= value <= 1 for value in features(each.evidence, each.claim))


def test_an_unknown_judge_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r"--judge: there is no judge 'oracle'.*lexical, llm"):
        load_judge("oracle")


def test_the_llm_judge_needs_a_model_that_can_judge() -> None:
    with pytest.raises(SettingsError, match="--judge: llm needs a model"):
        load_judge("llm")


def test_support_with_a_quote_from_the_evidence_counts() -> None:
    judge = LlmJudge(AnsweringModel("supported", "saved by two fishing boats"))  # type: ignore[arg-type]
    assert judge.score([GOOD])[0].supported > judge.threshold


@pytest.mark.parametrize("quote", ["saved by three fishing boats", "", " "])
def test_support_without_a_quote_from_the_evidence_does_not_count(quote: str) -> None:
    judge = LlmJudge(AnsweringModel("supported", quote))  # type: ignore[arg-type]
    score = judge.score([GOOD])[0]
    assert score.supported < judge.threshold
    assert score.neutral > 0.5


def test_a_contradiction_needs_its_quote_too() -> None:
    found = LlmJudge(AnsweringModel("contradicted", "two fishing boats"))  # type: ignore[arg-type]
    unfounded = LlmJudge(AnsweringModel("contradicted", "no boats"))  # type: ignore[arg-type]
    assert found.score([GOOD])[0].contradicted > 0.5
    assert unfounded.score([GOOD])[0].contradicted < 0.5


def test_the_llm_judge_names_prompt_version_and_model() -> None:
    assert LlmJudge(AnsweringModel("partly", "")).version.endswith("+answering")  # type: ignore[arg-type]


def test_auto_asks_a_model_that_can_judge_and_compares_words_otherwise() -> None:
    assert load_judge("auto").name == "lexical"
    assert load_judge("auto", ScriptedModel(small=True)).name == "lexical"
    assert load_judge("auto", ScriptedModel()).name == "llm"
