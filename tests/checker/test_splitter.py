"""The facts of a sentence as a model parts it, and what is made of a bad answer."""

import asyncio
from typing import Any

import pytest

from groundwood.agents import load_judge
from groundwood.agents.checker.checker import LayeredChecker
from groundwood.agents.checker.facts.clauses import facts
from groundwood.agents.checker.facts.splitter import ClauseSplitter, load_splitter
from groundwood.agents.checker.judges.judge import Score
from groundwood.agents.checker.judges.llm_judge import LlmJudge
from groundwood.agents.checker.support import weighed
from groundwood.errors import ModelError
from groundwood.gateway.scripted import ScriptedModel
from groundwood.nouns import Article, Finding
from groundwood.store import open_store

SENTENCE = "Having lost 40 drivers since May, the tram company of Varn cut its night service."
LOST = {"fact": "The tram company of Varn has lost 40 drivers since May.",
        "words": "lost 40 drivers since May"}  # fmt: skip
CUT = {"fact": "The tram company of Varn cut its night service.",
       "words": "the tram company of Varn cut its night service"}  # fmt: skip


def parted(*told: dict[str, str], sentence: str = SENTENCE) -> tuple[Any, ...]:
    model = ScriptedModel({"checker/facts": {"facts": list(told)}})
    return asyncio.run(load_splitter(LlmJudge(model), model).facts([sentence]))[0]


def test_a_models_facts_stand_where_their_words_stand() -> None:
    found = parted(LOST, CUT)
    assert [(fact.text, SENTENCE[fact.start : fact.end]) for fact in found] == [
        (LOST["fact"], LOST["words"]),
        (CUT["fact"], CUT["words"]),
    ]


@pytest.mark.parametrize(
    "told",
    [
        [],
        [CUT],
        [LOST, CUT | {"words": "cut the night service"}],
        [LOST, CUT | {"words": ""}],
        [LOST | {"fact": "The tram company of Varn has lost 50 drivers since May."}, CUT],
        [LOST | {"fact": "The tram company of Oslo has lost 40 drivers since May."}, CUT],
        [LOST, CUT | {"fact": "Passengers are angry about the missing service."}],
        [LOST, CUT, *[CUT] * 12],
    ],
    ids=["none", "one left out", "not its words", "no words", "figure", "name", "new", "too many"],
)
def test_where_they_are_not_the_sentences_own_its_clauses_count(told: list[dict[str, str]]) -> None:
    assert parted(*told) == facts(SENTENCE)


DOUBTED = (
    "Police have not confirmed that Anna Berg allegedly resigned on 4 March 2024 over the contract."
)


@pytest.mark.parametrize(
    "fact",
    [
        "Police have confirmed that Anna Berg allegedly resigned on 4 March 2024 over the contract.",
        "Police have not confirmed that Anna Berg resigned on 4 March 2024 over the contract.",
        "Police have not confirmed that Anna Berg allegedly resigned on 5 March 2024 over the contract.",
    ],
    ids=["negation", "doubt", "date"],
)
def test_a_fact_that_loses_a_negation_or_doubt_or_moves_a_date_does_not_count(fact: str) -> None:
    assert parted({"fact": fact, "words": DOUBTED}, sentence=DOUBTED) == facts(DOUBTED)
    assert parted({"fact": DOUBTED, "words": DOUBTED}, sentence=DOUBTED)[0].kind == "part"


def test_facts_of_a_model_never_make_up_for_a_sentence_that_fails_as_a_whole() -> None:
    low, high = (Score(supported=p, contradicted=0, neutral=1 - p) for p in (0.45, 0.9))
    parts = parted(LOST, CUT)
    assert not weighed(parts, low, [high, high], 0.47).is_supported


def test_a_short_sentence_is_not_put_to_the_model() -> None:
    model = ScriptedModel({})
    found = asyncio.run(
        load_splitter(LlmJudge(model), model).facts(["The mill closed and the staff left."])
    )
    assert found == [facts("The mill closed and the staff left.")]


def test_a_model_that_does_not_answer_is_a_failure_and_no_sentence_of_one_fact() -> None:
    with pytest.raises(ModelError):
        asyncio.run(load_splitter(LlmJudge(ScriptedModel({})), ScriptedModel({})).facts([SENTENCE]))


def test_without_a_model_that_can_judge_the_clauses_are_the_facts() -> None:
    judge = LlmJudge(ScriptedModel({}))
    assert load_splitter(judge, None) == ClauseSplitter()
    assert load_splitter(judge, ScriptedModel({}, small=True)) == ClauseSplitter()


def test_a_judge_that_asks_no_model_leaves_the_facts_to_the_clauses() -> None:
    assert load_splitter(load_judge("lexical"), ScriptedModel({})) == ClauseSplitter()


def test_the_checker_names_the_fact_of_a_model_that_the_source_does_not_say(
    word_judge: Any, told: Any, shown: Any
) -> None:
    article = Article(title="Trams", text="The tram company of Varn cut its night service.")
    store = open_store("sqlite://")
    store.put([article])
    model = ScriptedModel({"checker/facts": {"facts": [LOST, CUT]}})
    checker = LayeredChecker(store, word_judge(), load_splitter(LlmJudge(model), model))
    story = told((SENTENCE, [article]))
    verdict = asyncio.run(checker.check(story, shown([article])))[0]
    assert [(fact.text, fact.supported) for fact in verdict.facts] == [
        (LOST["fact"], False),
        (CUT["fact"], True),
    ]
    assert verdict.finding is Finding.WRONG_NUMBER
    assert verdict.cut == CUT["fact"]
