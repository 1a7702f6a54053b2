"""What comparison alone settles, on a table of hand-written pairs."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from groundwood.agents.checker.comparing.comparison import problem
from groundwood.nouns import Article

THURSDAY = datetime(2024, 3, 28, 12, tzinfo=UTC)
with (Path(__file__).parent / "pairs.tsv").open(encoding="utf-8") as lines:
    ROWS = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
FAITHFUL = [(row["source"], row["claim"]) for row in ROWS if row["expected"] == "passes"]
FALSE = [
    (row["source"], row["claim"], row["expected"]) for row in ROWS if row["expected"] != "passes"
]


def article(text: str, **kwargs: str) -> Article:
    return Article(text=text, published_at=THURSDAY, **kwargs)


def test_the_table_has_more_than_120_pairs_of_which_more_than_40_are_faithful() -> None:
    assert len(ROWS) >= 120
    assert len(FAITHFUL) >= 40


@pytest.mark.parametrize(("source", "claim"), FAITHFUL)
def test_a_faithful_paraphrase_has_no_problem(source: str, claim: str) -> None:
    assert problem(claim, [article(source)]) is None


@pytest.mark.parametrize(("source", "claim", "expected"), FALSE)
def test_a_false_claim_is_found_for_what_it_is(source: str, claim: str, expected: str) -> None:
    found = problem(claim, [article(source)])
    assert found is not None
    assert found.finding == expected


def test_the_reason_says_what_source_and_sentence_say() -> None:
    found = problem("The crash injured 41 people.", [article("The crash injured 14 people.")])
    assert found is not None
    assert found.reason == "the source says '14', the sentence says '41'"


def test_a_figure_may_stand_in_any_of_the_cited_articles() -> None:
    sources = [article("Six people died."), article("The bridge cost $60 million.")]
    assert problem("Six people died on the bridge, which cost $60 million.", sources) is None


def test_a_name_may_stand_in_the_title_alone() -> None:
    source = article("The mayor praised the rescuers.", title="Baltimore thanks its rescuers")
    assert problem("The mayor of Baltimore praised the rescuers.", [source]) is None


def test_a_weekday_of_an_undated_article_has_no_date() -> None:
    undated = Article(text="The collapse happened on Tuesday.")
    found = problem("The collapse happened on March 26.", [undated])
    assert found is not None
    assert found.reason == "the source does not have the date 26 March"


def test_a_quotation_may_not_be_put_together_from_two_articles() -> None:
    sources = [article('"We did everything," she said.'), article('"To save them," he said.')]
    found = problem('She said that they "did everything … to save them".', sources)
    assert found is not None
    assert found.finding == "misquoted"
