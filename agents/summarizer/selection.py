"""Which sentences a story tells: central, new, and none twice in other words."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from groundwood.agents.retriever.terms import content_terms
from groundwood.agents.summarizer.candidates import Candidate
from groundwood.agents.summarizer.totals import is_outgrown
from groundwood.agents.summarizer.words import EXPECTATION, ONGOING, PAST_FRAME
from groundwood.agents.summarizer.years import deadline

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_A_DAY = timedelta(days=1)

OVERTAKEN = 0.2
"""A later sentence with this part of an expectation's distinctive content reports on it."""
STALE = timedelta(days=21)
"""An expectation, or what was going on, is not told so long before the newest article."""

ALIKE_SHORTER, ALIKE_LONGER = 0.6, 0.35
"""Sentences that share these weighted parts of both their contents tell the same."""


@dataclass(frozen=True)
class Weights:
    """How much a term says: its inverse frequency over sentences, and its part in the topic."""

    rarity: dict[str, float]
    centrality: dict[str, float]

    def weight(self, terms: Iterable[str]) -> float:
        """Return how much the terms say together."""
        return sum(self.rarity.get(term, 1.0) for term in terms)

    def distinction(self, terms: Iterable[str]) -> float:
        """Return how much the terms say beside what the whole topic is about anyway."""
        return sum(self.weight([term]) * (1 - self.centrality.get(term, 0.0)) for term in terms)


def weigh(pool: Sequence[Candidate]) -> Weights:
    """Return the weights of the terms of the candidates; titles count as sentences.

    Centrality of a term grows with the share of the articles that use it.
    """
    sentences = Counter(term for candidate in pool for term in candidate.terms)
    articles = {c.article.id: content_terms(c.article.title) for c in pool}
    for candidate in pool:
        articles[candidate.article.id] |= candidate.terms
    spread = Counter(term for terms in articles.values() for term in terms)
    total = len(pool) + 1
    return Weights(
        rarity={term: math.log(1 + total / count) ** 2 for term, count in sentences.items()},
        centrality={
            term: (count - 1) / max(1, len(articles) - 1) for term, count in spread.items()
        },
    )


def alike(one: Candidate, other: Candidate, weights: Weights) -> bool:
    """Say whether the two tell the same, in whatever words."""
    shared = weights.weight(one.terms & other.terms)
    shorter, longer = sorted((weights.weight(one.terms), weights.weight(other.terms)))
    return shared >= max(ALIKE_SHORTER * shorter, ALIKE_LONGER * longer) > 0


def told_once(pool: Sequence[Candidate], weights: Weights) -> list[Candidate]:
    """Return the candidates without those that repeat another one.

    Of two alike with different figures the newer stays, since figures grow; else the better one.
    """
    ranked = sorted(pool, key=lambda c: (-score(c, weights), c.article.id, c.order))
    kept: list[Candidate] = []
    for candidate in ranked:
        twins = [other for other in kept if alike(candidate, other, weights)]
        if not twins:
            kept.append(candidate)
        elif all(_outdates(candidate, twin) for twin in twins):
            kept = [other for other in kept if other not in twins] + [candidate]
    return kept


def not_overtaken(pool: Sequence[Candidate], weights: Weights) -> list[Candidate]:
    """Return the candidates without expectations and states of things that time has overtaken.

    An expectation goes when its date has passed by the newest article, when a later article reports
    on it, or when it is old and names no date to come; a state of things when it is old, unless the
    sentence itself says of which time it speaks.
    """
    dates = [c.article.published_at for c in pool if c.article.published_at]
    newest = max(dates, default=None)
    return [c for c in pool if newest is None or not _is_past(c, pool, weights, newest)]


def _is_past(
    candidate: Candidate, pool: Sequence[Candidate], weights: Weights, newest: datetime
) -> bool:
    published = candidate.article.published_at
    if published is None:
        return False
    if is_outgrown(candidate, pool):
        return True
    is_old = newest - published > STALE
    if EXPECTATION.search(candidate.text):
        due = deadline(candidate.text, candidate.article)
        if due is not None:
            return due < newest or _is_overtaken(candidate, pool, weights)
        return is_old or _is_overtaken(candidate, pool, weights)
    is_going_on = ONGOING.search(candidate.text) and not PAST_FRAME.search(candidate.text)
    return is_old and bool(is_going_on)


def _is_overtaken(candidate: Candidate, pool: Sequence[Candidate], weights: Weights) -> bool:
    published = candidate.article.published_at
    years = [int(year) for year in _YEAR.findall(candidate.text)]
    distinct = weights.distinction(candidate.terms)
    for other in pool:
        later = other.article.published_at
        if published is None or later is None or later - published < _A_DAY:
            continue
        shared = weights.distinction(candidate.terms & other.terms)
        if shared >= OVERTAKEN * distinct and all(year <= later.year for year in years):
            return True
    return False


def score(candidate: Candidate, weights: Weights) -> float:
    """Return how much a story gains by the sentence: central terms, place, shape, hard facts."""
    central = sum(
        math.sqrt(weights.rarity[term]) * weights.centrality.get(term, 0.0)
        for term in candidate.terms
    )
    mean = central / (len(candidate.terms) + 4)
    opening = 0.6 if candidate.order == 0 else 0.25 if candidate.order < 3 else 0.0
    paragraph = 0.15 if candidate.leads_paragraph else 0.0
    shape = 0.2 if 12 <= candidate.length <= 34 else 0.0
    facts = min(3, len(candidate.figures)) * 0.08
    return mean + opening + paragraph + shape + facts + candidate.tone


def _outdates(candidate: Candidate, twin: Candidate) -> bool:
    newer, older = candidate.article.published_at, twin.article.published_at
    differ = candidate.figures != twin.figures and bool(candidate.figures)
    return differ and newer is not None and older is not None and newer > older
