"""The plan that code makes: whole source sentences, grouped and ordered as a story."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from groundwood.agents.summarizer.candidates import Candidate, candidates
from groundwood.agents.summarizer.selection import (
    Weights,
    not_overtaken,
    score,
    told_once,
    weigh,
)
from groundwood.agents.summarizer.tone import DULL
from groundwood.nouns import Article, Evidence, ParagraphPlan, Passage, Plan
from groundwood.store.base import ArticleStore

MOST_PARAGRAPHS = 6
MOST_SENTENCES, MOST_JOINED = 3, 4
"""Of one article in a paragraph, and of two."""
FEWEST_SENTENCES = 2
ENOUGH_GROUPS = 3
"""With as many, a lone sentence from the middle of an article is left out."""
FEW_GROUPS = 4
"""With fewer, an article with more to tell gets a second paragraph."""
SECOND = 0.5
"""What a second paragraph is worth beside a first one."""
MOST_WORDS = 430
"""Of the whole story, about."""
PARAGRAPH_WORDS, LONE_WORDS = 80, 110
"""Of a paragraph, about; a lone sentence may take another one up to the second."""
ENOUGH_WORDS = 36
"""One sentence of as many is a paragraph."""

DULLEST = -0.65
"""The tone below which a sentence does not even stand beside a lone one."""

EMPTY_LEAD = 0.2
"""What is left of the worth of a lead that begins with a platitude or an expectation."""

LATE_LEAD = 0.3
"""What is left of the worth of a lead that does not open its article."""
NEWEST = 0.4
"""What the newest article's paragraph is worth more: a story tells how things stand."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Group:
    """The sentences of one article that a paragraph would tell, in their own order."""

    article: Article
    sentences: tuple[Candidate, ...]
    worth: float

    @property
    def time(self) -> datetime:
        """When the article appeared; long ago when that is unknown."""
        return self.article.published_at or _LONG_AGO


@dataclass(frozen=True)
class CodePlanner:
    """Plans a story without a model.

    Each paragraph stands on one article, or on two short ones that follow each other in time, and
    tells its sentences in their own order, so that what leans on a sentence stands behind it. The
    lead is the most central report; what came after it follows in time, then what came before.
    """

    store: ArticleStore

    def plan(self, evidence: Evidence) -> Plan:
        """Return up to six paragraphs of two to four sentence-level passages each."""
        articles = self.store.get(evidence.article_ids)
        pool = self._pool(evidence, articles)
        if not pool:
            return Plan()
        weights = weigh(pool)
        kept = told_once(not_overtaken(pool, weights), weights)
        chosen = _chosen(_groups(kept, weights), pool, weights)
        return Plan(
            paragraphs=tuple(
                ParagraphPlan(
                    index=index,
                    aim="lead" if index == 0 else "development",
                    passages=tuple(candidate.passage for candidate in sentences),
                )
                for index, sentences in enumerate(_paragraphs(chosen))
            )
        )

    def _pool(self, evidence: Evidence, articles: dict[str, Article]) -> list[Candidate]:
        passages: dict[str, list[Passage]] = {}
        for passage in evidence.passages:
            passages.setdefault(passage.article_id, []).append(passage)
        return [
            candidate
            for key, article in articles.items()
            for candidate in candidates(article, passages[key])
        ]


def _groups(kept: list[Candidate], weights: Weights) -> list[Group]:
    by_article: dict[str, list[Candidate]] = {}
    for candidate in sorted(kept, key=lambda c: (c.article.id, c.order)):
        by_article.setdefault(candidate.article.id, []).append(candidate)
    newest = max((c.article.published_at or _LONG_AGO for c in kept), default=_LONG_AGO)
    groups = [_group(members, weights, newest) for members in by_article.values()]
    found = [group for group in groups if group is not None]
    whole = [g for g in found if _report(g.sentences) and (len(g.sentences) > 1 or _opens(g))]
    told = whole if len(whole) >= ENOUGH_GROUPS else found
    if len(told) >= FEW_GROUPS:
        return told
    again = (_second(group, by_article[group.article.id], weights) for group in told)
    return told + [group for group in again if group is not None]


def _second(first: Group, members: list[Candidate], weights: Weights) -> Group | None:
    """Return another paragraph of the article, from what the first one leaves untold; or none."""
    left = [c for c in members if c not in first.sentences and c.tone >= 0]
    group = _group(left, weights)
    if group is None or len(group.sentences) < FEWEST_SENTENCES:
        return None
    return replace(group, worth=SECOND * group.worth)


def _report(sentences: Sequence[Candidate], dull: float = DULL) -> bool:
    """Say whether the sentences, taken together, tell more than statements always say."""
    return sum(c.tone for c in sentences) > dull * len(sentences)


def _opens(group: Group) -> bool:
    return group.sentences[0].order == 0


def _group(
    members: list[Candidate], weights: Weights, newest: datetime | None = None
) -> Group | None:
    """Return the best sentences of one article that can stand together, or none."""
    stands = _standing(members)
    if not stands:
        return None
    ranked = sorted(stands, key=lambda c: (c.tone <= DULL, -score(c, weights)))
    taken: list[Candidate] = []
    length = 0
    for candidate in ranked:
        needed = [c for c in _chain(candidate, stands) if c not in taken]
        words = sum(c.length for c in needed)
        if taken and not _report(needed):
            continue
        if not needed or len(taken) + len(needed) > MOST_SENTENCES:
            continue
        if taken and length + words > PARAGRAPH_WORDS:
            continue
        taken += needed
        length += words
    if len(taken) < FEWEST_SENTENCES:
        taken += _companion(taken, stands, weights)
    ordered = tuple(sorted(taken, key=lambda c: c.order))
    best = sorted((score(c, weights) for c in ordered), reverse=True)
    bonus = NEWEST if ordered[0].article.published_at == newest else 0.0
    return Group(ordered[0].article, ordered, sum(best[:2]) + bonus)


def _companion(
    taken: list[Candidate], stands: Sequence[Candidate], weights: Weights
) -> Sequence[Candidate]:
    """Return what may stand beside a lone sentence, though duller or longer: the most distinct."""
    for candidate in sorted(stands, key=lambda c: -weights.distinction(c.terms)):
        needed = [c for c in _chain(candidate, stands) if c not in taken]
        told = [*taken, *needed]
        fits = len(told) <= MOST_SENTENCES and sum(c.length for c in told) <= LONE_WORDS
        if needed and fits and _report(needed, DULLEST):
            return needed
    return ()


def _standing(members: list[Candidate]) -> list[Candidate]:
    """Return the sentences whose every need is met by earlier ones of the same article."""
    stands: list[Candidate] = []
    for candidate in members:
        if _support(candidate, stands) is not None:
            stands.append(candidate)
    return stands


def _support(candidate: Candidate, before: Sequence[Candidate]) -> list[Candidate] | None:
    """Return the sentences that name what the candidate takes as known; none when one is missing.

    For what leans that is the sentence right before it; a noun needs the last one that has it, else
    again the one right before, unless the candidate is a point of a list.
    """
    adjacent = [c for c in before[-1:] if c.order == candidate.order - 1]
    if candidate.leans:
        return adjacent or None
    is_point = candidate.article.text[candidate.span.start] in "-–—•*"
    found: list[Candidate] = []
    for head in candidate.heads:
        named = [c for c in before if head in c.terms][-1:] or ([] if is_point else adjacent)
        if not named:
            return None
        found += named
    return found


def _chain(candidate: Candidate, stands: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidate with all that it needs printed before it, in order."""
    chain = {candidate}
    waiting = [candidate]
    while waiting:
        needy = waiting.pop()
        for support in _support(needy, stands[: stands.index(needy)]) or ():
            if support not in chain:
                chain.add(support)
                waiting.append(support)
    return sorted(chain, key=lambda c: c.order)


def _chosen(groups: list[Group], pool: list[Candidate], weights: Weights) -> list[list[Group]]:
    """Return the groups worth a place, the lead first, then what followed, then what preceded."""
    ranked = sorted(groups, key=lambda g: (-g.worth, g.article.id))
    picked: list[Group] = []
    length = 0
    for group in ranked:
        words = sum(c.length for c in group.sentences)
        if picked and length + words > MOST_WORDS:
            continue
        picked.append(group)
        length += words
    if not picked:
        return []
    lead = max(picked, key=lambda g: (_lead_worth(g, pool, weights), g.time, g.article.id))
    rest = sorted((g for g in picked if g is not lead), key=lambda g: (g.time, g.article.id))
    after = [g for g in rest if g.time >= lead.time]
    before = [g for g in rest if g.time < lead.time]
    return [[lead], after, before]


def _lead_worth(group: Group, pool: Sequence[Candidate], weights: Weights) -> float:
    """Return how much of what the article brought up first, later ones speak of again.

    What several speak of counts more than in proportion: that is the news.
    """
    earlier: set[str] = set()
    later: dict[str, set[str]] = {}
    for candidate in pool:
        if (candidate.article.published_at or _LONG_AGO) < group.time:
            earlier |= candidate.terms
        elif candidate.article.id != group.article.id:
            later.setdefault(candidate.article.id, set()).update(candidate.terms)
    new = group.sentences[0].terms - earlier
    spoken = Counter(term for terms in later.values() for term in terms & new)
    manner = EMPTY_LEAD if group.sentences[0].tone < 0 else 1.0
    manner *= LATE_LEAD if group.sentences[0].order > 1 else 1.0
    echo = manner * sum(weights.distinction([term]) * count**2 for term, count in spoken.items())
    said = weights.distinction(new) + weights.distinction(group.sentences[0].terms)
    return echo / said if echo else 0.0


def _may_join(last: Sequence[Candidate], following: Sequence[Candidate]) -> bool:
    fits = 0 < len(last) <= MOST_JOINED - len(following)
    return fits and last[0].article.language == following[0].article.language


def _is_short(sentences: Sequence[Candidate]) -> bool:
    words = sum(candidate.length for candidate in sentences)
    return len(sentences) < FEWEST_SENTENCES and words < ENOUGH_WORDS


def _paragraphs(parts: Sequence[Sequence[Group]]) -> list[tuple[Candidate, ...]]:
    """Return the paragraphs: a group each, a short one joined to its neighbour in time."""
    paragraphs: list[tuple[Candidate, ...]] = []
    for part in parts:
        joined: list[tuple[Candidate, ...]] = []
        for group in part:
            last = joined[-1] if joined else ()
            short = _is_short(group.sentences) or _is_short(last)
            if short and _may_join(last, group.sentences):
                joined[-1] = (*last, *group.sentences)
            else:
                joined.append(group.sentences)
        paragraphs += joined
    return paragraphs[:MOST_PARAGRAPHS]
