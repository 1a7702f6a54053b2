"""Dates: a date that a sentence gives must be one that its source gives, or was written on."""

import re
from collections.abc import Iterator, Sequence
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
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?![,.]\d)"
_YEAR = r"(?P<year>(?:1[5-9]|20|21)\d\d)\b"
_FORMS = [
    re.compile(r"\b(?P<year>\d{4})-(?P<monthnumber>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b{_MONTH} {_DAY}(?!:)(?:,? {_YEAR})?"),
    re.compile(rf"\b{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?"),
    re.compile(rf"\b{_MONTH},? (?:of )?{_YEAR}"),
    re.compile(
        rf"\b(?:[Ii]n|of|[Bb]etween|[Ss]ince|until|by|late|early|mid|last|next|this|from|to|[Bb]efore|[Aa]fter|through|till|and) ?-?{_MONTH}\b"
    ),
    re.compile(rf"\b(?:[Ii]n|[Ss]ince|until|from|during|[Bb]efore|[Aa]fter|year) {_YEAR}"),
    re.compile(rf"\b(?:of|by|the|and|to) {_YEAR}(?! [a-z]+s\b)"),
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
_ORDER = ("first", "second", "third", "fourth", "q1", "q2", "q3", "q4")
_COMING = re.compile(
    r"\b(?:will|would|shall|next|coming|due|scheduled|expect\w*|plan\w*|to|until|ahead|before|set)\b",
    re.IGNORECASE,
)
"""Words of a sentence in which a weekday may lie ahead."""
_SENTENCE_END = re.compile(r"[.!?]\s")


@dataclass(frozen=True)
class Day:
    """A date as far as it is given: each part, or none; its offsets, without a preposition."""

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
    taken = bytearray(len(text))
    for form in _FORMS:
        for match in form.finditer(text):
            day = _read(match)
            if day and not any(taken[day.start : day.end]):
                found.append(day)
                taken[day.start : day.end] = b"\1" * (day.end - day.start)
    return tuple(sorted(found, key=lambda d: d.start))


Dated = tuple[str, datetime | None]
"""A source's text and when it was published."""


def wrong_dates(sentence: str, sources: Sequence[Dated]) -> list[Day]:
    """Return the dates of the sentence that no source gives or implies.

    A part that a source leaves out is filled from its publication: the year nearest to it, and
    the day, month or year that ``today``, a weekday, ``last month`` or ``two years ago`` means.
    """
    ours = days(sentence)
    quarters = {month for text, _ in sources for month in _quarters(ours, text)}
    return [
        day
        for day in ours
        if not any(next(told_as(day, *source), None) for source in sources)
        and not any(_is_year_of(day, text) for text, _ in sources)
        and not (day.month in quarters and day.day is None)
    ]


def _quarters(ours: Sequence[Day], source: str) -> Iterator[int]:
    """Yield the first and last month of each quarter of the source that the dates both name."""
    months = {day.month for day in ours if day.day is None}
    for match in _QUARTER.finditer(source):
        first = 3 * (_ORDER.index((match.group(1) or match.group(2)).casefold()) % 4) + 1
        if {first, first + 2} <= months:
            yield from (first, first + 2)


def told_as(day: Day, source: str, published_at: datetime | None) -> Iterator[Day]:
    """Yield the dates of the source that this date may be.

    Their offsets are those of the words that tell it, both 0 where only the publication does.
    """
    return (other for other in _known(source, published_at) if _agrees(day, other))


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
    named = ("year", "month", "monthnumber", "day")
    start = min(match.start(name) for name in named if parts.get(name))
    return Day(year, month, day, start, match.end())


@lru_cache(maxsize=512)
def _known(source: str, published_at: datetime | None) -> tuple[Day, ...]:
    return tuple(_told(source, published_at))


def _told(source: str, published_at: datetime | None) -> Iterator[Day]:
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
    if not (DAY_NAME.search(source) or any(day.day for day in days(source))):
        yield Day(today.year, today.month, today.day)


def _seen_from(source: str, published_at: datetime) -> Iterator[tuple[int, int, date]]:
    """Return the days that weekdays, *today*, *yesterday* and *tomorrow* may mean, with offsets.

    A weekday lies in the week before publication (or on the day after it, since clocks differ),
    and ahead only in a sentence that speaks of what is to come.
    """
    today = published_at.date()
    for match in _WEEKDAY.finditer(source):
        there = _WEEKDAYS.index(match.group().casefold())
        near = (today + timedelta(o) for o in range(-7, 8 if _is_coming(source, match) else 2))
        yield from ((*match.span(), day) for day in near if day.weekday() == there)
    is_day_alone = (published_at.hour, published_at.minute) == (0, 0)
    clocks = (0,) if is_day_alone else (-_HOURS_OFF, 0, _HOURS_OFF)
    for match in _NEAR.finditer(source):
        days_on = 0 if match.group(1) else -1 if match.group(2) else 1
        for hours in clocks:
            yield *match.span(), (published_at + timedelta(days=days_on, hours=hours)).date()


def _is_coming(source: str, match: re.Match[str]) -> bool:
    before = _SENTENCE_END.split(source[max(0, match.start() - 200) : match.start()])[-1]
    behind = _SENTENCE_END.split(source[match.end() : match.end() + 200], maxsplit=1)[0]
    return bool(_COMING.search(f"{before} {behind}"))


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
