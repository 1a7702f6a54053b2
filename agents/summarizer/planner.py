"""The plan that code makes: whole source sentences, grouped and ordered as a story."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from groundwood.agents.summarizer.candidates import Candidate, candidates
from groundwood.agents.summarizer.selection import (
    Weights,
    not_overtaken,
    score,
    told_once,
    weigh,
)
from groundwood.nouns import Article, Evidence, ParagraphPlan, Passage, Plan
from groundwood.store.base import ArticleStore

MOST_PARAGRAPHS = 6
MOST_SENTENCES, MOST_JOINED = 3, 4
"""Of one article in a paragraph, and of two."""
FEWEST_SENTENCES = 2
ENOUGH_GROUPS = 3
"""With as many, a lone sentence from the middle of an article is left out."""
MOST_WORDS = 430
"""Of the whole story, about."""
PARAGRAPH_WORDS = 80

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
    groups = [_group(members, weights) for members in by_article.values()]
    found = [group for group in groups if group is not None]
    whole = [group for group in found if len(group.sentences) > 1 or _opens(group)]
    return whole if len(whole) >= ENOUGH_GROUPS else found


def _opens(group: Group) -> bool:
    return group.sentences[0].order == 0


def _group(members: list[Candidate], weights: Weights) -> Group | None:
    """Return the best sentences of one article that can stand together, or none."""
    stands = _standing(members)
    if not stands:
        return None
    ranked = sorted(stands, key=lambda c: -score(c, weights))
    taken: list[Candidate] = []
    length = 0
    for candidate in ranked:
        needed = [c for c in _chain(candidate, stands) if c not in taken]
        words = sum(c.length for c in needed)
        if not needed or len(taken) + len(needed) > MOST_SENTENCES:
            continue
        if taken and length + words > PARAGRAPH_WORDS:
            continue
        taken += needed
        length += words
    ordered = tuple(sorted(taken, key=lambda c: c.order))
    best = sorted((score(c, weights) for c in ordered), reverse=True)
    return Group(ordered[0].article, ordered, sum(best[:2]))


def _standing(members: list[Candidate]) -> list[Candidate]:
    """Return the sentences whose every need is met by earlier ones of the same article."""
    stands: list[Candidate] = []
    for candidate in members:
        if _needs_nothing(candidate) or _support(candidate, stands) is not None:
            stands.append(candidate)
    return stands


def _needs_nothing(candidate: Candidate) -> bool:
    return not candidate.leans and not candidate.heads


def _support(candidate: Candidate, before: Sequence[Candidate]) -> Candidate | None:
    """Return the sentence that names what the candidate takes as known: the one right before it
    for what leans, else the last one that has the noun, else again the one right before."""
    named = [c for c in before if candidate.heads & c.terms]
    if named and not candidate.leans:
        return named[-1]
    return before[-1] if before and before[-1].order == candidate.order - 1 else None


def _chain(candidate: Candidate, stands: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidate with all that it needs printed before it, in order."""
    chain = [candidate]
    while not _needs_nothing(chain[0]):
        support = _support(chain[0], stands[: stands.index(chain[0])])
        if support is None:
            break
        chain.insert(0, support)
    return chain


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
    if group.sentences[0].order > 1:
        return 0.0
    earlier: set[str] = set()
    later: dict[str, set[str]] = {}
    for candidate in pool:
        if (candidate.article.published_at or _LONG_AGO) < group.time:
            earlier |= candidate.terms
        elif candidate.article.id != group.article.id:
            later.setdefault(candidate.article.id, set()).update(candidate.terms)
    new = group.sentences[0].terms - earlier
    spoken = Counter(term for terms in later.values() for term in terms & new)
    echo = sum(weights.distinction([term]) * count**2 for term, count in spoken.items())
    return echo / (weights.distinction(new) + weights.distinction(group.sentences[0].terms))


def _paragraphs(parts: Sequence[Sequence[Group]]) -> list[tuple[Candidate, ...]]:
    """Return the paragraphs: a group each, a short one joined to its neighbour in time."""
    paragraphs: list[tuple[Candidate, ...]] = []
    for part in parts:
        joined: list[tuple[Candidate, ...]] = []
        for group in part:
            last = joined[-1] if joined else ()
            short = min(len(group.sentences), len(last)) < FEWEST_SENTENCES
            if last and short and len(last) + len(group.sentences) <= MOST_JOINED:
                joined[-1] = (*last, *group.sentences)
            else:
                joined.append(group.sentences)
        paragraphs += joined
    return paragraphs[:MOST_PARAGRAPHS]
