"""The first layer: what comparing a sentence with its cited articles settles by itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from groundwood.agents.checker.dates import wrong_dates
from groundwood.agents.checker.names import unknown_names
from groundwood.agents.checker.numbers import wrong_numbers
from groundwood.agents.checker.quotes import misquoted, plain
from groundwood.agents.checker.windows import windows
from groundwood.nouns import Article, Finding, Span

FEWEST_CHARACTERS = 20
"""A shorter sentence is not found verbatim by chance only."""

_YEAR = re.compile(r"(?<=\w),? (?:19|20)\d\d\b,?")
_EDGES = " .,;:!?\"'"


@dataclass(frozen=True)
class Problem:
    """What comparison found wrong, in words."""

    finding: Finding
    reason: str


def problem(sentence: str, articles: Sequence[Article]) -> Problem | None:
    """Return the first thing in the sentence that the articles do not have, or none."""
    source = "\n".join(f"{article.title}\n{article.text}" for article in articles)
    quotes = misquoted(sentence, source)
    if quotes:
        return Problem(Finding.MISQUOTED, f"the source does not have the words {quotes[0]!r}")
    numbers = wrong_numbers(sentence, source)
    if numbers:
        return Problem(Finding.WRONG_NUMBER, f"the source does not have {numbers[0].text!r}")
    dates = [wrong_dates(sentence, source, article.published_at) for article in articles]
    if all(dates):
        return Problem(Finding.WRONG_NUMBER, f"the source does not have the date {dates[0][0]}")
    names = unknown_names(sentence, source)
    if names:
        return Problem(Finding.UNSUPPORTED, f"the source does not name {', '.join(names)}")
    return None


def verbatim(sentence: str, article: Article) -> Span | None:
    """Return the source sentence that the sentence repeats word for word, or none.

    A dateline may be gone and a year added to a day; nothing may be missing behind the first word.
    """
    forms = (_bare(sentence), _bare(_YEAR.sub("", sentence)))
    if len(forms[0]) < FEWEST_CHARACTERS:
        return None
    for window in windows(article):
        source = _bare(window.text)
        if source in forms or _without_dateline(source, *forms):
            return window.span
    return None


def _bare(text: str) -> str:
    """Return the text without commas, which an added year may move, and without its full stop."""
    return plain(text).replace(",", "").strip(_EDGES)


def _without_dateline(source: str, *sentences: str) -> bool:
    return any(
        source.endswith(sentence) and source[: -len(sentence)].rstrip().endswith(("-", ":", ")"))
        for sentence in sentences
    )
