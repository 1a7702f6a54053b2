"""What models and code are given to tell all sides of what sources tell differently."""

from datetime import UTC, datetime
from typing import Any

import pytest

from groundwood.agents.summarizer.attributed import attributed
from groundwood.agents.summarizer.model_sides import NOTHING, differing, with_sides
from groundwood.nouns import (
    Account,
    Article,
    Citation,
    Disagreement,
    ParagraphPlan,
    Passage,
    Span,
)


def article(text: str, source: str | None, **changes: Any) -> Article:
    moment = datetime(2024, 5, 9, 12, tzinfo=UTC)
    return Article(text=text, source=source, published_at=moment, **changes)


def sentence(number: int, source: str | None = "Coast Wire", text: str = "", **changes: Any) -> Any:
    told = text or f"The ministry said that {number} people had died in the sinking of the ferry."
    found = article(f"{told} The port is shut.", source, **changes)
    return found, Span(start=0, end=len(told))


def test_both_sides_are_told_in_the_sources_own_words_by_their_tellers() -> None:
    one, other = sentence(12), sentence(15, "Harbour News")
    told = attributed([one, other], 2024)
    assert told is not None
    assert told.text == (
        "Coast Wire reports that the ministry said that 12 people had died in the sinking of the "
        "ferry; Harbour News reports that the ministry said that 15 people had died in the sinking "
        "of the ferry."
    )
    assert [c.article_id for c in told.citations] == [one[0].id, other[0].id]
    assert [c.spans for c in told.citations] == [(one[1],), (other[1],)]


def test_a_side_whose_first_word_may_be_a_name_is_quoted() -> None:
    one = sentence(12, text="Harbour officials said that 12 people had died in the sinking.")
    other = sentence(
        15, "Isle Post", "Harbour officials said that 15 people had died in the sinking."
    )
    told = attributed([one, other], 2024)
    assert told is not None
    assert told.text == (
        "Coast Wire reports: “Harbour officials said that 12 people had died in the sinking”; "
        "Isle Post reports: “Harbour officials said that 15 people had died in the sinking”."
    )


def test_without_an_outlet_the_title_tells() -> None:
    told = attributed([sentence(12), sentence(15, None, title="The Moor Star is lost")], 2024)
    assert told is not None
    assert "“The Moor Star is lost” reports that the ministry" in told.text


@pytest.mark.parametrize(
    "other",
    [
        sentence(15, "Coast Wire"),
        sentence(15, None),
        sentence(15, "[0badcafe]"),
        sentence(15, "Harbour News", "They said that 15 people had died in the sinking."),
        sentence(15, "Harbour News", "The ministry said that 15 had died in the sinking"),
        sentence(15, "Harbour News", f"The ministry said that 15 died{' and more died' * 12}."),
    ],
)
def test_what_has_no_name_of_its_own_or_cannot_stand_alone_is_no_side(other: Any) -> None:
    assert attributed([sentence(12), other], 2024) is None


ONE, OTHER = sentence(12), sentence(15, "Harbour News")


def account(side: Any, teller: str, told: str) -> Account:
    found, span = side
    return Account(teller=teller, told=told, citation=Citation(article_id=found.id, spans=(span,)))


def plan(kind: str = "figure") -> ParagraphPlan:
    accounts = (
        account(ONE, "Coast Wire", "12 people"),
        account(OTHER, "Harbour News", "15 people"),
    )
    found = Disagreement.model_validate({"kind": kind, "accounts": accounts})
    own = Passage(article_id=ONE[0].id, start=0, end=len(ONE[0].text))
    return ParagraphPlan(index=0, aim="the dead", passages=(own,), disagreements=(found,))


def test_the_passages_of_all_sides_are_given_once_behind_the_plans_own() -> None:
    given = with_sides(with_sides(plan()))
    assert [(p.article_id, p.start, p.end) for p in given.passages] == [
        (ONE[0].id, 0, len(ONE[0].text)),
        (OTHER[0].id, 0, OTHER[1].end),
    ]


def test_who_tells_what_stands_under_the_letters_of_the_passages() -> None:
    shown = {"A published 2024-05-09": "…", "B published 2024-05-09": "…"}
    assert differing(with_sides(plan()), shown) == {
        "A": "Coast Wire: 12 people",
        "B": "Harbour News: 15 people",
    }


@pytest.mark.parametrize(
    ("kind", "shown"), [("figure", {"A": "…"}), ("account", {"A": "…", "B": "…"})]
)
def test_a_side_that_is_not_shown_and_what_a_passage_tells_itself_are_not_listed(
    kind: str, shown: dict[str, str]
) -> None:
    assert differing(with_sides(plan(kind)), shown) == NOTHING
