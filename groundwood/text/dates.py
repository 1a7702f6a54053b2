"""Dates and times as newsrooms write them, read into UTC.

A moment without a zone is taken to be UTC. Nothing is guessed: a date whose day and month could be
swapped, or that lacks its day, month or year, is not read. ``docs/articles.md`` lists the forms.
"""

import re
import warnings
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FIRST_YEAR, LAST_YEAR = 1600, 9998
"""The years that are plausible; the oldest newspaper is of 1605."""

_EPOCH_UNITS = ((1e11, 1), (1e14, 1e3), (1e17, 1e6), (1e20, 1e9))
_FIRST_EPOCH = 1e8  # 1973; smaller numbers are counts, years or serial days
_LONGEST = 64

_DIGITS = re.compile(r"\d{9,19}(?:\.\d{1,9})?$")
_SWAPPABLE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\b")
_YEAR = re.compile(r"(?<![\d+-])\d{4}(?!\d)|^\d{4}|[/.-]\d{4}(?!\d)")
_LEAP_SECOND = re.compile(r"(?<=:\d\d:)60(?!\d)")
_MIDNIGHT = re.compile(r"(?<=[T ])24:00(?::00(?:[.,]0+)?)?(?![:\d])")
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_NOON = re.compile(r"\b([ap])\.\s?m\.?", re.IGNORECASE)
_ZONE_NOTE = re.compile(r"\[[A-Za-z/_+-]+\]$")
_ISO = re.compile(r"\d{4}-?\d{2}-?\d{2}(?:[T ]|$)")
_ZONES = {
    "UTC": 0, "UT": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 60, "WEST": 60, "CET": 60, "CEST": 120,
    "EET": 120, "EEST": 180, "MSK": 180, "JST": 540, "KST": 540, "HKT": 480, "SGT": 480,
    "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "NST": -210, "AST": -240, "EST": -300,
    "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "AKST": -540, "HST": -600,
}  # fmt: skip

_PLACES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}


def parse_date(value: object) -> datetime | None:
    """Return the moment in UTC, or none where the value is no whole, unambiguous date.

    ``value`` is text, a number of seconds, milliseconds, microseconds or nanoseconds since 1970, or
    a `datetime`.
    """
    try:
        return read_date(value)
    except ValueError:
        return None


def read_date(value: object) -> datetime:
    """Return the moment in UTC.

    Raises:
        ValueError: the value cannot be read; the text says why, without quoting the value.
    """
    if isinstance(value, datetime):
        return _in_utc(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("is no date")  # noqa: TRY004 (one error for all that is no date)
    if not isinstance(value, str):
        return _from_epoch(value)
    text = _ZONE_NOTE.sub("", value[: 2 * _LONGEST].strip().replace("\u2212", "-"))
    if not 6 <= len(text) <= _LONGEST:
        raise ValueError("is no date that can be read")
    if _DIGITS.match(text):
        return _from_epoch(float(text))
    return _from_text(text)


def _from_epoch(number: float) -> datetime:
    if not _FIRST_EPOCH <= number < _EPOCH_UNITS[-1][0]:
        raise ValueError("is a number that is no time since 1970")
    units = next(units for limit, units in _EPOCH_UNITS if number < limit)
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number / units)


def _from_text(text: str) -> datetime:
    text, late = _without_overflow(text)
    if _ISO.match(text.upper()):
        try:
            return _in_utc(datetime.fromisoformat(text.upper()) + late)
        except (ValueError, OverflowError) as exc:
            if _SWAPPABLE.match(text) or "out of range" in str(exc):
                raise ValueError("is a date that does not exist") from exc
    return _in_utc(_from_words(text) + late)


def _without_overflow(text: str) -> tuple[str, timedelta]:
    """Replace a leap second by 59 and midnight at the end of a day by 0; return what to add."""
    text, leaps = _LEAP_SECOND.subn("59", text, count=1)
    text, midnights = _MIDNIGHT.subn("00:00:00", text, count=1)
    return text, timedelta(seconds=leaps, days=midnights)


def _from_words(text: str) -> datetime:
    try:
        if text[:3].isalpha() and "," in text[:5]:
            return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        pass  # not as in e-mail; the general reader may know it
    text = _NOON.sub(r"\1m", _EAST_ASIAN.sub(r"\1-\2-\3 ", text))
    return _general(text, day_first=_day_first(text))


def _day_first(text: str) -> bool:
    if _YEAR.search(text) is None:
        raise ValueError("has no year of four digits")
    found = _SWAPPABLE.match(text)
    if found is None:
        return False
    first, sign, second = int(found[1]), found[2], int(found[3])
    if sign != "." and first <= 12 and second <= 12 and first != second:
        raise ValueError("could be day/month or month/day")
    return sign == "." or first > 12


def _general(text: str, *, day_first: bool) -> datetime:
    """Read the text twice with other defaults: what differs was not in the text."""
    from dateutil import parser  # slow to load, and most dates are ISO 8601

    readings = []
    for default in (datetime(2000, 1, 1), datetime(2004, 2, 2)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                reading = parser.parse(text, default=default, dayfirst=day_first, tzinfos=_zone)
        except (ValueError, OverflowError, TypeError, AttributeError, IndexError) as exc:
            raise ValueError("is no date that can be read") from exc
        readings.append(reading)
    if readings[0] != readings[1]:
        raise ValueError("lacks its day, month or year")
    return readings[0]


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    if name is None:
        return None
    if name.upper() in _ZONES:
        return timezone(timedelta(minutes=_ZONES[name.upper()]))
    try:
        return ZoneInfo(_PLACES[name.upper()])
    except (KeyError, ZoneInfoNotFoundError) as exc:
        raise ValueError("has a time zone that is not known") from exc


def _in_utc(moment: datetime) -> datetime:
    try:
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (OverflowError, ValueError) as exc:
        raise ValueError("is out of the range of years") from exc
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError("is out of the range of years")
    return moment
