"""Numbers: each figure of a sentence must stand in its source, in whatever spelling."""

import re
from collections.abc import Sequence
from functools import lru_cache

from groundwood.agents.checker.comparing.figures import Figure, figures, implied
from groundwood.agents.checker.comparing.figurewords import COUNTING_WORDS, EARLY_ORDINALS, MEASURES
from groundwood.agents.checker.comparing.lone import wrong_lone_words
from groundwood.agents.checker.comparing.measures import converts

__all__ = ["Figure", "figures", "told_as", "wrong_numbers"]

ROUNDING = 0.05
"""A figure that is said to be rounded may be off by this part of the source's, a share that is told
in words, such as *nearly a third*, by twice as much."""
CLOCK_MINUTES = 10
"""A time of day that is said to be rounded may be off by this many minutes."""
IN_WORDS = 0.011
"""A share that is told in words may be off by this part: *a third* is 33 percent."""
_ITEM = re.compile(r"\s*\d{1,2}[.)]\s\Z")
"""The number of an item in a list."""
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
FEW = 4
"""Up to here a count with ``the`` may count what the source only lists."""


def wrong_numbers(sentence: str, source: str) -> list[tuple[Figure, Figure | None]]:
    """Return the figures that the source does not have, each with what it has in their stead.

    14, fourteen and 14.0 are equal, as are 1,400 and 1.4 thousand, 60 million dollars and $60m,
    half and 50 percent; a figure that is said to be rounded may be a little off in the direction
    it is said to be; measures, degrees and stretches of time may be converted. A lone *one*,
    *second* or *doubled* is wrong only where the source counts otherwise.
    """
    ours = figures(sentence)
    known = [*figures(source), *_implied(source)] if ours else []
    wrong = [
        (figure, _instead(figure, known))
        for figure in ours
        if not any(_same(figure, k) for k in known)
        and not _counts_a_list(figure, known)
        and not _is_year_of(figure, source)
        and not _ITEM.match(sentence[: figure.start + len(figure.text) + 2])
    ]
    return [*wrong, *wrong_lone_words(sentence, source)]


@lru_cache(maxsize=512)
def _implied(source: str) -> tuple[Figure, ...]:
    return tuple(implied(source))


def told_as(figure: Figure, source: str) -> Figure | None:
    """Return the figure of the source, of the same kind, that says the same as this one, or none."""
    alike = (known for known in figures(source) if known.kind == figure.kind)
    return next((known for known in alike if _same(figure, known)), None)


def _is_year_of(figure: Figure, source: str) -> bool:
    """Say whether the source has the figure where it reads as a year."""
    digits = f"{figure.value:.0f}"
    return bool(_YEAR.fullmatch(digits) and re.search(rf"\b{digits}\b", source))


def _same(ours: Figure, known: Figure) -> bool:
    if not _same_kind(ours, known) or _is_other_period(ours, known):
        return False
    if ours.unit != known.unit and ours.unit in MEASURES and known.unit in MEASURES:
        return converts(ours, known)
    return abs(ours.value - known.value) < 1e-9 * max(1.0, known.value) or _rounds(ours, known)


def _is_other_period(ours: Figure, known: Figure) -> bool:
    """Say whether the source's is a word such as *week*, which is seven days and no seven boats."""
    return known.text in COUNTING_WORDS and bool(known.unit) and ours.unit not in MEASURES


def _same_kind(ours: Figure, known: Figure) -> bool:
    if ours.kind == known.kind:
        return True
    if known.text in EARLY_ORDINALS:
        return False
    if "ordinal" in (ours.kind, known.kind):
        count = known if ours.kind == "ordinal" else ours
        is_of_time = MEASURES.get(count.unit, ("",))[0] == "time"  # a fifth year, five years
        return count.kind == "count" and (is_of_time or not count.unit)
    return any(figure.kind == "count" and not figure.unit for figure in (ours, known))


def _rounds(ours: Figure, known: Figure) -> bool:
    if ours.kind == "time":
        return bool(ours.hedge) and abs(ours.value - known.value) <= CLOCK_MINUTES
    margin = ROUNDING if ours.hedge else 0.0
    if ours.kind == "percent" and not (_DIGIT.search(ours.text) and _DIGIT.search(known.text)):
        margin = max(2 * margin, IN_WORDS)
    return _within(abs(ours.value), abs(known.value), ours.hedge, margin) and (
        ours.value * known.value >= 0
    )


def _within(ours: float, true: float, hedge: str, margin: float) -> bool:
    low, high = true * (1 - margin), true * (1 + margin)
    if hedge == "below":
        return true * (1 - 3 * margin) <= ours <= true
    if hedge == "above":
        return true <= ours <= high
    return low <= ours <= high


def _counts_a_list(figure: Figure, known: Sequence[Figure]) -> bool:
    """Say whether ``the three countries`` may count names, as nothing gives another count."""
    if not figure.is_definite or figure.value > FEW or figure.kind != "count":
        return False
    return not figure.unit or not any(k.unit == figure.unit for k in known)


def _instead(figure: Figure, known: Sequence[Figure]) -> Figure | None:
    same = [k for k in known if k.kind == figure.kind and k.text.lower() != figure.text.lower()]
    of_unit = [k for k in same if k.unit == figure.unit]
    return next(iter(of_unit or (same if len(same) == 1 else [])), None)
