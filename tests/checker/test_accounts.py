"""Sentences that say who tells what: each part is checked by its own source."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from groundwood.agents.checker.disputes.accounts import own_accounts, parts_of
from groundwood.agents.checker.disputes.contests import CONTRADICTS
from groundwood.agents.checker.disputes.differences import differences
from groundwood.agents.checker.disputes.quantities import quantities
from groundwood.agents.checker.judges.judge import Pair, Score
from groundwood.agents.checker.windows import window_of
from groundwood.nouns import Article, Finding

Check = Callable[..., Any]
NOON = datetime(2024, 5, 9, 12, tzinfo=UTC)
COAST = Article(
    text="Harbour officials said that 12 people had died in the sinking. The port is shut.",
    source="Coast Wire",
    url="https://a.invalid/1",
    published_at=NOON,
)
NEWS = Article(
    text="Harbour officials said that 15 people had died in the sinking. Divers went down.",
    source="Harbour News",
    url="https://b.invalid/2",
    published_at=NOON,
)
BOTH = (
    "Coast Wire reports that harbour officials said that 12 people had died in the sinking; "
    "Harbour News reports that harbour officials said that 15 people had died in the sinking."
)


def test_a_sentence_that_gives_each_outlet_its_own_figure_is_conflicting_and_cited_to_both(
    check: Check,
) -> None:
    (verdict,) = check([COAST, NEWS], (BOTH, [COAST, NEWS]))
    assert verdict.finding is Finding.CONFLICTING
    assert verdict.reason == (
        "sources differ: Coast Wire says '12 people', Harbour News says '15 people'"
    )
    assert [c.article_id for c in verdict.evidence] == [COAST.id, NEWS.id]
    assert [a.quote(c.spans[0]) for a, c in zip((COAST, NEWS), verdict.evidence, strict=True)] == [
        "Harbour officials said that 12 people had died in the sinking.",
        "Harbour officials said that 15 people had died in the sinking.",
    ]
    assert verdict.disagreement is not None
    told = [(account.teller, account.told) for account in verdict.disagreement.accounts]
    assert told == [("Coast Wire", "12 people"), ("Harbour News", "15 people")]


@pytest.mark.parametrize(
    "text",
    [
        BOTH.replace("12", "fifteen").replace("15", "12"),
        BOTH.replace("15", "17"),
        BOTH.replace("Harbour News", "Coast  Wire").replace("Coast Wire", "Harbour News"),
    ],
)
def test_a_figure_that_its_own_outlet_does_not_give_is_refused_though_the_other_gives_it(
    text: str, check: Check
) -> None:
    text = text.replace("Coast  Wire", "Coast Wire")
    (verdict,) = check([COAST, NEWS], (text, [COAST, NEWS]))
    assert not verdict.finding.may_be_published


def test_quoted_sides_are_held_to_the_very_words(check: Check) -> None:
    quoted = (
        "Coast Wire reports: “Harbour officials said that 12 people had died in the sinking”; "
        "Harbour News reports: “Harbour officials said that 15 people had died in the sinking”."
    )
    (verdict,) = check([COAST, NEWS], (quoted, [COAST, NEWS]))
    assert verdict.finding is Finding.CONFLICTING
    (changed,) = check([COAST, NEWS], (quoted.replace("said", "claimed", 1), [COAST, NEWS]))
    assert not changed.finding.may_be_published


def test_outlets_that_agree_are_no_conflict(check: Check) -> None:
    text = "Coast Wire reports that the port is shut; Harbour News reports that divers went down."
    (verdict,) = check([COAST, NEWS], (text, [COAST, NEWS]))
    assert (verdict.finding, verdict.disagreement) == (Finding.SUPPORTED, None)


@pytest.mark.parametrize(
    "text",
    [
        "According to Coast Wire, 12 people died, while Harbour News says 15 people died.",
        "Coast Wire said that 12 people died, but the Harbour News reported 15 people died.",
        "Coast Wire reports: “12 people died”; Harbour News reports: “15 people died”.",
    ],
)
def test_other_wordings_of_the_two_sides_are_read_too(text: str) -> None:
    parts = parts_of(text, [COAST, NEWS])
    assert [(part.teller, part.articles) for part in parts] == [
        ("Coast Wire", (COAST,)),
        ("Harbour News", (NEWS,)),
    ]
    assert [part.text.strip("“”") for part in parts] == ["12 people died", "15 people died"]


@pytest.mark.parametrize(
    "text",
    [
        "Coast Wire reports that 12 people died.",
        "12 people died, Coast Wire and Harbour News report.",
        "The ferry sank; Coast Wire reports that 12 people died.",
    ],
)
def test_a_sentence_that_does_not_give_each_outlet_a_part_has_none(text: str) -> None:
    assert parts_of(text, [COAST, NEWS]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Some reports called it the first in 15 years, while the ministry says that none was held.",
        "Local media put the toll at 12 people, but the ministry said 9 people had died.",
        "The company said that the leak was small, whereas several reports described a large leak.",
    ],
)
def test_an_article_that_sets_reports_against_each_other_tells_a_disagreement(text: str) -> None:
    assert own_accounts(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "The White House said the port would open, while crews lifted a section of the bridge.",
        "Some reports arrived late, while the official statement was read in the square.",
        "The minister said that reports of a rift were wrong, but gave no details.",
        "Some reports called it a success, while the crowd went home through the rain.",
        "The union said 300 workers walked out.",
    ],
)
def test_a_contrast_of_other_things_is_no_disagreement(text: str) -> None:
    assert own_accounts(text) is None


def test_the_disagreement_that_an_article_tells_is_conflicting_by_its_two_tellers(
    check: Check,
) -> None:
    text = "Some reports put the toll at 12 people, while the ministry said 9 people had died."
    source = Article(text=text, source="Coast Wire")
    (verdict,) = check([source], (text, [source]))
    assert verdict.finding is Finding.CONFLICTING
    assert verdict.reason == "sources differ: some reports and the ministry do not say the same"


class Doubter:
    """Supports all, and finds a contradiction wherever the evidence holds one of its words."""

    name, version, threshold = "doubter", "1", 0.5

    def __init__(self, *words: str) -> None:
        self.words = words
        self.asked: list[Pair] = []

    def score(self, pairs: Any) -> list[Score]:
        self.asked += pairs
        return [self._one(pair) for pair in pairs]

    async def ascore(self, pairs: Any) -> list[Score]:
        return self.score(pairs)

    def _one(self, pair: Pair) -> Score:
        turned = any(word in " ".join(pair.evidence) for word in self.words)
        contradicted = CONTRADICTS if turned and len(pair.evidence) == 1 else 0.0
        return Score(supported=1 - contradicted, contradicted=contradicted, neutral=0)


GUARD = Article(
    text="Officials of the coast guard said that 12 people had died in the ferry sinking off Arden.",
    source="Coast Wire",
    published_at=NOON,
)
PRIEST = Article(
    text="A priest told mourners at the cathedral that 15 people had died in the ferry sinking.",
    source="Harbour News",
    published_at=NOON,
)


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        (("priest", "guard"), Finding.CONFLICTING),
        (("priest",), Finding.SUPPORTED),
        ((), Finding.SUPPORTED),
    ],
)
def test_a_likely_conflict_counts_when_the_judge_sees_it_both_ways(
    words: tuple[str, ...], finding: Finding, check: Check
) -> None:
    judge = Doubter(*words)
    (verdict,) = check([GUARD, PRIEST], (GUARD.text, [GUARD]), judge=judge)
    assert verdict.finding is finding
    assert [pair.claim for pair in judge.asked[-2:]] == [GUARD.text, PRIEST.text]


@pytest.mark.parametrize(
    "text",
    [
        "some reports said a, while " * 4000,
        "12 people " * 4000,
        "no people, " * 4000,
        "Coast Wire reports that x; Harbour News reports that " * 2500,
        "12," * 8000,
    ],
)
def test_what_is_too_long_to_be_a_sentence_is_not_compared(text: str) -> None:
    assert parts_of(text, [COAST, NEWS]) == []
    assert own_accounts(text) is None
    assert quantities(text) == ()
    assert list(differences(text, window_of(f"{text}z"))) == []
