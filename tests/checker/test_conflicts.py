"""Sources that differ, told apart from sources that renew a figure."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from groundwood.agents.checker.disputes.conflicts import conflict
from groundwood.ingest import read_articles
from groundwood.nouns import Article, Finding
from groundwood.text.sentences import sentences

CASES = Path(__file__).parents[1] / "ingest" / "cases"
EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"
Check = Callable[..., Any]


def article(day: int, text: str, source: str, hour: int = 12) -> Article:
    moment = datetime(2024, 5, day, hour, tzinfo=UTC)
    return Article(text=text, source=source, published_at=moment, url=f"https://a.invalid/{text}")


FERRY = [
    article(1, "A ferry sank. Officials said that 3 people had died.", "Coast Wire"),
    article(2, "A ferry sank. Officials said that 7 people had died.", "Coast Wire"),
    article(3, "A ferry sank. Officials said that 12 people had died.", "Harbour News"),
    article(4, "A ferry sank. Officials said that no people had died.", "Operator PR"),
]


def reason(sentence: str, own: Article, *others: Article) -> str:
    found = conflict(sentence, own, others)
    return found.reason if found else ""


def test_a_later_figure_supersedes_the_one_told() -> None:
    assert reason("Officials said that 3 people had died.", FERRY[0], *FERRY[1:3]) == (
        "superseded: Harbour News (2024-05-03) says '12 people' where this says '3 people'"
    )


def test_an_older_figure_is_no_conflict() -> None:
    assert reason("Officials said that 12 people had died.", FERRY[2], *FERRY[:2]) == ""


def test_a_source_that_denies_it_all_is_in_conflict() -> None:
    assert reason("Officials said that 12 people had died.", FERRY[2], *FERRY) == (
        "sources differ: Operator PR (2024-05-04) says 'no people' where this says '12 people'"
    )


def test_two_outlets_that_differ_within_a_day_are_in_conflict() -> None:
    own = article(1, "Officials said that 3 people had died.", "Coast Wire", hour=12)
    other = article(1, "Officials said that 5 people had died.", "Harbour News", hour=9)
    assert reason("Officials said that 3 people had died.", own, other).startswith("sources differ")


def test_an_outlet_that_renews_its_own_figure_within_a_day_is_not() -> None:
    own = article(1, "Officials said that 3 people had died.", "Coast Wire", hour=12)
    other = article(1, "Officials said that 2 people had died.", "Coast Wire", hour=9)
    assert reason("Officials said that 3 people had died.", own, other) == ""


def test_sources_that_give_two_days_are_in_conflict() -> None:
    own = article(9, "The ministers signed the security memorandum on July 28.", "A")
    other = article(9, "The ministers signed the security memorandum on July 27.", "B")
    assert reason("The ministers signed the security memorandum on July 28.", own, other) == (
        "sources differ: B (2024-05-09) says '27 July' where this says '28 July'"
    )


def test_sources_that_tell_opposite_outcomes_are_in_conflict() -> None:
    own = article(9, "The city council approved the harbour plan on a narrow vote.", "A")
    other = article(9, "The city council rejected the harbour plan on a narrow vote.", "B")
    assert reason(own.text, own, other) == (
        "sources differ: B (2024-05-09) says 'rejected' where this says 'approved'"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Officials said that 3 people had died.",
            "Officials said that 9 people were rescued from the water by boats.",
        ),
        (
            "Officials sent 6 repair crews to Maryland.",
            "Officials sent 9 repair crews to Virginia and Ohio.",
        ),
        (
            "The talks on security will last three days.",
            "The talks on security will last three days and two nights.",
        ),
        (
            "The grant gives 60 million dollars to the port.",
            "The grant gives 60 percent of its money to the port.",
        ),
        (
            "The company hired 300 engineers for the plant.",
            "The company hired another 200 engineers for the plant.",
        ),
        (
            "About 2.1 million customers are without power.",
            "Some 2.08 million customers are without power.",
        ),
        (
            "The channel is 400 feet wide and 50 feet deep.",
            "The channel is 50 feet deep and 400 feet wide.",
        ),
    ],
)
def test_different_quantities_are_no_conflict(one: str, other: str) -> None:
    assert reason(one, article(9, one, "A"), article(9, other, "B")) == ""


@pytest.mark.parametrize("name", ["trilateral-2024", "key-bridge-2024"])
def test_the_example_articles_hold_no_false_conflict(name: str) -> None:
    articles = read_articles(EXAMPLES / f"{name}.jsonl").articles
    found = [
        conflict(text, own, [other for other in articles if other is not own])
        for own in articles
        for text in sentences(own.text)
    ]
    assert not any(found)


def test_the_checker_finds_the_conflicts_of_the_sinking_ferry(check: Check) -> None:
    told = [
        (f"Officials said that {n} people had died.", [a])
        for n, a in zip("37", FERRY[:2], strict=True)
    ]
    told.append(("Officials said that 12 people had died.", [FERRY[2]]))
    verdicts = check(FERRY, *told)
    assert {verdict.finding for verdict in verdicts} == {Finding.CONFLICTING}
    assert [v.reason.split(":")[0] for v in verdicts] == ["superseded"] * 2 + ["sources differ"]
    assert [v.against[0].article_id for v in verdicts] == [FERRY[2].id, FERRY[2].id, FERRY[3].id]


def test_a_syndicated_copy_is_no_other_source(check: Check) -> None:
    own = article(1, "Officials said that 3 people had died.", "Coast Wire")
    copy = article(2, "Officials said that 4 people had died.", "Harbour News")
    (verdict,) = check([own, copy], (own.text, [own]), copies={own.id: (copy.id,)})
    assert verdict.finding is Finding.SUPPORTED
