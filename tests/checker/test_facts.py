"""Sentences of several facts: each is judged, and what that makes of the sentence."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from groundwood.agents.checker.judges.judge import Pair, Score
from groundwood.agents.checker.judges.remembered import Remembered
from groundwood.agents.checker.support import FACT_SHARE, WHOLE_SHARE, Question, answers
from groundwood.nouns import Article, Finding

SOURCE = Article(
    title="Mill closes", text="A mill shut its gates. Staff lost their jobs as it did so."
)
OTHER = Article(title="Fleet sold", text="Its ships were sold to a firm from Cork last week.")
TWO = "The mill closed in spring and laid off its staff."
CLOSED, STAFF = "The mill closed in spring.", "The mill laid off its staff."
Check = Callable[..., Any]


@dataclass
class ClaimJudge:
    """Gives each claim the support that it is told to, and the rest another."""

    said: dict[str, float]
    otherwise: float = 0.1
    contradicted: float = 0.0
    name: str = "claims"
    version: str = "1"
    threshold: float = 0.6
    calls: list[list[Pair]] = field(default_factory=list)

    def score(self, pairs: Sequence[Pair]) -> list[Score]:
        self.calls.append(list(pairs))
        return [self._one(self.said.get(pair.claim, self.otherwise)) for pair in pairs]

    async def ascore(self, pairs: Sequence[Pair]) -> list[Score]:
        return self.score(pairs)

    def _one(self, supported: float) -> Score:
        contradicted = min(self.contradicted, 1 - supported)
        return Score(
            supported=supported, contradicted=contradicted, neutral=1 - supported - contradicted
        )


def answer(whole: float, first: float, second: float, text: str = TWO) -> Any:
    question = Question(text, (SOURCE,))
    one, two = (fact.text for fact in question.facts)
    judge = ClaimJudge({text: whole, one: first, two: second})
    return asyncio.run(answers([question], judge))[0]


def test_a_sentence_that_passes_with_both_its_facts_is_supported() -> None:
    assert answer(0.7, 0.8, 0.9).is_supported


def test_a_fact_that_lacks_context_may_lie_below_the_threshold() -> None:
    assert answer(0.7, 0.6 * FACT_SHARE, 0.9).is_supported


def test_a_sentence_is_only_partly_supported_when_one_fact_fails_clearly() -> None:
    found = answer(0.9, 0.9, 0.6 * FACT_SHARE - 0.01)
    assert (found.is_supported, found.is_partly_supported) == (False, True)
    assert [fact.text for fact in found.missing] == [STAFF]
    assert found.score == pytest.approx(0.6 * FACT_SHARE - 0.01)


def test_a_sentence_of_which_each_fact_passes_may_itself_lie_a_little_below() -> None:
    found = answer(0.6 * WHOLE_SHARE, 0.7, 0.8)
    assert (found.is_supported, found.score) == (True, 0.7)


def test_facts_that_pass_do_not_save_a_sentence_that_fails_clearly() -> None:
    found = answer(0.6 * WHOLE_SHARE - 0.01, 0.7, 0.8)
    assert (found.is_supported, found.is_partly_supported, found.missing) == (False, True, ())


def test_facts_that_pass_do_not_prove_that_one_is_the_cause_of_the_other() -> None:
    text = "The mill of Cork closed because the staff had left."
    assert not answer(0.5, 0.9, 0.9, text).is_supported


def test_all_facts_of_all_sentences_are_put_to_the_judge_in_one_call() -> None:
    judge = ClaimJudge({})
    asyncio.run(answers([Question(TWO, (SOURCE,)), Question(TWO, (OTHER,))], judge))
    ((*pairs,),) = judge.calls
    assert [pair.claim for pair in pairs] == [TWO, CLOSED, STAFF] * 2


def test_a_fact_that_the_source_tells_word_for_word_is_not_put_to_the_judge() -> None:
    source = Article(text="The mill closed in spring. All else is unknown.")
    judge = ClaimJudge({TWO: 0.9, STAFF: 0.9})
    (found,) = asyncio.run(answers([Question(TWO, (source,))], judge))
    assert [pair.claim for pair in judge.calls[0]] == [TWO, STAFF]
    assert found.facts[0].score > 0.9


def test_the_verdict_tells_each_fact_with_its_place_its_score_and_what_is_left(
    check: Check,
) -> None:
    judge = ClaimJudge({TWO: 0.3, CLOSED: 0.8})
    (verdict,) = check([SOURCE], (TWO, [SOURCE]), judge=judge)
    assert verdict.finding is Finding.PARTLY_SUPPORTED
    assert verdict.reason == "the cited passages do not say: The mill laid off its staff"
    assert [(f.text, f.supported, f.score) for f in verdict.facts] == [
        (CLOSED, True, 0.8),
        (STAFF, False, 0.1),
    ]
    assert [TWO[f.start : f.end] for f in verdict.facts] == [
        "The mill closed in spring",
        "laid off its staff",
    ]
    assert verdict.cut == CLOSED


def test_a_high_score_of_the_whole_does_not_hide_a_fact_that_fails(check: Check) -> None:
    judge = ClaimJudge({TWO: 0.95, CLOSED: 0.95, STAFF: 0.02})
    (verdict,) = check([SOURCE], (TWO, [SOURCE]), judge=judge)
    assert (verdict.finding, verdict.cut) == (Finding.PARTLY_SUPPORTED, CLOSED)
    assert verdict.score == 0.02


def test_a_sentence_of_one_fact_has_no_list_of_facts(check: Check) -> None:
    judge = ClaimJudge({}, otherwise=0.9)
    (verdict,) = check([SOURCE], (CLOSED, [SOURCE]), judge=judge)
    assert (verdict.finding, verdict.facts, verdict.cut) == (Finding.SUPPORTED, (), "")


def test_a_number_wrong_in_one_fact_leaves_the_other_to_be_told(check: Check) -> None:
    source = Article(text="The mill shut in spring. It laid off 40 staff then.")
    text = "The mill closed its gates and laid off 60 staff."
    judge = ClaimJudge({"The mill closed its gates.": 0.9})
    (verdict,) = check([source], (text, [source]), judge=judge)
    assert verdict.finding is Finding.WRONG_NUMBER
    assert [fact.supported for fact in verdict.facts] == [True, False]
    assert verdict.cut == "The mill closed its gates."


def test_the_number_of_judge_calls_does_not_grow_with_the_sentences(check: Check) -> None:
    few, many = ClaimJudge({}), ClaimJudge({})
    check([SOURCE, OTHER], (TWO, [SOURCE]), judge=few)
    told = [(f"The mill of town {n} closed and laid off its staff.", [SOURCE]) for n in "abcdefgh"]
    check([SOURCE, OTHER], *told, judge=many)
    assert len(many.calls) <= len([call for call in few.calls if call]) + 2 <= 8


def test_no_pair_is_put_to_the_judge_twice_in_a_check(check: Check) -> None:
    judge = ClaimJudge({}, otherwise=0.9)
    check([SOURCE, OTHER], (TWO, [SOURCE, OTHER]), (TWO, [SOURCE, OTHER]), judge=judge)
    asked = [pair for call in judge.calls for pair in call]
    assert len(asked) == len(set(asked))


def test_a_remembered_judge_says_what_the_judge_within_says() -> None:
    judge = ClaimJudge({"a b": 0.8})
    remembered = Remembered(judge)
    pairs = [Pair(evidence=("x",), claim="a b"), Pair(evidence=("x",), claim="c")]
    first = remembered.score([*pairs, pairs[0]])
    assert first == asyncio.run(remembered.ascore([*pairs, pairs[0]]))
    assert [score.supported for score in first] == [0.8, 0.1, 0.8]
    assert judge.calls == [pairs]
    assert (remembered.name, remembered.version, remembered.threshold) == ("claims", "1", 0.6)
