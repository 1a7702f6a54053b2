"""Dates that stand near their source's without being told by it."""

from datetime import UTC, datetime

import pytest

from groundwood.agents.checker.comparing.comparison import near_verbatim, problem
from groundwood.agents.checker.comparing.dates import days
from groundwood.nouns import Article, Finding

THURSDAY = datetime(2025, 3, 6, tzinfo=UTC)


def article(text: str, moment: datetime | None = THURSDAY) -> Article:
    return Article.model_validate({"text": text, "published_at": moment})


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The dam above Lund broke on 6 March 2025.", "The dam above Lund broke on Monday."),
        ("Parliament voted on 11 March 2025.", "Parliament voted on the water bill on Tuesday."),
        ("The old ferry sank in 2023.", "It opened in 1950. Two years earlier the ferry sank."),
        ("Sales at the mill fell in May.", "Sales at the mill fell in the second quarter."),
        ("In May 2024, 20,000 people fled.", "In May 2021, 20,000 people fled."),
        ("The fleet grew to 2025 boats.", "The fleet grew to 40 boats."),
    ],
)
def test_a_date_that_the_source_does_not_tell_is_refused(claim: str, source: str) -> None:
    found = problem(claim, [article(source)])
    assert found is not None
    assert found.finding is Finding.WRONG_NUMBER


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The dam above Lund broke on 3 March 2025.", "The dam above Lund broke on Monday."),
        ("The vote is on 11 March 2025.", "Parliament will vote on Tuesday."),
        ("The mayor spoke on 6 March 2025.", "The mayor spoke about the dam."),
        ("Rents rose between July and September.", "Rents rose in the third quarter."),
        ("In May 20,000 people fled.", "In May, 20,000 people fled."),
        ("Deaths rose to 1,500.", "Deaths rose to 1500 in a week."),
        ("Profits dropped for five years in a row.", "Profits fell for a fifth year running."),
    ],
)
def test_a_date_that_the_source_implies_passes(claim: str, source: str) -> None:
    assert problem(claim, [article(source)]) is None


@pytest.mark.parametrize("word", ["until", "before", "after", "by"])
def test_another_preposition_before_a_date_is_no_repetition(word: str) -> None:
    source = article("The old road to Lund was closed since 2019.")
    assert near_verbatim("The old road to Lund was closed since 2019.", source)
    assert near_verbatim(f"The old road to Lund was closed {word} 2019.", source) is None


def test_a_date_is_counted_from_the_article_that_tells_it() -> None:
    new = article("Pay talks at the depot failed.")
    old = article("The drivers walked out on Tuesday.", datetime(2024, 1, 10, tzinfo=UTC))
    assert problem("The drivers walked out on 9 January 2024.", [new, old]) is None
    assert problem("The drivers walked out on 4 March 2025.", [new, old]) is not None


def test_a_preposition_is_no_part_of_a_date() -> None:
    text = "It was closed from May 2019 until 2021."
    assert [text[day.start : day.end] for day in days(text)] == ["May 2019", "2021"]


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The party won 40 percent of the seats.", "The party won 40 seats."),
        ("Kowal came third.", "Kowal finished three races."),
        ("The club received $40 million.", "The club received 40 million letters."),
    ],
)
def test_a_share_a_rank_and_a_sum_of_money_are_no_counts(claim: str, source: str) -> None:
    assert problem(claim, [article(source)]) is not None
