"""What time has overtaken, and what a reader must be told of the time of an old report."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from groundwood.agents.summarizer.extractive import ExtractiveSummarizer
from groundwood.agents.summarizer.reports import with_report_day
from groundwood.nouns import Article, ParagraphPlan, Passage
from groundwood.store import ArticleStore

Make = Callable[..., Article]
Tell = Callable[..., Any]

LINE = "A court of Arden has been shown the film of the tram that fell into the harbour."
TOTALS = [
    "The fund for the flood of Arden has paid more than $12 million in aid to survivors.",
    "Aid to survivors of the Arden flood has surpassed $47 million, the fund has told the council.",
]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (LINE, "A report of May 6, 2024 said that a court" + LINE[7:]),
        (
            "Ten stops of the tram have been closed by the council.",
            "A report of May 6, 2024 said that ten stops of the tram have been closed by the council.",
        ),
    ],
)
def test_an_undated_sentence_of_an_old_report_is_told_with_its_day(
    article: Make, text: str, printed: str
) -> None:
    assert with_report_day(text, article(text)) == printed


def test_a_name_keeps_its_capital_behind_the_day_of_the_report(article: Make) -> None:
    text = "Ruiz has opened the tram. The first ticket went to Ruiz herself."
    told = with_report_day("Ruiz has opened the tram.", article(text))
    assert told == "A report of May 6, 2024 said that Ruiz has opened the tram."


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (LINE, {"day": None}),
        (LINE, {"published_at": datetime(2024, 5, 6, 23, 30, tzinfo=UTC)}),
        (LINE, {"language": "fr"}),
        ("Fishers caught herring off the coast of Arden.", {}),
        ("Ten days after the fire, a court has closed the tram line.", {}),
        ('"The tram is ours," said the mayor of Arden.', {}),
    ],
)
def test_no_day_of_a_report_is_told_where_it_or_the_first_word_is_in_doubt(
    article: Make, text: str, fields: dict[str, Any]
) -> None:
    assert with_report_day(text, article(text, **fields)) == text


def test_the_day_of_a_report_is_told_only_in_another_year_and_once(
    article: Make, store: ArticleStore
) -> None:
    source = article(f"{LINE} The film of the tram was made by the Arden harbour police.")
    store.put([source])
    spans = [(0, len(LINE)), (len(LINE) + 1, len(source.text))]
    passages = tuple(Passage(article_id=source.id, start=a, end=b) for a, b in spans)
    plan = ParagraphPlan(index=0, aim="lead", passages=passages)

    def lines(year: int) -> list[str]:
        paragraph = asyncio.run(ExtractiveSummarizer(store, year=year).write(plan))
        return [] if paragraph is None else [s.text for s in paragraph.sentences]

    plain = [source.quote(p.span) for p in passages]
    assert lines(2024) == plain
    assert lines(2026) == [with_report_day(plain[0], source), plain[1]]


def test_a_total_that_grew_is_not_told_in_other_words(article: Make, tell: Tell) -> None:
    told = tell(*(article(line, day=day) for day, line in enumerate(TOTALS)))
    assert told.lines == TOTALS[1:]


def test_a_total_of_something_else_stays(article: Make, tell: Tell) -> None:
    other = "A bridge over the river Orm costs the province of Bell more than $90 million to build."
    told = tell(article(TOTALS[0]), article(other, day=1))
    assert set(told.lines) == {TOTALS[0], other}
