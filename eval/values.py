"""What a metric says: a number, or none and why."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Self

from pydantic import model_validator

from groundwood.nouns import Noun


class Value(Noun):
    """A number of a metric; where there is nothing to measure it is none, and ``reason`` says why.

    ``low`` and ``high`` bound the number where a judge failed on a part of what is measured: each
    failure counted against it, and each counted for it. Without failures they are none.
    """

    number: float | None
    reason: str = ""
    low: float | None = None
    high: float | None = None

    @model_validator(mode="after")
    def _number_or_reason(self) -> Self:
        if (self.number is None) is not bool(self.reason):
            raise ValueError("a value has a number, or a reason why there is none")
        return self


@lru_cache(maxsize=1024)
def none(reason: str) -> Value:
    """Return the value of what cannot be measured."""
    return Value(number=None, reason=reason)


@lru_cache(maxsize=16384)
def share(part: float, whole: float, reason: str) -> Value:
    """Return ``part / whole``; for a whole of nothing none, with the reason."""
    return Value(number=part / whole) if whole else none(reason)


def mean(numbers: Iterable[float], reason: str) -> Value:
    """Return the arithmetic mean; of no numbers none, with the reason."""
    listed = list(numbers)
    return share(sum(listed), len(listed), reason)
