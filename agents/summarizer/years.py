"""The year of a date that is told without one, when the story is told in another year."""

import re
from datetime import UTC, datetime

from groundwood.agents.summarizer.words import MONTHS
from groundwood.nouns import Article

_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_UNDATED = r"(?!\d)(?!,? \d{4})"
_ON_DAY = re.compile(rf"\b(?:on|since|until|by|from) {_MONTH} (?P<day>\d{{1,2}})\b{_UNDATED}")
_IN_MONTH = re.compile(rf"\bin {_MONTH}\b(?! \d)")
FARTHEST_DAYS = 183
"""A date is taken to lie within half a year of the article that names it."""


def with_year(text: str, article: Article, current_year: int) -> str:
    """Return the text with the year at its first ``on July 28`` or ``in July`` that has none.

    Nothing changes when the article is undated, gives that day a year itself, or the year is the
    current one.
    """
    published_at = article.published_at
    match = _ON_DAY.search(text) or _IN_MONTH.search(text)
    if match is None or published_at is None:
        return text
    month, day = match.group("month"), match.groupdict().get("day")
    told = f"{month} {day}(?:st|nd|rd|th)?,?" if day else month
    year = _year(month, int(day or 15), published_at)
    if year in (None, current_year) or re.search(rf"\b{told} \d{{4}}", article.text):
        return text
    rest = text[match.end() :]
    if day is None:
        return f"{text[: match.end()]} {year}{rest}"
    comma = "" if re.match(r"[,.;:!?)’']|\s+(?:and|to|or)\b", rest) else ","
    return f"{text[: match.end()]}, {year}{comma}{rest}"


def _year(name: str, day: int, published_at: datetime) -> int | None:
    month = MONTHS.index(name) + 1
    near = []
    for year in (published_at.year - 1, published_at.year, published_at.year + 1):
        try:
            moment = datetime(year, month, day, tzinfo=UTC)
        except ValueError:
            continue
        near.append((abs((moment - published_at).days), year))
    distance, year = min(near, default=(FARTHEST_DAYS, 0))
    return year if distance < FARTHEST_DAYS else None
