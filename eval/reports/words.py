"""How a report writes its numbers, names and intervals."""

from collections.abc import Callable
from dataclasses import dataclass

from groundwood.eval.shortcuts import PREFIX
from groundwood.eval.statistics.intervals import Interval
from groundwood.eval.summaries import Difference, Summary
from groundwood.eval.values import Value

DASH = "–"
"""What stands where there is no number."""


@dataclass(frozen=True)
class Cell:
    """One number of a table, as it is printed; what is empty is not.

    ``count`` tells of how many samples, where not all have a value; ``bounds`` what the number
    would be with every failure of the judge counted against the system, and for it.
    """

    number: str
    interval: str = ""
    count: str = ""
    bounds: str = ""


def cell(summary: Summary | None) -> Cell:
    """Return the mean of a metric as it is printed."""
    if summary is None:
        return Cell(DASH)
    bounds = "" if summary.low is None else f"{number(summary.low)} to {number(summary.high)}"
    if summary.number is None:
        return Cell(DASH, bounds=bounds)
    has_all = summary.measured == summary.samples
    return Cell(
        number(summary.number),
        interval(summary.interval),
        "" if has_all else f"{summary.measured} of {summary.samples}",
        bounds,
    )


def number(found: float | None) -> str:
    """Return three decimals, of small and large numbers as many digits as tell something."""
    if found is None:
        return DASH
    size = abs(found)
    if size >= 1000:
        return f"{found:,.0f}"
    if 0 < size < 0.01:
        return f"{found:.2g}"
    return f"{found:.1f}" if size >= 10 else f"{found:.3f}"


def amount(found: float | None) -> str:
    """Return one decimal, of small numbers two digits, of large ones none: what is counted or paid."""
    if found is None:
        return DASH
    size = abs(found)
    return f"{found:.2g}" if 0 < size < 1 else f"{found:,.{0 if size >= 100 else 1}f}"


def value(found: Value) -> str:
    """Return the number, or a dash and why there is none."""
    return f"{DASH} ({found.reason})" if found.number is None else number(found.number)


def interval(found: Interval, write: Callable[[float | None], str] = number) -> str:
    """Return both ends; of an interval without ends nothing."""
    return "" if found.low is None else f"[{write(found.low)}, {write(found.high)}]"


def signed(found: float | None) -> str:
    """Return the number with its sign."""
    if found is None:
        return DASH
    return number(found).replace("-", "−") if found < 0 else f"+{number(found)}"


def difference(found: Difference) -> Cell:
    """Return a difference as it is printed."""
    return Cell(signed(found.number), interval(found.interval, signed))


def p_value(found: float | None) -> str:
    """Return the p-value with three decimals; none where there are too few groups for a test."""
    if found is None:
        return DASH
    return "< 0.001" if found < 0.001 else f"{found:.3f}"


def called(system: str) -> str:
    """Return the name of a system as a reader sees it."""
    return system.removeprefix(PREFIX) or "all texts"


def plural(count: int, one: str) -> str:
    """Return a number of things."""
    return f"{count:,} {one}{'' if count == 1 else 's'}"
