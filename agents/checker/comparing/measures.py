"""Measures: whether a figure in one unit is another one in a second unit."""

from groundwood.agents.checker.comparing.figures import Figure
from groundwood.agents.checker.comparing.figurewords import MEASURES, OTHER_MEASURES

CONVERTING = 0.025
"""A converted measure may be off by this part, twice as much when said to be rounded."""
DEGREES_OFF, DEGREES_OFF_ROUNDED = 0.6, 2.0
"""Converted degrees Celsius may be off by so much: as told, and when said to be rounded."""
SMALL_CHANGE = 6.0
"""So few degrees Celsius may be a difference, which converts without the offset of 32."""


def converts(ours: Figure, known: Figure) -> bool:
    """Say whether two figures with units of `MEASURES` tell the same length, area, degree, …"""
    kind, other = MEASURES[ours.unit][0], MEASURES[known.unit][0]
    if kind != other:
        return False
    if kind == "temperature":
        return _same_degrees(ours, known)
    margin = 2 * CONVERTING if ours.hedge else CONVERTING
    return any(
        abs(ours.value * one - known.value * two) <= margin * abs(known.value * two)
        for one in _factors(ours.unit)
        for two in _factors(known.unit)
    )


def _factors(unit: str) -> tuple[float, ...]:
    other = OTHER_MEASURES.get(unit)
    return (MEASURES[unit][1],) if other is None else (MEASURES[unit][1], other)


def _same_degrees(ours: Figure, known: Figure) -> bool:
    margin = DEGREES_OFF_ROUNDED if ours.hedge else DEGREES_OFF
    if abs(_celsius(ours) - _celsius(known)) <= margin:
        return True
    one, two = (figure.value * MEASURES[figure.unit][1] for figure in (ours, known))
    return max(abs(one), abs(two)) <= SMALL_CHANGE and abs(one - two) <= margin / 6


def _celsius(figure: Figure) -> float:
    zero = 32.0 if figure.unit == "fahrenheit" else 0.0
    return (figure.value - zero) * MEASURES[figure.unit][1]
