"""The year of a date that is told without one, when the story is told in another year."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from groundwood.agents.summarizer.words import MONTHS
from groundwood.nouns import Article

_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_UNDATED = r"(?!\d)(?!,? \d{4})"
_ON_DAY = re.compile(
    rf"\b(?:[Oo]n|since|[Uu]ntil|[Bb]y|from)(?: [A-Z][a-z]+day,)? {_MONTH} (?P<day>\d{{1,2}})\b{_UNDATED}"
)
_IN_MONTH = re.compile(rf"\b[Ii]n {_MONTH}\b(?! \d)")
_MOMENT = re.compile(
    rf"\b{_MONTH}(?: (?P<day>[0-3]?\d)\b)?(?:st|nd|rd|th)?(?:,? (?P<year>20\d\d|19\d\d)\b)?"
)
_BARE_YEAR = re.compile(
    r"\b(?<!\d, )(?<![a-z] )(?:19|20)\d\d\b|(?<=\b[Ii]n )(?:19|20)\d\d\b|(?<=\bof )(?:19|20)\d\d\b"
)
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


def deadline(text: str, article: Article) -> datetime | None:
    """Return the end of the last day, month or year that the text names; none when it names none.

    A month without a year lies nearest to the article's publication.
    """
    if article.published_at is None:
        return None
    return max(_ends(text, article.published_at), default=None)


def _ends(text: str, published_at: datetime) -> Iterator[datetime]:
    for match in _MOMENT.finditer(text):
        month, day, year = match.group("month", "day", "year")
        told = int(year or _year(month, int(day or 15), published_at) or published_at.year)
        first = datetime(told, MONTHS.index(month) + 1, 1, tzinfo=UTC)
        yield first + timedelta(days=int(day or 31))
    for bare in _BARE_YEAR.finditer(text):
        yield datetime(int(bare.group()) + 1, 1, 1, tzinfo=UTC)


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
