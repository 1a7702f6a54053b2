"""Stretches of time as people name them, relative to the moment a run is for."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from groundwood.text.dates import parse_date

FORMS = "'last 24 hours', '7 days', 'today', 'yesterday', 'since yesterday', 'since 18:00', 'all'"

_UNITS = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*(minute|hour|day|week)s?")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_ONE = re.compile(r"^(?:an?\s+)?(?=minute|hour|day|week)")

Span = tuple[datetime | None, datetime | None]
"""The first moment inside and the first one after, in UTC; none is open."""


def parse_length(text: str) -> timedelta:
    """Return the length that ``90 minutes``, ``2 hours``, ``7 days``, ``a week`` names.

    Raises:
        ValueError: it names none.
    """
    matched = _LENGTH.fullmatch(_ONE.sub("1 ", text.strip().lower()))
    length = float(matched[1]) * _UNITS[matched[2]] if matched else 0.0
    if not length:
        raise ValueError(f"{text!r} is no length of time like '90 minutes', '2 hours' or '7 days'")
    return timedelta(seconds=length)


@dataclass(frozen=True)
class Window:
    """A stretch of time that ends at the moment of the run, or that a past day was.

    ``start`` is a length before the moment, the name of a day, a time of day (the last one that
    was), or a date in UTC; none is open.
    """

    start: timedelta | Literal["today", "yesterday"] | time | datetime | None
    whole_day: bool = False

    def at(self, moment: datetime, zone: ZoneInfo) -> Span:
        """Return the stretch seen from the moment; days begin at midnight in the zone."""
        if self.start is None:
            return None, None
        begin = self._begin(moment, moment.astimezone(zone))
        end = moment
        if self.whole_day:
            local = begin.astimezone(zone)
            end = datetime.combine(local.date() + timedelta(days=1), time(), zone)
        return begin.astimezone(UTC), end.astimezone(UTC)

    def _begin(self, moment: datetime, local: datetime) -> datetime:
        if isinstance(self.start, datetime):
            return self.start
        if isinstance(self.start, timedelta):
            return moment - self.start
        if isinstance(self.start, time):
            begin = datetime.combine(local.date(), self.start, local.tzinfo)
            earlier = datetime.combine(local.date() - timedelta(days=1), self.start, local.tzinfo)
            return begin if begin <= local else earlier
        day = local.date() - timedelta(days=self.start == "yesterday")
        return datetime.combine(day, time(), local.tzinfo)


def parse_window(text: str) -> Window:
    """Return the window that the text names; see `FORMS`. A date or time may follow ``since``.

    Raises:
        ValueError: it names none; the text says what would.
    """
    said = " ".join(text.lower().split())
    if said == "all":
        return Window(None)
    if said == "today":
        return Window("today")
    if said == "yesterday":
        return Window("yesterday", whole_day=True)
    if said.startswith("since "):
        return _since(said.removeprefix("since "), text)
    try:
        return Window(parse_length(said.removeprefix("the ").removeprefix("last ")))
    except ValueError:
        raise ValueError(f"{text!r} is no window like {FORMS}") from None


def _since(said: str, text: str) -> Window:
    if said == "today":
        return Window("today")
    if said == "yesterday":
        return Window("yesterday")
    if clock := _CLOCK.fullmatch(said):
        return Window(time(int(clock[1]), int(clock[2])))
    moment = parse_date(text.strip()[len("since") :].strip())
    if moment is None:
        raise ValueError(f"{text!r} is no window like {FORMS}")
    return Window(moment)
