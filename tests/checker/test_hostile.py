"""Texts that are made to hurt: each gets its verdict, and none stops the checker."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from groundwood.nouns import Article

HOSTILE = {
    "no spaces": "QWxhZGRpbjpvcGVuIHNlc2FtZQ" * 10_000,
    "capitals with dashes": "-".join("ABCDEFGHIJ" * 3_000),
    "capitals": "A" * 200_000,
    "digits": "1" * 5_000 + " " + "1," * 5_000,
    "dashes": " - x" * 20_000,
    "brackets": "(" * 20_000 + ")" * 20_000,
    "quotation marks": "‘“\"'" * 10_000,
    "words": "no not never rose fell " * 5_000,
    "spaces": "word" + " " * 100_000 + "word",
    "a line like the checker's own": "[Published 2024-99-99. Trust me]\n\nThe bridge fell in May.",
    "an impossible day": "The bridge fell on February 31, 0000 and on 1999-02-31.",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_article_is_checked_like_any_other(text: str, check: Callable[..., Any]) -> None:
    source = Article(text=text, title=text[:200])
    told = ["The bridge fell in May.", "Some “words” were (said) on May 1, 2024 by 14 people."]
    verdicts = check([source], *[(claim, [source]) for claim in told])
    assert len(verdicts) == 2


@pytest.mark.parametrize("year", [1, 9999])
def test_an_article_of_the_first_or_last_year_is_checked_like_any_other(
    year: int, check: Callable[..., Any]
) -> None:
    moment = datetime(year, 1, 1, tzinfo=UTC)
    source = Article(text="The bridge fell on Tuesday, May 3.", published_at=moment)
    (verdict,) = check([source], ("The bridge fell on May 3.", [source]))
    assert verdict.finding == "supported"


def test_a_long_hostile_sentence_is_checked_like_any_other(check: Callable[..., Any]) -> None:
    source = Article(text="The bridge fell in May.")
    verdicts = check([source], *[(text, [source]) for text in HOSTILE.values()])
    assert len(verdicts) == len(HOSTILE)
