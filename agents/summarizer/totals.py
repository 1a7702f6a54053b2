"""Totals that grow from report to report: only the newest is how things stand."""

import re
from collections.abc import Iterator, Sequence

from groundwood.agents.summarizer.candidates import Candidate

SAME_MATTER = 0.4
"""A later sentence with this share of a sentence's words counts the same thing."""

_TOTAL = re.compile(
    r"\b(?:more than|over|at least|nearly|almost|about|some|surpass\w*|exceed\w*|total\w*|reach\w*)"
    r" (?P<currency>[$€£])?(?P<number>\d[\d,]*(?:\.\d+)?)(?: (?P<scale>thousand|million|billion))?"
    r"(?: (?P<unit>[a-z]+))?"
)
_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9}


def is_outgrown(candidate: Candidate, pool: Sequence[Candidate]) -> bool:
    """Say whether a later article counts more of the same than the sentence does."""
    totals = dict(_totals(candidate.text))
    published = candidate.article.published_at
    if not totals or published is None:
        return False
    said = candidate.terms - candidate.figures
    return any(
        other.article.published_at is not None
        and other.article.published_at > published
        and len(said & other.terms) >= SAME_MATTER * len(said)
        and any(unit in totals and size > totals[unit] for unit, size in _totals(other.text))
        for other in pool
    )


def _totals(text: str) -> Iterator[tuple[str, float]]:
    for match in _TOTAL.finditer(text):
        unit = match["currency"] or match["unit"]
        if unit:
            size = float(match["number"].replace(",", ""))
            yield unit, size * _SCALE.get(match["scale"] or "", 1)
