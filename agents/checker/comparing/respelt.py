"""A claim with its figures and dates spelt as its source spells them.

Comparison knows that 161 kilometres are 100 miles and that the Tuesday of the source was 4 March; a
cross-encoder mostly does not. What comparison has settled is therefore put into the source's words
before the encoder reads the claim.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from groundwood.agents.checker.comparing.dates import days
from groundwood.agents.checker.comparing.dates import told_as as day_told_as
from groundwood.agents.checker.comparing.numbers import figures
from groundwood.agents.checker.comparing.numbers import told_as as figure_told_as

_ON = re.compile(r"\b(?:[Oo]n|[Ii]n) \Z")
_BARE = re.compile(
    r"(?:today|tonight|yester|tomorrow|overnight|last|previous|this|next|\w+ \w+ ago)"
)
"""How the words for a day or period begin that stand without *on* or *in*."""


def respelt(claim: str, source: str, published_at: datetime | None) -> str:
    """Return the claim in which each figure and date that the source tells stands as it tells it.

    A date that is only the source's day of publication is left out; what the source does not tell
    stays as it is, and so does what it tells in the same words.
    """
    changes = [*_figures(claim, source), *_dates(claim, source, published_at)]
    for place, words in sorted(changes, key=lambda change: change[0].start, reverse=True):
        claim = claim[: place.start] + words + claim[place.stop :]
    return " ".join(claim.split())


def _figures(claim: str, source: str) -> Iterator[tuple[slice, str]]:
    for figure in figures(claim):
        known = figure_told_as(figure, source)
        if known is not None and claim[figure.whole] not in source:
            yield figure.whole, source[known.whole]


def _dates(claim: str, source: str, published_at: datetime | None) -> Iterator[tuple[slice, str]]:
    for day in days(claim):
        known = day_told_as(day, source, published_at)
        if known is None or claim[day.start : day.end] in source:
            continue
        words = source[known.start : known.end]
        before = _ON.search(claim[: day.start])
        is_bare = before is not None and (not words or _BARE.match(words.casefold()))
        yield slice(before.start() if before and is_bare else day.start, day.end), words
