"""Dates: a date that a sentence gives must be one that its source gives, or was written on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from groundwood.agents.checker.comparing.periods import past_and_coming

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NUMBER = {name[:3]: index for index, name in enumerate(MONTHS, 1)}
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>(?:1[5-9]|20|21)\d\d)\b"
_FORMS = [
    re.compile(r"\b(?P<year>\d{4})-(?P<monthnumber>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b{_MONTH} {_DAY}(?!:)(?:,? {_YEAR})?"),
    re.compile(rf"\b{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?"),
    re.compile(rf"\b{_MONTH},? (?:of )?{_YEAR}"),
    re.compile(
        rf"\b(?:[Ii]n|of|[Ss]ince|until|by|late|early|mid|last|next|this|from|to|[Bb]efore|[Aa]fter|through|till|and) ?-?{_MONTH}\b"
    ),
    re.compile(
        rf"\b(?:[Ii]n|of|[Ss]ince|until|by|from|during|[Bb]efore|[Aa]fter|year|the|and|to) {_YEAR}"
    ),
]
_SMALL = re.compile(
    rf"\b(?:{'|'.join(m for m in MONTHS if m not in ('march', 'may'))})(?= [0-3]?\d\b)"
    r"|(?<=\bon )(?:march|may)(?= [0-3]?\d\b)"
)
"""A month with a small letter, as in text without capitals."""
_BARE_MONTH = re.compile(rf"\b{_MONTH}(?! \d)")
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
DAY_NAME = re.compile(
    rf"\b(?:{'|'.join(_WEEKDAYS)}|today|tonight|yesterday|tomorrow|overnight)\b", re.IGNORECASE
)
"""A day that is told by its name, or as seen from the day of writing."""
_NEAR = re.compile(
    r"\b(?:(today|tonight|this (?:morning|afternoon|evening))|(yesterday|overnight|last night)|tomorrow)\b",
    re.IGNORECASE,
)
_HOURS_OFF = 11
"""A clock where the news is written may be so far from UTC."""
_QUARTER = re.compile(r"\b(?:(first|second|third|fourth) quarter|(Q[1-4]))\b", re.IGNORECASE)
_QUARTERS = ("first", "second", "third", "fourth", "q1", "q2", "q3", "q4")


@dataclass(frozen=True)
class Day:
    """A date as far as it is given: each part, or none."""

    year: int | None
    month: int | None
    day: int | None
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        month = MONTHS[self.month - 1].capitalize() if self.month else None
        return " ".join(str(part) for part in (self.day, month, self.year) if part is not None)


@lru_cache(maxsize=1024)
def days(text: str) -> tuple[Day, ...]:
    """Return the dates of the text with their offsets, the longest reading of each place."""
    found: list[Day] = []
    text = _SMALL.sub(lambda match: match.group().capitalize(), text)
    for form in _FORMS:
        for match in form.finditer(text):
            day = _read(match)
            if day and not any(d.start < day.end and day.start < d.end for d in found):
                found.append(day)
    return tuple(sorted(found, key=lambda d: d.start))


def wrong_dates(sentence: str, source: str, published_at: datetime | None) -> list[Day]:
    """Return the dates of the sentence that the source neither gives nor implies.

    A part that the source leaves out is filled from its publication: the year nearest to it, and
    the day, month or year that ``today``, a weekday, ``last month`` or ``two years ago`` means.
    """
    ours = days(sentence)
    if not ours:
        return []
    return [
        day
        for day in ours
        if told_as(day, source, published_at) is None and not _is_year_of(day, source)
    ]


def told_as(day: Day, source: str, published_at: datetime | None) -> Day | None:
    """Return the date of the source that this date is, or none.

    Its offsets are those of the words that tell it, both 0 where only the publication does.
    """
    known = _known(source, published_at)
    return next((other for other in known if _agrees(day, other)), None)


def wrong_weekdays(sentence: str, source: str, published_at: datetime | None) -> list[str]:
    """Return the weekdays of the sentence that the source neither names nor gives the date of."""
    ours = [name.casefold() for name in _WEEKDAY.findall(sentence)]
    if not ours:
        return []
    named = {name.casefold() for name in _WEEKDAY.findall(source)}
    dated = {_WEEKDAYS[d.weekday()] for day in _known(source, published_at) if (d := _date(day))}
    return [name.capitalize() for name in ours if name not in named | dated]


def _is_year_of(day: Day, source: str) -> bool:
    return day.month is None and bool(re.search(rf"\b{day.year}\b", source))


def _date(day: Day) -> date | None:
    if day.year is None or day.month is None or day.day is None:
        return None
    try:
        return date(day.year, day.month, day.day)
    except ValueError:
        return None


def _read(match: re.Match[str]) -> Day | None:
    parts = match.groupdict()
    month = int(parts["monthnumber"]) if parts.get("monthnumber") else None
    if parts.get("month"):
        month = _NUMBER[parts["month"][:3].casefold()]
    year = int(parts["year"]) if parts.get("year") else None
    day = int(parts["day"]) if parts.get("day") else None
    if (day is not None and not 1 <= day <= 31) or (month is not None and not 1 <= month <= 12):
        return None
    return Day(year, month, day, match.start(), match.end())


@lru_cache(maxsize=512)
def _known(source: str, published_at: datetime | None) -> tuple[Day, ...]:
    return tuple(_told(source, published_at))


def _told(source: str, published_at: datetime | None) -> Iterator[Day]:
    for match in _QUARTER.finditer(source):
        first = 3 * (_QUARTERS.index((match.group(1) or match.group(2)).casefold()) % 4) + 1
        yield from (Day(None, month, None, *match.span()) for month in range(first, first + 3))
    for day in days(source):
        yield day if day.year or published_at is None else _dated(day, published_at)
    for match in _BARE_MONTH.finditer(source):
        yield Day(None, _NUMBER[match.group("month")[:3].casefold()], None, *match.span())
    if published_at is None or not date.min.year < published_at.year < date.max.year:
        return
    for start, end, moment in _seen_from(source, published_at):
        yield Day(moment.year, moment.month, moment.day, start, end)
    today = published_at.date()
    for period in past_and_coming(source, today):
        yield Day(period.year, period.month, None, period.start, period.end)
    yield Day(today.year, today.month, today.day)


def _seen_from(source: str, published_at: datetime) -> Iterator[tuple[int, int, date]]:
    """Return the days that weekdays, *today*, *yesterday* and *tomorrow* may mean, with offsets."""
    today = published_at.date()
    for match in _WEEKDAY.finditer(source):
        there = _WEEKDAYS.index(match.group().casefold())
        near = (today + timedelta(o) for o in range(-7, 8))
        yield from ((*match.span(), day) for day in near if day.weekday() == there)
    is_day_alone = (published_at.hour, published_at.minute) == (0, 0)
    clocks = (0,) if is_day_alone else (-_HOURS_OFF, 0, _HOURS_OFF)
    for match in _NEAR.finditer(source):
        days_on = 0 if match.group(1) else -1 if match.group(2) else 1
        for hours in clocks:
            yield *match.span(), (published_at + timedelta(days=days_on, hours=hours)).date()


def _dated(day: Day, published_at: datetime) -> Day:
    today = published_at.date()
    years = (today.year, max(1, today.year - 1), min(9999, today.year + 1))
    nearest = min(years, key=lambda year: _distance(day, year, today))
    return Day(nearest, day.month, day.day, day.start, day.end)


def _distance(day: Day, year: int, today: date) -> int:
    middle = min(day.day or 15, 28)
    return abs((date(year, day.month or 6, middle) - today).days)


def _agrees(day: Day, other: Day) -> bool:
    pairs = ((day.year, other.year), (day.month, other.month), (day.day, other.day))
    return all(part is None or part == known for part, known in pairs)
