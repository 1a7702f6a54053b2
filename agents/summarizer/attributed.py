"""One sentence that reports what each of several sources tells, in their own words."""

import re
from collections.abc import Sequence

from groundwood.agents.checker.disputes.tellers import is_named, teller
from groundwood.agents.summarizer.candidates import candidate_at, is_printable
from groundwood.agents.summarizer.reports import lowered
from groundwood.agents.summarizer.years import with_year
from groundwood.nouns import Article, Citation, Sentence, Span

MOST_WORDS = 36
"""Of one side's sentence; of a longer one no part of a sentence is made."""

_PLURAL = re.compile(
    r"(?:Officials|Police|Authorities|Rescuers|Witnesses|Residents|Investigators|Prosecutors|Doctors"
    r"|Crews|Workers|Firefighters|Ministers|Lawmakers|Organi[sz]ers|People|Experts) [a-z]"
)
"""Openings that are no name whatever the article has."""

_MARKS = re.compile('[“”"«»„‘]')

Side = tuple[Article, Span]
"""An article, and the sentence of it that tells its side."""


def attributed(sides: Sequence[Side], year: int) -> Sentence | None:
    """Return ``Bay Wire reports that …; Harbour News reports that ….``, cited to every side.

    Where a first word may be a name or not, the sides are quoted instead. None where a side has no
    name to call it by, or where its sentence leans on what stands before it, is long, or does not
    read as the part of a sentence. The same outlet is no two sides.
    """
    names = [teller(article) for article, _ in sides]
    if len(set(names)) < len(sides) or not all(is_named(article) for article, _ in sides):
        return None
    halves = [_half(side, year) for side in sides]
    if not all(halves):
        halves = [_quoted(side, year) for side in sides]
    if not all(halves):
        return None
    text = "; ".join(f"{who} reports{what}" for who, what in zip(names, halves, strict=True))
    return Sentence(
        text=f"{text}.",
        citations=tuple(Citation(article_id=article.id, spans=(span,)) for article, span in sides),
    )


def as_told(side: Side, year: int) -> Sentence | None:
    """Return the source sentence as it reads in print; none where it cannot stand alone."""
    article, span = side
    candidate = candidate_at(article, span)
    if candidate.leans or not is_printable(candidate.text):
        return None
    return Sentence(
        text=with_year(candidate.text, article, year),
        citations=(Citation(article_id=article.id, spans=(span,)),),
    )


def _half(side: Side, year: int) -> str:
    told = _statement(side, year)
    if _PLURAL.match(told):
        return f" that {told[0].lower()}{told[1:]}"
    small = lowered(told, side[0].text) if told else ""
    return f" that {small}" if small else ""


def _quoted(side: Side, year: int) -> str:
    """Return the sentence in quotation marks, where the article has it word for word."""
    article, span = side
    told = " ".join(article.quote(span).split()).rstrip(".")
    printed = _statement(side, year)
    if not printed or _MARKS.search(told):
        return ""
    bare = candidate_at(article, span).text.rstrip(".")
    return f": “{bare}”" if told.endswith(bare) else ""


def _statement(side: Side, year: int) -> str:
    """Return the side's sentence without its full stop; nothing where it is not a short statement."""
    told = as_told(side, year)
    if told is None or not told.text.endswith(".") or len(told.text.split()) > MOST_WORDS:
        return ""
    return told.text.rstrip(".")
