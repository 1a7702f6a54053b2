"""Sources that differ on a figure that the story prints."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundwood.agents.checker.numbers import Figure, figures
from groundwood.agents.checker.windows import Window, content, windows
from groundwood.nouns import Article, Citation

SAME_FACT = 0.6
"""Sentences on one fact share this part of the shorter one's words, figures aside."""
FEWEST_SHARED = 3


@dataclass(frozen=True)
class Conflict:
    """Where another source says something else, and how to tell the reader."""

    against: Citation
    reason: str


def conflict(sentence: str, own: Article, others: Sequence[Article]) -> Conflict | None:
    """Return the newest other source that gives another figure for the same fact, or none.

    Only counted things, amounts and percentages are compared, each with its own unit.
    """
    counted = [figure for figure in figures(sentence) if _is_counted(figure)]
    if not counted:
        return None
    ranked = sorted(
        others, key=lambda a: (a.published_at is not None, str(a.published_at)), reverse=True
    )
    for article in ranked:
        for window in windows(article):
            found = _differs(sentence, counted, window)
            if found is not None:
                citation = Citation(article_id=article.id, spans=(window.span,))
                return Conflict(citation, _reason(own, article, *found))
    return None


def _is_counted(figure: Figure) -> bool:
    return figure.kind != "ordinal" and (figure.kind != "count" or figure.unit != "")


def _differs(sentence: str, counted: list[Figure], window: Window) -> tuple[Figure, Figure] | None:
    ours = content(sentence) - _figure_terms(counted)
    there = [figure for figure in figures(window.text) if _is_counted(figure)]
    theirs = window.terms - _figure_terms(there)
    shared = ours & theirs
    if len(shared) < max(FEWEST_SHARED, SAME_FACT * min(len(ours), len(theirs))):
        return None
    for figure in counted:
        same = [f for f in there if (f.kind, f.unit) == (figure.kind, figure.unit)]
        if same and all(f.value != figure.value for f in same):
            return figure, same[0]
    return None


def _figure_terms(found: Sequence[Figure]) -> frozenset[str]:
    return frozenset(term for figure in found for term in content(figure.text))


def _reason(own: Article, other: Article, figure: Figure, differing: Figure) -> str:
    when = f" ({other.published_at:%Y-%m-%d})" if other.published_at else ""
    later = own.published_at and other.published_at and other.published_at > own.published_at
    told = f"{other.source or other.id}{when} gives {differing.text} where this gives {figure.text}"
    return f"superseded: {told}" if later else f"sources differ: {told}"
