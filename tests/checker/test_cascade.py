"""Two judges in a row: who decides what, and what the second one took."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from groundwood.agents import JUDGES, load_judge
from groundwood.agents.checker.judges.cascade import AGENT, CascadeJudge, moved
from groundwood.agents.checker.judges.judge import Given, Judge, Pair, Score, as_pairs
from groundwood.errors import InputError, ModelUnavailable, SettingsError
from groundwood.gateway.scripted import ScriptedModel
from groundwood.gateway.usage import Meter
from groundwood.nouns import Usage
from groundwood.settings import load_settings

EVIDENCE = "The dam broke at noon."


@dataclass(frozen=True)
class FixedJudge:
    """Scores a claim as its table says; keeps the claims that it was asked."""

    table: dict[str, float | Score]
    name: str = "fixed"
    version: str = "1"
    threshold: float = 0.5
    asked: list[str] = field(default_factory=list)

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        self.asked.extend(pair.claim for pair in as_pairs(pairs))
        return [self._score(pair) for pair in as_pairs(pairs)]

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        return self.score(pairs)

    def _score(self, pair: Pair) -> Score:
        found = self.table[pair.claim]
        return found if isinstance(found, Score) else supported(found)


@dataclass(frozen=True)
class BrokenJudge(FixedJudge):
    def score(self, pairs: Sequence[Given]) -> list[Score]:
        raise ModelUnavailable("the line is dead")


def supported(value: float) -> Score:
    return Score(supported=value, contradicted=0, neutral=1 - value)


def pairs(*claims: str) -> list[Given]:
    return [(EVIDENCE, claim) for claim in claims]


def cascade(first: Judge, second: Judge, low: float = 0.2, high: float = 0.8) -> CascadeJudge:
    return CascadeJudge(first, second, low, high)


def test_only_what_lies_between_the_bounds_is_put_to_the_second_judge() -> None:
    first = FixedJudge({"no": 0.2, "hardly": 0.21, "nearly": 0.79, "yes": 0.8})
    second = FixedJudge({"hardly": 0.9, "nearly": 0.1})
    asked = pairs("no", "hardly", "nearly", "yes")
    found = cascade(first, second).score(asked)
    assert second.asked == ["hardly", "nearly"]
    assert [score.supported for score in found] == [0.2, 0.9, 0.1, 0.8]
    assert asyncio.run(cascade(first, second).ascore(asked)) == found


def test_a_contradiction_that_is_sure_is_not_put_to_the_second_judge() -> None:
    sure = Score(supported=0.1, contradicted=0.9, neutral=0)
    odd = Score(supported=0.06, contradicted=0.85, neutral=0.09)
    first, second = FixedJudge({"sure": sure, "odd": odd}), FixedJudge({})
    assert cascade(first, second, low=0.05).score(pairs("sure", "odd")) == [sure, odd]
    assert second.asked == []


def test_the_second_judge_is_not_asked_where_the_first_is_sure_of_everything() -> None:
    first, broken = FixedJudge({"yes": 0.9}), BrokenJudge({})
    judge = cascade(first, broken)
    assert judge.score(pairs("yes")) == [supported(0.9)]
    assert judge.meter.usage == {AGENT: Usage(judged=1)}


def test_a_second_judge_that_fails_fails_the_whole() -> None:
    first, broken = FixedJudge({"yes": 0.9, "unsure": 0.5}), BrokenJudge({})
    with pytest.raises(ModelUnavailable, match="the line is dead"):
        cascade(first, broken).score(pairs("yes", "unsure"))


def test_pairs_and_escalations_are_counted_over_all_calls() -> None:
    judge = cascade(FixedJudge({"yes": 0.9, "unsure": 0.5}), FixedJudge({"unsure": 0.7}))
    judge.score(pairs("yes", "unsure", "yes"))
    asyncio.run(judge.ascore(pairs("unsure")))
    judge.score([])
    assert judge.meter.usage == {AGENT: Usage(judged=4, escalated=2)}


def test_a_pair_that_is_none_is_refused_before_anything_is_counted() -> None:
    judge = cascade(FixedJudge({}), FixedJudge({}))
    with pytest.raises(InputError, match=r"pairs\[0\]: the claim is empty"):
        judge.score(pairs(" "))
    assert judge.meter.usage == {}


def test_each_judge_is_held_to_its_own_threshold() -> None:
    first = FixedJudge({"low": 0.5, "high": 0.5, "even": 0.5}, threshold=0.6)
    second = FixedJudge({"low": 0.29, "high": 0.31, "even": 0.3}, threshold=0.3)
    judge = cascade(first, second)
    found = judge.score(pairs("low", "high", "even"))
    assert judge.threshold == 0.6
    assert [score.supported >= judge.threshold for score in found] == [False, True, True]


PROBABILITY = st.floats(0, 1)
INNER = st.floats(0.01, 0.99)


@given(PROBABILITY, PROBABILITY, INNER, INNER)
def test_moving_the_threshold_changes_no_decision_and_no_order(
    one: float, other: float, old: float, new: float
) -> None:
    a, b = (moved(supported(value), old, new).supported for value in (one, other))
    assert (a >= new) == (one >= old)
    assert (b >= new) == (other >= old)
    assert a <= b or one > other


@given(PROBABILITY, PROBABILITY, INNER, INNER)
def test_a_moved_score_still_sums_to_one_in_the_old_proportion(
    support: float, share: float, old: float, new: float
) -> None:
    rest = 1 - support
    assume(rest > 1e-6)
    score = Score(supported=support, contradicted=rest * share, neutral=rest * (1 - share))
    found = moved(score, old, new)
    assert found.supported + found.contradicted + found.neutral == pytest.approx(1)
    assert found.contradicted * score.neutral == pytest.approx(score.contradicted * found.neutral)


@pytest.mark.parametrize(("low", "high"), [(0.5, 0.8), (0.6, 0.8), (0.2, 0.4)])
def test_bounds_that_do_not_lie_around_the_first_threshold_are_refused(
    low: float, high: float
) -> None:
    judge = cascade(FixedJudge({"yes": 0.9}), FixedJudge({}), low, high)
    with pytest.raises(SettingsError, match=r"must lie around the threshold of fixed, 0.500"):
        judge.score(pairs("yes"))


def test_name_and_version_say_all_that_decides() -> None:
    judge = cascade(FixedJudge({}, name="a", version="3"), FixedJudge({}, name="b", version="9"))
    assert judge.name == "cascade(a, b)"
    assert judge.version == "3, 9, 0.2-0.8"


@pytest.fixture
def built_in(monkeypatch: pytest.MonkeyPatch) -> FixedJudge:
    """A judge in the place of the built-in one: sure of ``sure``, unsure of ``unsure``."""
    judge = FixedJudge({"sure": 0.95, "unsure": 0.4}, threshold=0.45)
    monkeypatch.setattr("groundwood.agents.checker.judges.lexical.load_lexical", lambda: judge)
    monkeypatch.setitem(JUDGES, "builtin", JUDGES["lexical"])
    return judge


def yes(*_: Any) -> dict[str, str]:
    return {"verdict": "supports", "quote": "The dam broke", "reason": "so"}


def test_by_name_it_is_the_built_in_judge_and_the_model_by_votes(built_in: FixedJudge) -> None:
    model, meter = ScriptedModel({"checker/judge": yes}), Meter()
    settings = load_settings(votes=3, cascade_low=0.3, cascade_high=0.9)
    judge = load_judge("cascade", model, settings, meter)
    found = judge.score(pairs("sure", "unsure"))
    assert judge.version == "1, 2.0+scripted, 3 votes, 0.3-0.9"
    assert [score.supported >= judge.threshold for score in found] == [True, True]
    assert meter.usage == {AGENT: Usage(judged=2, escalated=1)}
    assert model.usage[AGENT].calls == 3
    assert set(model.usage) == {AGENT}


@pytest.mark.parametrize("model", [None, ScriptedModel(small=True)])
def test_by_name_it_needs_a_model_that_can_judge(model: Any, built_in: FixedJudge) -> None:
    with pytest.raises(SettingsError, match="--judge: cascade needs a model that can judge"):
        load_judge("cascade", model)


def test_by_name_bounds_that_do_not_fit_are_refused_before_anything_is_asked(
    built_in: FixedJudge,
) -> None:
    settings = load_settings(cascade_low=0.5, cascade_high=0.9)
    with pytest.raises(SettingsError, match="GROUNDWOOD_CASCADE_LOW"):
        load_judge("cascade", ScriptedModel(), settings)
    assert built_in.asked == []
