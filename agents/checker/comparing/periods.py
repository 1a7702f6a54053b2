"""Months and years that are told as seen from the day of writing."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from groundwood.agents.checker.comparing.figurewords import SMALL

_NUMBERS = {word: value for word, value in SMALL.items() if 0 < value <= 12} | {"a": 1, "an": 1}
_BESIDE = re.compile(r"\b(last|previous|past|this|next|coming) (month|year)\b", re.IGNORECASE)
_AGO = re.compile(rf"\b({'|'.join(_NUMBERS)}|\d{{1,3}}) (month|year|decade)s? ago\b", re.IGNORECASE)
_STEPS = {"last": -1, "previous": -1, "past": -1, "this": 0, "next": 1, "coming": 1}


class Period(NamedTuple):
    """A year, or a month of it, with the offsets of the words that tell it."""

    year: int
    month: int | None
    start: int
    end: int


def past_and_coming(source: str, today: date) -> Iterator[Period]:
    """Return the months and years that *last year*, *next month*, *ten years ago* mean.

    Counted from ``today``, the day of publication; what lies before the year 1 is left out.
    """
    for match in _BESIDE.finditer(source):
        yield from _moved(today, match, _STEPS[match.group(1).casefold()])
    for match in _AGO.finditer(source):
        written = match.group(1).casefold()
        yield from _moved(today, match, -(_NUMBERS.get(written) or int(written)))


def _moved(today: date, told: re.Match[str], steps: int) -> Iterator[Period]:
    unit = told.group(2).casefold()
    months = steps * {"month": 1, "year": 12, "decade": 120}[unit]
    year, month = divmod(12 * today.year + today.month - 1 + months, 12)
    if 1 <= year <= 9999:
        yield Period(year, month + 1 if unit == "month" else None, *told.span())
