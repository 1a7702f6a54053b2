"""A model as the judge: what it is asked, how often, and when its word counts."""

import asyncio
import gc
from typing import Any

import pytest

from groundwood.agents import load_judge
from groundwood.agents.checker.judges.judge import Pair
from groundwood.agents.checker.judges.llm_judge import LlmJudge
from groundwood.errors import AnswerInvalid, ModelUnavailable, SettingsError
from groundwood.gateway import open_model
from groundwood.gateway.scripted import ScriptedModel
from groundwood.settings import load_settings

TEXT = "The crew of the ferry was saved by two fishing boats off Cork."
PAIR = Pair(evidence=("Fog lay over Cork.", TEXT), claim="Two fishing boats saved the crew.")


def said(verdict: str, quote: str = "") -> dict[str, str]:
    return {"verdict": verdict, "quote": quote, "reason": "so"}


YES = said("supports", "saved by two fishing boats")
NO = said("contradicts", "two fishing boats")
NEITHER = said("neither")
MADE_UP = said("supports", "saved by three fishing boats")


def answering(*answers: Any) -> ScriptedModel:
    return ScriptedModel({"checker/judge": list(answers)})


@pytest.mark.parametrize("model", [None, ScriptedModel(small=True)])
def test_it_needs_a_model_that_can_judge(model: Any) -> None:
    with pytest.raises(SettingsError, match="--judge: llm needs a model that can judge"):
        load_judge("llm", model)


@pytest.mark.parametrize(
    ("answer", "shares"),
    [(YES, (0.75, 0.125, 0.125)), (NO, (0.125, 0.75, 0.125)), (NEITHER, (0.125, 0.125, 0.75))],
)
def test_one_vote_counts_as_three_quarters(answer: Any, shares: tuple[float, ...]) -> None:
    (score,) = LlmJudge(answering(answer)).score([PAIR])
    assert (score.supported, score.contradicted, score.neutral) == pytest.approx(shares)
    assert score.quote == answer["quote"]


def test_a_quotation_counts_with_other_spaces_case_dashes_marks_and_ends() -> None:
    pair = Pair(evidence=('He said: "It\'s a  win-win" now',), claim="He called it a win-win.")
    model = answering(said("supports", "“he said: “It’s a win–win”.”"))
    assert LlmJudge(model).score([pair])[0].supported == pytest.approx(0.75)


@pytest.mark.parametrize(
    "quote", ["saved by three fishing boats", "", " ", "…", "the", "boats … Cork"]
)
@pytest.mark.parametrize("verdict", ["supports", "contradicts"])
def test_a_verdict_without_a_quotation_from_the_evidence_counts_as_neither(
    verdict: str, quote: str
) -> None:
    model = answering(said(verdict, quote), said(verdict, quote))
    (score,) = LlmJudge(model).score([PAIR])
    assert (score.supported, score.neutral) == pytest.approx((0.125, 0.75))
    assert score.quote == ""


def test_a_quotation_may_not_run_over_two_passages() -> None:
    over = said("supports", "over Cork. The crew")
    assert LlmJudge(answering(over, over)).score([PAIR])[0].supported < 0.5


def test_the_model_is_asked_once_more_and_told_why() -> None:
    model = answering(MADE_UP, YES)
    assert LlmJudge(model).score([PAIR])[0].supported == pytest.approx(0.75)
    first, second = model.calls
    assert second.user.startswith(first.user.strip())
    assert "stands in none of the passages" not in first.user
    assert "stands in none of the passages" in second.user


@pytest.mark.parametrize(
    ("answers", "supported", "contradicted"),
    [
        ([YES] * 3, 3.2 / 3.6, 0.2 / 3.6),
        ([YES, NO, YES], 2.2 / 3.6, 1.2 / 3.6),
        ([YES, NO, NEITHER], 1.2 / 3.6, 1.2 / 3.6),
        ([YES, NO], 1.2 / 2.6, 1.2 / 2.6),
        ([YES, NEITHER, YES, NEITHER], 2.2 / 4.6, 0.2 / 4.6),
    ],
)
def test_the_probabilities_are_the_smoothed_shares_of_the_votes(
    answers: list[Any], supported: float, contradicted: float
) -> None:
    (score,) = LlmJudge(answering(*answers), votes=len(answers)).score([PAIR])
    assert (score.supported, score.contradicted) == pytest.approx((supported, contradicted))
    assert score.supported + score.contradicted + score.neutral == pytest.approx(1)


@pytest.mark.parametrize("votes", range(1, 8))
def test_support_takes_more_than_half_of_the_votes(votes: int) -> None:
    for yes in range(votes + 1):
        model = answering(*[YES] * yes, *[NEITHER] * (votes - yes))
        judge = LlmJudge(model, votes=votes)
        passed = judge.score([PAIR])[0].supported >= judge.threshold
        assert passed == (2 * yes > votes)


def test_one_vote_is_the_best_answer_and_several_are_samples_that_differ() -> None:
    alone, three = answering(YES), answering(YES, YES, YES)
    LlmJudge(alone).score([PAIR])
    load_judge("llm", three, load_settings(votes=3)).score([PAIR])
    assert [prompt.sample for prompt in alone.calls] == [0]
    assert sorted(prompt.sample for prompt in three.calls) == [1, 2, 3]


def test_scores_come_in_the_order_of_the_pairs() -> None:
    other = Pair(evidence=(TEXT,), claim="Nobody was saved.")
    model = ScriptedModel({"Nobody": said("contradicts", "was saved"), "crew": YES})
    first, second = LlmJudge(model, votes=2).score([other, PAIR])
    assert first.contradicted > 0.5
    assert second.supported > 0.5


def test_a_vote_that_fails_fails_the_whole() -> None:
    model = answering(YES, ModelUnavailable("the line is dead"), YES)
    with pytest.raises(ModelUnavailable, match="the line is dead"):
        LlmJudge(model, votes=3).score([PAIR])


def test_an_answer_with_another_verdict_is_an_error() -> None:
    with pytest.raises(AnswerInvalid, match="verdict"):
        LlmJudge(answering(said("maybe", "fog"))).score([PAIR])


def test_it_may_be_asked_inside_a_running_event_loop() -> None:
    async def notebook() -> float:
        return LlmJudge(answering(YES)).score([PAIR])[0].supported

    assert asyncio.run(notebook()) == pytest.approx(0.75)


def test_connections_that_a_model_opened_for_it_are_closed(mock: Any) -> None:
    mock.config.replies = [{"match": "boats", "json": YES}]
    model = open_model(f"{mock.base_url}#m", load_settings(response_cache=False))
    for _ in range(2):
        assert LlmJudge(model).score([PAIR])[0].supported == pytest.approx(0.75)
    del model
    gc.collect()


def test_no_pairs_ask_nothing() -> None:
    assert LlmJudge(answering()).score([]) == []


def test_its_version_names_the_prompt_the_model_and_the_votes() -> None:
    assert LlmJudge(answering()).version == "2.0+scripted"
    assert LlmJudge(answering(), votes=5).version == "2.0+scripted, 5 votes"
