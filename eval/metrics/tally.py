"""Counting what a judge said, with bounds where it failed, and means over stories."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from groundwood.eval.values import Value, mean, none, share


@dataclass(frozen=True)
class Tally:
    """Marks in [0, 1] that were given: their sum, how many were given, and how many failed."""

    right: float = 0
    judged: int = 0
    failed: int = 0

    @classmethod
    def of(cls, marks: Iterable[float | None]) -> Self:
        """Return the tally of the marks; none is a failure of the judge."""
        listed = list(marks)
        given = [mark for mark in listed if mark is not None]
        return cls(sum(given), len(given), len(listed) - len(given))

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.right + other.right, self.judged + other.judged, self.failed + other.failed
        )

    @property
    def total(self) -> int:
        """How many marks there should be."""
        return self.judged + self.failed

    @property
    def failure_rate(self) -> Value:
        """The share of the marks that the judge failed to give."""
        return share(self.failed, self.total, "nothing was to be judged")

    def value(self, reason: str) -> Value:
        """Return the mean of the given marks; without any to give none, with the reason.

        Where the judge failed, the bounds count every failure as 0, and as 1.
        """
        if not self.failed:
            return share(self.right, self.judged, reason)
        point = share(self.right, self.judged, "the judge failed on all of it")
        low, high = self.right / self.total, (self.right + self.failed) / self.total
        return point.model_copy(update={"low": low, "high": high})


def bounds(value: Value) -> tuple[float, float] | None:
    """Return the lowest and highest that the value may be, or none where there was no measuring."""
    if value.low is not None and value.high is not None:
        return value.low, value.high
    return None if value.number is None else (value.number, value.number)


def f1(recall: Value, precision: Value) -> Value:
    """Return the harmonic mean of both, in [0, 1]; none where one of them is none.

    Where both are 0 it is 0, the limit, as in all programs of the field.
    """
    if recall.number is None or precision.number is None:
        point = none(recall.reason or precision.reason)
    else:
        point = Value(number=harmonic(recall.number, precision.number))
    one, other = bounds(recall), bounds(precision)
    if one is None or other is None or recall.low is precision.low is None:
        return point
    low, high = map(harmonic, one, other)
    return point.model_copy(update={"low": low, "high": high})


def harmonic(one: float, other: float) -> float:
    """Return the harmonic mean of two numbers that are not negative; of two zeros 0."""
    return 2 * one * other / (one + other) if one + other else 0.0


def mean_value(values: Iterable[Value], reason: str, absent: float | None = None) -> Value:
    """Return the mean of the values over stories, with the means of their bounds.

    Stories with nothing to measure are left out, or count as ``absent``, as in peers' programs.
    """
    if absent is not None:
        values = [value if bounds(value) else Value(number=absent) for value in values]
    listed = [value for value in values if bounds(value)]
    numbers = [value.number for value in listed if value.number is not None]
    failed = "the judge failed on all of it" if listed else reason
    point = mean(numbers, failed)
    if all(value.low is None for value in listed):
        return point
    return point.model_copy(update=_mean_bounds(listed))


def _mean_bounds(values: Sequence[Value]) -> dict[str, float]:
    pairs = [pair for pair in map(bounds, values) if pair]
    lows, highs = zip(*pairs, strict=True)
    return {"low": sum(lows) / len(pairs), "high": sum(highs) / len(pairs)}
