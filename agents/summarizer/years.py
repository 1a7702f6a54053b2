"""The year of a date that is told without one, when the story is told in another year."""

import re
from datetime import UTC, datetime

from groundwood.agents.summarizer.words import MONTH_DAY, MONTHS
from groundwood.nouns import Article

_ON_DAY = re.compile(r"\b(?:on|since|until|by|from) " + MONTH_DAY.pattern)
FARTHEST_DAYS = 183
"""A date is taken to lie within half a year of the article that names it."""


def with_year(text: str, article: Article, current_year: int) -> str:
    """Return the text with the year at its first ``on July 28`` or the like that has none.

    Nothing changes when the article is undated, gives that day a year itself, or the year is the
    current one.
    """
    published_at = article.published_at
    match = _ON_DAY.search(text)
    if match is None or published_at is None:
        return text
    if re.search(rf"\b{match.group(1)} {match.group(2)}(?:st|nd|rd|th)?,? \d{{4}}", article.text):
        return text
    year = _year(match, published_at)
    if year is None or year == current_year:
        return text
    rest = text[match.end() :]
    comma = "" if re.match(r"[,.;:!?)’']|\s+(?:and|to|or)\b", rest) else ","
    return f"{text[: match.end()]}, {year}{comma}{rest}"


def _year(match: re.Match[str], published_at: datetime) -> int | None:
    month, day = MONTHS.index(match.group(1)) + 1, int(match.group(2))
    near = []
    for year in (published_at.year - 1, published_at.year, published_at.year + 1):
        try:
            moment = datetime(year, month, day, tzinfo=UTC)
        except ValueError:
            continue
        near.append((abs((moment - published_at).days), year))
    distance, year = min(near, default=(FARTHEST_DAYS, 0))
    return year if distance < FARTHEST_DAYS else None
