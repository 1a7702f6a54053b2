"""The time, in one place, so that a story's date is decided once."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the moment in UTC."""
    return datetime.now(UTC)
