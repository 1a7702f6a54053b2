"""Which title may stand over a story."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from groundwood.agents.checker.headline import HeadlineChecker, headline_problem, one_sided
from groundwood.agents.checker.judges.judge import Pair, Score
from groundwood.nouns import (
    Account,
    Article,
    Citation,
    Disagreement,
    Finding,
    Story,
    Verdict,
)
from groundwood.store import open_store

BODY = "Six workers died when the Key Bridge in Baltimore fell. The port is closed."
SOURCE = Article(title="Baltimore mourns six workers", text=f"{BODY} Mayor Scott visited.")


@dataclass
class OneMind:
    """Gives every pair the same score, and remembers what it was asked."""

    supported: float = 0.0
    contradicted: float = 0.0
    asked: tuple[Pair, ...] = ()
    name: str = "one mind"
    version: str = "1"
    threshold: float = 0.5

    def score(self, pairs: Sequence[Pair]) -> list[Score]:
        self.asked = (*self.asked, *pairs)
        rest = 1 - self.supported - self.contradicted
        same = Score(supported=self.supported, contradicted=self.contradicted, neutral=rest)
        return [same for _ in pairs]

    async def ascore(self, pairs: Sequence[Pair]) -> list[Score]:
        return self.score(pairs)


def problem(title: str, story: Story, judge: OneMind, *verdicts: Verdict) -> str | None:
    store = open_store("sqlite://")
    store.put([SOURCE])
    checker = HeadlineChecker(store=store, judge=judge)
    return asyncio.run(checker.problem(title, story, verdicts))


@pytest.fixture
def body(told: Callable[..., Story]) -> Story:
    return told((BODY, [SOURCE]))


@pytest.mark.parametrize(
    "title",
    [
        "Six workers died in the fall of Key Bridge",
        "Port closed after Baltimore bridge fell",
        "6 workers died when Key Bridge fell",
        "SIX WORKERS DIED WHEN KEY BRIDGE FELL",
    ],
)
def test_a_title_that_the_story_tells_may_stand(title: str, body: Story) -> None:
    assert headline_problem(title, body, [SOURCE]) is None


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Nine workers died when Key Bridge fell", "the story does not have Nine"),
        ("Six workers died when Bay Bridge fell", "the story does not have Bay"),
        ("Six workers died in “criminal” fall of bridge", "the story does not have criminal"),
        ("Six workers died on May 3 in fall of bridge", "the story does not have 3 May"),
        ("Senate passes budget after long night", "the story does not tell what the title says"),
        ("Mayor Scott visited as six workers died", "the story does not have Scott"),
    ],
)
def test_a_title_with_what_the_story_does_not_tell_may_not(
    title: str, reason: str, body: Story
) -> None:
    assert headline_problem(title, body, [SOURCE]) == reason


def test_a_title_with_what_no_source_tells_may_not(told: Callable[..., Any]) -> None:
    invented = told((f"{BODY} Nine divers came.", [SOURCE]))
    found = headline_problem("Nine divers came as workers died", invented, [SOURCE])
    assert found is not None
    assert "'Nine'" in found


def test_a_title_that_says_the_reverse_may_not(told: Callable[..., Any]) -> None:
    body = "The council approved the harbour plan."
    source = Article(text=body)
    found = headline_problem(
        "The council rejected the harbour plan", told((body, [source])), [source]
    )
    assert found == "the source says 'approved', the sentence 'rejected'"


def test_a_free_title_that_the_judge_finds_in_nothing_may_not_stand(body: Story) -> None:
    judge = OneMind(supported=0.2)
    assert problem("Bridge fell on port workers in Baltimore", body, judge) == (
        "neither the story nor a source says so"
    )
    assert [len(pair.evidence) for pair in judge.asked] == [1, 1]


def test_a_free_title_that_the_judge_finds_in_the_story_may_stand(body: Story) -> None:
    assert problem("Workers died in Baltimore as bridge fell", body, OneMind(supported=0.8)) is None


def test_a_title_that_the_judge_finds_contradicted_may_not_stand(body: Story) -> None:
    judge = OneMind(supported=0.3, contradicted=0.6)
    assert problem("Baltimore mourns six workers", body, judge) == (
        "the story or a source says the opposite"
    )


def test_a_title_in_the_storys_own_words_needs_no_judge(body: Story) -> None:
    judge = OneMind()
    assert problem("Six workers died when the Key Bridge in Baltimore fell", body, judge) is None
    assert judge.asked == ()


def test_a_sources_own_title_needs_no_support_beyond_comparison(body: Story) -> None:
    assert problem("Baltimore mourns six workers", body, OneMind(supported=0.1)) is None


def disputed(is_update: bool = False) -> Verdict:
    cited = Citation(article_id=SOURCE.id)
    accounts = (
        Account(teller="Bay Wire", told="six workers", citation=cited),
        Account(teller="Harbour News", told="eight workers", citation=cited),
    )
    return Verdict(
        paragraph=0,
        sentence=0,
        text=BODY,
        finding=Finding.CONFLICTING,
        reason="sources differ",
        disagreement=Disagreement(kind="figure", accounts=accounts, is_update=is_update),
        checker="test",
        version="1",
    )


def test_a_title_that_takes_a_side_where_sources_differ_may_not_stand(body: Story) -> None:
    title = "Six workers died in the fall of Key Bridge"
    assert problem(title, body, OneMind(supported=1.0), disputed()) == (
        "sources differ: Bay Wire says 'six workers', Harbour News says 'eight workers'"
    )


@pytest.mark.parametrize(
    ("title", "is_update"),
    [
        ("Workers died in the fall of Key Bridge", False),
        ("Six or eight workers died in the fall of Key Bridge", False),
        ("Six workers died in the fall of Key Bridge", True),
    ],
)
def test_a_title_without_the_disputed_figure_or_with_both_or_a_newest_one_takes_no_side(
    title: str, is_update: bool
) -> None:
    assert one_sided(title, [disputed(is_update)]) is None
