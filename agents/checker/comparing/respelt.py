"""A claim with its figures and dates spelt as its sources spell them.

Comparison knows that 161 kilometres are 100 miles and that the Tuesday of the source was 4 March; a
cross-encoder mostly does not. What comparison has settled is therefore put into the source's words
before the encoder reads the claim.
"""

import re
from collections.abc import Iterator, Sequence

from groundwood.agents.checker.comparing.dates import Dated, Day, days
from groundwood.agents.checker.comparing.dates import told_as as day_told_as
from groundwood.agents.checker.comparing.figurewords import HEDGE
from groundwood.agents.checker.comparing.numbers import figures
from groundwood.agents.checker.comparing.numbers import told_as as figure_told_as

_ON = re.compile(r"\b(?:[Oo]n|[Ii]n) \Z")
_BARE = re.compile(
    r"(?:today|tonight|yester|tomorrow|overnight|last|previous|past|this|next|coming|\w+ \w+ ago)"
)
"""How the words for a day or period begin that stand without *on* or *in*."""


def respelt(claim: str, sources: Sequence[Dated]) -> str:
    """Return the claim in which each figure and date that a source tells stands as it tells it.

    A hedge that made a figure right goes with it. A date that is only the day of publication is
    left out where it stands behind *on*. What no source tells stays as it is, and so does what one
    tells in the same words.
    """
    changes = [*_figures(claim, sources), *_dates(claim, sources)]
    for place, words in sorted(changes, key=lambda change: change[0].start, reverse=True):
        claim = claim[: place.start] + words + claim[place.stop :]
    return " ".join(claim.split())


def _figures(claim: str, sources: Sequence[Dated]) -> Iterator[tuple[slice, str]]:
    for figure in figures(claim):
        if any(claim[figure.whole] in text for text, _ in sources):
            continue
        told = ((text, figure_told_as(figure, text)) for text, _ in sources)
        text, known = next((pair for pair in told if pair[1]), ("", None))
        if known is not None:
            hedge = HEDGE.search(claim[: figure.whole.start])
            start = hedge.start(1) if hedge and not known.hedge else figure.whole.start
            yield slice(start, figure.whole.stop), text[known.whole]


def _dates(claim: str, sources: Sequence[Dated]) -> Iterator[tuple[slice, str]]:
    for day in days(claim):
        if any(claim[day.start : day.end] in text for text, _ in sources):
            continue
        words = next((w for source in sources for w in _told(day, source)), None)
        before = _ON.search(claim[: day.start])
        if words:
            is_bare = before is not None and _BARE.match(words.casefold())
            yield slice(before.start() if before and is_bare else day.start, day.end), words
        elif words is not None and before is not None:
            yield slice(before.start(), day.end), ""


def _told(day: Day, source: Dated) -> Iterator[str]:
    """Yield the words in which the source tells this day, or this month, or this year."""
    for known in day_told_as(day, *source):
        if (known.month is None, known.day is None) == (day.month is None, day.day is None):
            yield source[0][known.start : known.end]
