"""The checker put to the test on false variants of a story's own sentences."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from pydantic import ValidationError

from groundwood.agents.checker.checker import LayeredChecker
from groundwood.agents.checker.judges.judge import Pair, Score
from groundwood.agents.checker.mutations.make import KINDS
from groundwood.agents.checker.probe import NOTHING_TO_ALTER, MutationProbe, wilson
from groundwood.errors import ModelUnavailable
from groundwood.nouns import Article, Evidence, Probe, ProbedKind, Topic
from groundwood.store import open_store

BRIDGE = Article(
    title="Bridge opens",
    text="The minister opened the bridge on Tuesday. Some of the lanes remain closed.",
)
FERRY = Article(title="Ferry", text="The ferry company sold 12 boats to Norway.")
DULL = Article(title="Hm", text="Hm, well, so it goes.")


@dataclass
class EvenJudge:
    """Says the same of every claim, and remembers what it was asked; or fails."""

    supported: float
    failure: Exception | None = None
    name: str = "even"
    version: str = "1"
    threshold: float = 0.5
    asked: list[Pair] = field(default_factory=list)

    def score(self, pairs: Sequence[Pair]) -> list[Score]:
        if self.failure is not None and pairs:
            raise self.failure
        self.asked.extend(pairs)
        rest = 1 - self.supported
        return [Score(supported=self.supported, contradicted=0, neutral=rest) for _ in pairs]

    async def ascore(self, pairs: Sequence[Pair]) -> list[Score]:
        return self.score(pairs)


@pytest.fixture
def probed(told: Callable[..., Any]) -> Callable[..., Probe]:
    def run(judge: EvenJudge, *articles: Article, **options: Any) -> Probe:
        store = open_store("sqlite://")
        store.put(articles)
        story = told(
            *((f"{text.rstrip('.')}.", [a]) for a in articles for text in a.text.split(". "))
        )
        checker = LayeredChecker(store=store, judge=judge)
        evidence = Evidence(topic=Topic())
        verdicts = asyncio.run(checker.check(story, evidence))
        prober = MutationProbe(store, checker, **options)
        return asyncio.run(prober.probe(story, evidence, verdicts))

    return run


def test_a_judge_that_refuses_what_comparison_leaves_open_detects_everything(
    probed: Callable[..., Probe],
) -> None:
    probe = probed(EvenJudge(0.0), BRIDGE, FERRY)
    assert probe.tried > 5
    assert (probe.rate, probe.detected, probe.misses) == (1.0, probe.tried, ())
    assert not probe.is_weak
    assert (probe.unaltered, probe.refused) == (3, 0)


def test_a_judge_that_supports_everything_misses_what_comparison_does_not_see(
    probed: Callable[..., Probe],
) -> None:
    probe = probed(EvenJudge(1.0), BRIDGE, FERRY)
    assert probe.rate is not None
    assert 0 < probe.rate < 1
    assert probe.is_weak
    kinds = {kind.kind: (kind.tried, kind.detected) for kind in probe.kinds}
    assert kinds["number"] == (1, 1)
    assert kinds["quantity"] == (1, 0)
    (miss,) = [miss for miss in probe.misses if miss.kind == "quantity"]
    assert (miss.paragraph, miss.sentence) == (1, 0)
    assert miss.text == "All of the lanes remain closed."
    assert (miss.old, miss.new, miss.score) == ("Some of ", "all of ", 1.0)


def test_the_numbers_of_the_kinds_add_up_to_the_whole(probed: Callable[..., Probe]) -> None:
    probe = probed(EvenJudge(1.0), BRIDGE, FERRY)
    assert probe.tried == sum(kind.tried for kind in probe.kinds)
    assert len(probe.misses) == probe.tried - probe.detected
    assert [kind.kind for kind in probe.kinds] == [
        kind for kind in KINDS if kind in {k.kind for k in probe.kinds}
    ]


def test_a_variant_is_checked_against_the_citations_of_its_own_sentence_alone(
    probed: Callable[..., Probe],
) -> None:
    judge = EvenJudge(0.0)
    probed(judge, BRIDGE, FERRY)
    about_ferry = [pair for pair in judge.asked if "boats" in pair.claim]
    assert about_ferry
    assert all("bridge" not in " ".join(pair.evidence) for pair in about_ferry)


def test_a_story_of_which_nothing_can_be_altered_has_a_reason_and_no_rate(
    probed: Callable[..., Probe],
) -> None:
    probe = probed(EvenJudge(1.0), DULL)
    assert (probe.rate, probe.low, probe.high, probe.kinds) == (None, None, None, ())
    assert probe.reason == NOTHING_TO_ALTER
    assert not probe.is_weak


def test_a_judge_that_fails_is_an_error_and_no_rate(probed: Callable[..., Probe]) -> None:
    judge = EvenJudge(0.0, failure=ModelUnavailable("model m: no answer"))
    with pytest.raises(ModelUnavailable, match="model m: no answer"):
        probed(judge, BRIDGE)


def test_no_more_variants_are_tried_than_allowed_and_the_kinds_take_turns(
    probed: Callable[..., Probe],
) -> None:
    every = probed(EvenJudge(0.0), BRIDGE, FERRY)
    probe = probed(EvenJudge(0.0), BRIDGE, FERRY, most=len(every.kinds))
    assert [kind.tried for kind in probe.kinds] == [1] * len(every.kinds)


def test_the_same_story_is_probed_alike_each_time(probed: Callable[..., Probe]) -> None:
    assert probed(EvenJudge(1.0), BRIDGE, FERRY) == probed(EvenJudge(1.0), BRIDGE, FERRY)


def test_the_interval_is_the_one_by_wilson() -> None:
    low, high = wilson(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert wilson(0, 5)[0] == 0.0
    assert wilson(5, 5)[1] == 1.0


@pytest.mark.parametrize(("detected", "is_weak"), [(8, False), (7, True)])
def test_a_checker_is_weak_when_it_misses_more_than_the_limit(detected: int, is_weak: bool) -> None:
    kinds = (ProbedKind(kind="number", tried=10, detected=detected),)
    probe = Probe(kinds=kinds, rate=detected / 10, low=0.4, high=0.95, limit=0.2)
    assert probe.is_weak is is_weak


def test_a_probe_has_a_rate_or_a_reason() -> None:
    with pytest.raises(ValidationError, match="neither and a reason"):
        Probe(limit=0.2)
    with pytest.raises(ValidationError, match="neither and a reason"):
        Probe(rate=1.0, low=0.5, high=1.0, limit=0.2)
    with pytest.raises(ValidationError, match="3 of 2 cannot be detected"):
        ProbedKind(kind="number", tried=2, detected=3)


def test_a_failure_leaves_its_reason(probed: Callable[..., Probe]) -> None:
    store = open_store("sqlite://")
    prober = MutationProbe(store, LayeredChecker(store=store, judge=EvenJudge(0.0)), limit=0.3)
    assert prober.none("no answer") == Probe(reason="no answer", limit=0.3)
    assert replace(prober, limit=0.1).none("x").limit == 0.1
