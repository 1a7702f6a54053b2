"""How long a server asks to wait (RFC 9110, 10.2.3, and the ``retry-after-ms`` of some servers)."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return the seconds to wait, never negative; none where the server asks for nothing sensible.

    The value may be seconds or an HTTP date; milliseconds win where they are given.
    """
    milliseconds = number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after")
    seconds = number(value)
    return seconds if seconds is not None or value is None else _until(value, now)


def number(value: str | None) -> float | None:
    """Return the number in a header, never negative; none where it holds none."""
    try:
        found = float(value or "")
    except ValueError:
        return None
    return max(0.0, found) if math.isfinite(found) else None


def _until(date: str, now: datetime | None) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (zoned - (now or datetime.now(UTC))).total_seconds())
