"""Months and years that are told as seen from the day of writing."""

import re
from collections.abc import Iterator
from datetime import date

from groundwood.agents.checker.comparing.figurewords import SMALL

_NUMBERS = {word: value for word, value in SMALL.items() if 0 < value <= 12} | {"a": 1, "an": 1}
_BESIDE = re.compile(r"\b(last|previous|past|this|next|coming) (month|year)\b", re.IGNORECASE)
_AGO = re.compile(
    rf"\b({'|'.join(_NUMBERS)}|\d{{1,3}}) (month|year|decade)s? (?:ago|earlier)\b", re.IGNORECASE
)
_STEPS = {"last": -1, "previous": -1, "past": -1, "this": 0, "next": 1, "coming": 1}


def past_and_coming(source: str, today: date) -> Iterator[tuple[int, int | None]]:
    """Return year and month (none for a whole year) of *last year*, *next month*, *ten years ago*.

    Counted from ``today``, the day of publication; what lies before the year 1 is left out.
    """
    for match in _BESIDE.finditer(source):
        yield from _moved(today, match.group(2), _STEPS[match.group(1).casefold()])
    for match in _AGO.finditer(source):
        written = match.group(1).casefold()
        yield from _moved(today, match.group(2), -(_NUMBERS.get(written) or int(written)))


def _moved(today: date, unit: str, steps: int) -> Iterator[tuple[int, int | None]]:
    months = steps if unit.casefold() == "month" else 12 * steps * (10 if unit[0] in "dD" else 1)
    year, month = divmod(12 * today.year + today.month - 1 + months, 12)
    if 1 <= year <= 9999:
        yield year, month + 1 if unit.casefold() == "month" else None
