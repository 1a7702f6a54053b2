"""Sources that differ on a fact that the story prints, and figures that a later source renews.

A false conflict is worse than a missed one, so two sentences are compared only when they share
most of their words and all names of one, and when each gives one figure of the kind compared.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from groundwood.agents.checker.dates import Day, days
from groundwood.agents.checker.numbers import Figure, figures
from groundwood.agents.checker.reversals import reversal
from groundwood.agents.checker.windows import Window, windows
from groundwood.agents.retriever.terms import content_terms, is_stop_term, terms
from groundwood.nouns import Article, Citation

SAME_FACT = 0.6
"""Sentences on one fact share this part of the shorter one's words, figures aside."""
SAME_EVENT = 0.75
"""The same for sentences that are compared by their dates."""
FEWEST_SHARED = 3
SAME_TIME = timedelta(hours=24)
"""Figures that two sources give further apart than this are told apart as old and new."""
ALIKE = 0.1
"""Figures of which one is said to be rounded differ when they are further apart than this part."""

SUPERSEDED = "superseded"
"""How the reason begins when a newer source renews a figure."""

_NAME = re.compile(r"(?<=[\w,;] )[A-Z]\w+")
_FURTHER = re.compile(
    r"\b(?:another|additional|further|extra|other|more|each|every)\b", re.IGNORECASE
)
_NONE = re.compile(r"\b(?:no|none of the|not a single) (\w+)", re.IGNORECASE)
_PERIODS = frozenset(terms("second minute hour day night week month year decade time"))
_HEAD = re.compile(r"[ -]((?:[a-z]+[ -]?){1,4})")


@dataclass(frozen=True)
class Conflict:
    """Where another source says something else, and how to tell the reader."""

    against: Citation
    reason: str

    @property
    def is_superseded(self) -> bool:
        """Whether the other source is newer and renews the figure."""
        return self.reason.startswith(SUPERSEDED)


@dataclass(frozen=True)
class Difference:
    """What a sentence and another source say of the same thing. Figures may be renewed."""

    ours: str
    theirs: str
    is_renewable: bool = False


def conflict(sentence: str, own: Article, others: Sequence[Article]) -> Conflict | None:
    """Return where another source differs on the sentence's fact, the newest first, or none.

    Counted things, amounts and percentages, days and outcomes are compared. An older figure is no
    conflict but history; a newer one supersedes the sentence's, and is told before all others.
    """
    found = list(_conflicts(sentence, own, sorted(others, key=_time, reverse=True)))
    return next((c for c in found if c.is_superseded), next(iter(found), None))


def _conflicts(sentence: str, own: Article, others: Sequence[Article]) -> Iterator[Conflict]:
    for article in others:
        for window in windows(article):
            for difference in _differences(sentence, window):
                if not (difference.is_renewable and _is_older(article, own)):
                    citation = Citation(article_id=article.id, spans=(window.span,))
                    yield Conflict(citation, _reason(own, article, difference))


def _differences(sentence: str, window: Window) -> Iterator[Difference]:
    ours = content_terms(sentence)
    fewest = max(FEWEST_SHARED, SAME_FACT * 0.75 * min(len(ours), len(window.terms)))
    if len(ours & window.terms) < fewest or not _same_names(sentence, window.text):
        return
    for look in (_by_figure, _by_day):
        difference = look(sentence, window)
        if difference is not None:
            yield difference
    turned = reversal(sentence, [window.text])
    if turned is not None and not turned.is_of_figures:
        yield Difference(turned.claim, turned.source)


def _by_figure(sentence: str, window: Window) -> Difference | None:
    ours, theirs = _counted(sentence), _counted(window.text)
    if not ours or not theirs or not _on_one_fact(sentence, window, ours + theirs, SAME_FACT):
        return None
    for figure in ours:
        same = [f for f in theirs if _counts_alike(figure, f)]
        alone = len([f for f in ours if _counts_alike(figure, f)]) == len(same) == 1
        if alone and _differ(figure, same[0]) and figure.value not in {f.value for f in theirs}:
            return Difference(figure.text, same[0].text, is_renewable=same[0].value > 0)
    return None


def _by_day(sentence: str, window: Window) -> Difference | None:
    ours, theirs = (_whole_days(text) for text in (sentence, window.text))
    if len(ours) != 1 or len(theirs) != 1 or figures(sentence) or figures(window.text):
        return None
    one, other = ours[0], theirs[0]
    if (one.month, one.day) == (other.month, other.day) or one.month != other.month:
        return None
    if not _on_one_fact(sentence, window, [], SAME_EVENT):
        return None
    return Difference(str(one), str(other))


def _whole_days(text: str) -> list[Day]:
    return [day for day in days(text) if day.month and day.day]


def _counted(text: str) -> list[Figure]:
    """Return the figures that may be compared, with ``no people`` as a figure of 0."""
    found = [
        figure
        for figure in figures(text)
        if figure.kind not in ("ordinal", "time")
        and (figure.kind != "count" or (figure.unit and figure.unit not in _PERIODS))
        and not _FURTHER.search(
            text[max(0, figure.start - 12) : figure.start + len(figure.text) + 7]
        )
    ]
    none = [
        Figure(0.0, stem, "count", "", match.group(), match.start())
        for match in _NONE.finditer(text)
        if (stem := next(iter(terms(match.group(1))), "")) and not is_stop_term(stem)
    ]
    return [_with_head(figure, text) for figure in found] + none


def _with_head(figure: Figure, text: str) -> Figure:
    """Return the count with the last of the words behind it: of *six repair crews*, the crews."""
    if figure.kind != "count":
        return figure
    match = _HEAD.match(text, figure.start + len(figure.text))
    stems = terms(match.group(1)) if match else []
    run = stems[: next((i for i, stem in enumerate(stems) if is_stop_term(stem)), len(stems))]
    plural = [
        word for word in (match.group(1).split() if match else [])[: len(run)] if word[-1] == "s"
    ]
    unit = terms(plural[0])[-1] if plural else figure.unit
    return Figure(figure.value, unit, figure.kind, figure.hedge, figure.text, figure.start)


def _counts_alike(one: Figure, other: Figure) -> bool:
    return (one.kind, one.unit) == (other.kind, other.unit)


def _differ(one: Figure, other: Figure) -> bool:
    margin = ALIKE if one.hedge or other.hedge else 0.0
    return abs(one.value - other.value) > margin * max(one.value, other.value)


def _same_names(sentence: str, other: str) -> bool:
    ours, theirs = _names(sentence), _names(other)
    return ours <= theirs or theirs <= ours


@lru_cache(maxsize=4096)
def _names(text: str) -> frozenset[str]:
    return frozenset(_NAME.findall(text))


def _on_one_fact(sentence: str, window: Window, found: Sequence[Figure], share: float) -> bool:
    told = frozenset(term for figure in found if figure.value for term in terms(figure.text))
    ours, theirs = content_terms(sentence) - told, window.terms - told
    return len(ours & theirs) >= max(FEWEST_SHARED, share * min(len(ours), len(theirs)))


def _time(article: Article) -> datetime:
    return article.published_at or datetime.min.replace(tzinfo=UTC)


def _is_older(article: Article, than: Article) -> bool:
    if article.published_at is None or than.published_at is None:
        return False
    margin = timedelta(0) if article.source == than.source else SAME_TIME
    return than.published_at - article.published_at >= margin


def _reason(own: Article, other: Article, difference: Difference) -> str:
    when = f" ({other.published_at:%Y-%m-%d})" if other.published_at else ""
    told = f"{other.source or other.id}{when} says {difference.theirs!r} where this says"
    newer = difference.is_renewable and _is_older(own, other)
    return f"{SUPERSEDED if newer else 'sources differ'}: {told} {difference.ours!r}"
