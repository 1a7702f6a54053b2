"""The first layer: what comparing a sentence with its cited articles settles by itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from groundwood.agents.checker.comparing.dates import Dated, wrong_dates, wrong_weekdays
from groundwood.agents.checker.comparing.names import unknown_names
from groundwood.agents.checker.comparing.numbers import wrong_numbers
from groundwood.agents.checker.comparing.quotes import misquoted, plain
from groundwood.agents.checker.comparing.reversals import reversal
from groundwood.agents.checker.comparing.skeleton import repeats
from groundwood.agents.checker.windows import best_windows, windows
from groundwood.nouns import Article, Finding, Span

FEWEST_CHARACTERS = 20
"""A shorter sentence may be the end of a longer one by chance."""

_YEAR = re.compile(r"(?<=\w),? (?:19|20)\d\d\b,?")
_EDGES = " .,;:!?\"'"


@dataclass(frozen=True)
class Problem:
    """What comparison found wrong, in words."""

    finding: Finding
    reason: str


def problem(sentence: str, articles: Sequence[Article]) -> Problem | None:
    """Return the first thing in the sentence that the articles do not have, or none."""
    return _problem(sentence, tuple(articles))


@lru_cache(maxsize=256)
def _problem(sentence: str, articles: tuple[Article, ...]) -> Problem | None:
    source = _source(articles)
    for look in (_quotations, _numbers, _dates, _names):
        found = look(sentence, source, articles)
        if found is not None:
            return found
    return _reversals(sentence, articles)


@lru_cache(maxsize=256)
def _source(articles: tuple[Article, ...]) -> str:
    """Return all that the articles say as one text, the same object each time: it is a cache key."""
    return "\n".join(text for text, _ in _dated(articles))


@lru_cache(maxsize=256)
def _dated(articles: tuple[Article, ...]) -> tuple[Dated, ...]:
    """Return what each article says, and when it was published; the texts are cache keys too."""
    return tuple((f"{a.title}\n{a.text}", a.published_at) for a in articles)


def _quotations(sentence: str, source: str, articles: Sequence[Article]) -> Problem | None:
    wrong = [misquoted(sentence, text) for text, _ in _dated(tuple(articles))]
    missing = [quote for quote in wrong[0] if all(quote in others for others in wrong)]
    if not missing:
        return None
    return Problem(Finding.MISQUOTED, f"the source does not have the words {missing[0]!r}")


def _numbers(sentence: str, source: str, articles: Sequence[Article]) -> Problem | None:
    wrong = wrong_numbers(sentence, source)
    if not wrong:
        return None
    figure, instead = wrong[0]
    if instead is None:
        return Problem(Finding.WRONG_NUMBER, f"the source does not have {figure.text!r}")
    reason = f"the source says {instead.text!r}, the sentence says {figure.text!r}"
    return Problem(Finding.WRONG_NUMBER, reason)


def _dates(sentence: str, source: str, articles: Sequence[Article]) -> Problem | None:
    texts = _dated(tuple(articles))
    dates = wrong_dates(sentence, texts)
    if dates:
        return Problem(Finding.WRONG_NUMBER, f"the source does not have the date {dates[0]}")
    weekdays = [wrong_weekdays(sentence, source, moment) for _, moment in texts]
    if all(weekdays):
        return Problem(Finding.WRONG_NUMBER, f"the source does not say {weekdays[0][0]}")
    return None


def _names(sentence: str, source: str, articles: Sequence[Article]) -> Problem | None:
    outlets = (name for a in articles for name in (a.source, a.author) if name)
    names = unknown_names(sentence, "\n".join((source, *outlets)))
    if not names:
        return None
    return Problem(Finding.UNSUPPORTED, f"the source does not name {', '.join(names)}")


def _reversals(sentence: str, articles: Sequence[Article]) -> Problem | None:
    if any(verbatim(sentence, article) for article in articles):
        return None
    near = [w.text for a in articles for w in best_windows(sentence, windows(a))[:1]]
    found = reversal(sentence, near)
    if found is None:
        return None
    finding = Finding.WRONG_NUMBER if found.is_of_figures else Finding.CONTRADICTED
    return Problem(finding, found.reason)


@lru_cache(maxsize=512)
def verbatim(sentence: str, article: Article) -> Span | None:
    """Return the source sentence that the sentence repeats word for word, or none.

    A dateline may be gone and a year added to a day; nothing may be missing behind the first word.
    """
    forms = (_bare(sentence), _bare(_YEAR.sub("", sentence)))
    is_long = len(forms[0]) >= FEWEST_CHARACTERS
    for source, span in _bare_windows(article):
        if source in forms or (is_long and _without_dateline(source, *forms)):
            return span
    return None


@lru_cache(maxsize=256)
def _bare_windows(article: Article) -> tuple[tuple[str, Span], ...]:
    return tuple((_bare(window.text), window.span) for window in windows(article))


@lru_cache(maxsize=512)
def near_verbatim(sentence: str, article: Article) -> Span | None:
    """Return the source sentence that the sentence repeats but for dateline, dates and names."""
    whole = f"{article.title}\n{article.text}"
    return next((w.span for w in windows(article) if repeats(sentence, w.text, whole)), None)


def _bare(text: str) -> str:
    """Return the text without commas, which an added year may move, and without its full stop."""
    return plain(text).replace(",", "").strip(_EDGES)


def _without_dateline(source: str, *sentences: str) -> bool:
    return any(
        source.endswith(sentence) and source[: -len(sentence)].rstrip().endswith(("-", ":", ")"))
        for sentence in sentences
    )
