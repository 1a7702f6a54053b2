"""The judges that ship: what they are asked, and what their answers count as."""

import asyncio
import csv
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from groundwood.agents import AIDED, JUDGES, UNAIDED, Loader, load_judge
from groundwood.agents.checker.judges.features import FEATURES, features
from groundwood.agents.checker.judges.judge import Pair, as_pair, as_pairs
from groundwood.agents.checker.judges.lexical import load_lexical
from groundwood.agents.checker.passages import pair
from groundwood.errors import InputError, SettingsError
from groundwood.gateway.scripted import ScriptedModel
from groundwood.nouns import Article
from groundwood.settings import load_settings

TEXT = "The crew of the ferry was saved by two fishing boats off Cork."
GOOD = Pair(evidence=(TEXT,), claim="Two fishing boats saved the ferry's crew off Cork.")
BAD = Pair(evidence=(TEXT,), claim="The parliament in Dublin debated a new tax on sugar.")


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
    assert len(judge.support.weights) == len(judge.contradiction.weights) == len(FEATURES)
    assert 0 < judge.threshold < 1


def test_every_feature_lies_between_zero_and_one() -> None:
    for each in (GOOD, BAD, Pair(evidence=("\u3042",), claim="!")):
        assert all(0 <= value <= 1 for value in features(each.evidence, each.claim))


@pytest.mark.parametrize("evidence", [TEXT, [TEXT], (TEXT,)])
def test_evidence_and_claim_may_be_given_plainly(evidence: Any) -> None:
    assert as_pairs([(evidence, GOOD.claim), GOOD]) == [GOOD, GOOD]
    judge = load_judge("lexical")
    assert judge.score([(evidence, GOOD.claim)]) == judge.score([GOOD])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((TEXT, " "), "the claim is empty"),
        ((TEXT, ""), "the claim is empty"),
        (("", "A claim."), "the evidence is empty"),
        (([], "A claim."), "the evidence is empty"),
        (([" ", ""], "A claim."), "the evidence is empty"),
        (Pair(evidence=(" ",), claim="A claim."), "the evidence is empty"),
        (("evidence alone",), "not (evidence, claim)"),
        ("ab", "not (evidence, claim)"),
        (None, "not (evidence, claim)"),
        ((TEXT, 7), "evidence and claim must be texts"),
        (([TEXT, None], "A claim."), "evidence and claim must be texts"),
    ],
    ids=str,
)
def test_a_pair_that_is_none_is_refused_with_its_index(given: Any, told: str) -> None:
    with pytest.raises(InputError) as caught:
        load_judge("lexical").score([GOOD, given])
    assert str(caught.value) == f"pairs[1]: {told}"


def test_a_pair_alone_is_refused_without_an_index() -> None:
    with pytest.raises(InputError, match=r"^pair: the claim is empty$"):
        as_pair((TEXT, ""))


def test_an_unknown_judge_is_refused_with_the_known_ones() -> None:
    known = "auto, builtin, cascade, http, lexical, llm"
    with pytest.raises(SettingsError) as caught:
        load_judge("oracle")
    assert str(caught.value) == f"--judge: there is no judge 'oracle'; there are: {known}"


def test_a_judge_of_your_own_is_taken_as_it_is(word_judge: Callable[..., Any]) -> None:
    own = word_judge("boats")
    assert load_judge(own) is own


def test_a_new_judge_is_a_module_and_a_line(
    monkeypatch: pytest.MonkeyPatch, word_judge: Callable[..., Any]
) -> None:
    module = ModuleType("jury")
    module.load_jury = lambda model, settings: word_judge(f"{model.name} {settings.votes}")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "jury", module)
    monkeypatch.setitem(JUDGES, "jury", Loader("jury", "load_jury", ("model", "settings")))
    judge = load_judge("jury", ScriptedModel(), load_settings(votes=3))
    assert judge.word == "scripted 3"  # type: ignore[attr-defined]


def test_a_judge_whose_library_is_missing_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(JUDGES, "jury", Loader("no_such_library", "load"))
    with pytest.raises(SettingsError, match="--judge: jury cannot be loaded here: No module named"):
        load_judge("jury")


def test_auto_takes_the_judge_that_needs_nothing_where_no_model_can_judge() -> None:
    assert load_judge().name == load_judge("auto").name == UNAIDED
    assert load_judge("auto", ScriptedModel(small=True)).name == UNAIDED


def test_auto_asks_a_model_that_can_judge() -> None:
    assert load_judge("auto", ScriptedModel()).name == AIDED


def test_every_judge_that_is_named_has_its_module_and_function() -> None:
    for loader in JUDGES.values():
        assert callable(getattr(import_module(loader.module), loader.function))
