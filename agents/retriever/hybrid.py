"""The retriever: from a topic to the passages that its story should rest on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from groundwood.agents.retriever.duplicates import collapse
from groundwood.agents.retriever.passages import Pieces, cut
from groundwood.agents.retriever.relevance import closest, relevant
from groundwood.agents.retriever.repeats import told_once
from groundwood.agents.retriever.selection import WIDEST, Diversity, within
from groundwood.agents.retriever.signals import (
    ArticleScore,
    Centrality,
    Lead,
    PassageBm25,
    Pool,
    Recency,
    Reporting,
    Signal,
    candidate,
    fused,
)
from groundwood.agents.retriever.why import ranks, reasons
from groundwood.nouns import ArticleId, Evidence, Hit, Topic
from groundwood.store.base import ArticleStore

Weighted = tuple[Signal, float]

WITH_QUERY: tuple[Weighted, ...] = (
    (PassageBm25(), 1.0),
    (ArticleScore(), 1.0),
    (Centrality(), 0.2),
    (Lead(), 0.2),
    (Reporting(), 0.2),
    (Recency(), 0.1),
)
WITHOUT_QUERY: tuple[Weighted, ...] = (
    (Centrality(), 1.0),
    (Lead(), 0.5),
    (Reporting(), 0.4),
    (Recency(), 0.3),
)
TAINT = 100.0
"""What text that addresses a machine costs the rest of its article: it ranks after all others."""


def _count(text: str) -> int:
    from groundwood.text.tokens import count_tokens  # loads the tokenizer's vocabulary

    return count_tokens(text)


@dataclass(frozen=True)
class HybridRetriever:
    """Finds passages by full text, centrality, place and date, without copies and repeats.

    ``budget`` is the most tokens, as ``count`` counts them, that the picked passages may have
    together. ``matches`` bounds the articles that are considered, ``read`` those of them that are
    cut into passages. The signals are fused by the weighted sum of their standard scores.
    """

    store: ArticleStore
    budget: int = 6000
    matches: int = 1000
    read: int = 120
    with_query: tuple[Weighted, ...] = WITH_QUERY
    without_query: tuple[Weighted, ...] = WITHOUT_QUERY
    diversity: Diversity = field(default_factory=Diversity)
    count: Callable[[str], int] = _count

    async def gather(self, topic: Topic) -> Evidence:
        """Return the ranked passages within the token budget; none when nothing matches.

        Raises `StoreError` where the store cannot be read.
        """
        found = self._find(topic)
        articles = relevant(topic, list(self.store.get(found).values()))
        groups = collapse(articles, lambda firsts: closest(firsts, found, self.read))
        by_id = {article.id: article for article in articles}
        pieces = [cut(by_id[kept]) for kept in groups]
        hits, tokens = self._pick(topic, pieces, found, groups)
        picked = {hit.passage.article_id for hit in hits}
        return Evidence(
            topic=topic,
            hits=tuple(hits),
            copies={kept: others for kept, others in groups.items() if others and kept in picked},
            considered=len(articles),
            tokens=tokens,
        )

    def _find(self, topic: Topic) -> dict[ArticleId, float]:
        """Return the matching articles' ids with the store's score, best (or newest) first."""
        if not topic.query.strip():
            return dict.fromkeys(self.store.select(topic, limit=self.matches), 0.0)
        matches = self.store.search(topic.query, topic, limit=2 * self.read)
        return {match.article_id: match.score for match in matches}

    def _pick(
        self,
        topic: Topic,
        pieces: Sequence[Pieces],
        found: Mapping[ArticleId, float],
        copies: Mapping[ArticleId, tuple[ArticleId, ...]],
    ) -> tuple[list[Hit], int]:
        signals = self.with_query if topic.query.strip() else self.without_query
        candidates = [candidate(c) for piece in pieces for c in piece.cuts]
        whole = Pool(topic, candidates, found)
        scores = [
            score - TAINT * item.cut.tainted
            for score, item in zip(fused(whole, signals), candidates, strict=True)
        ]
        told = told_once([item.cut for item in candidates], scores, WIDEST)
        rank = ranks(whole, [signal for signal, _ in signals])
        left = list(told)
        order = self.diversity.order([candidates[i] for i in left], [scores[i] for i in left])
        hits, tokens = [], 0
        for place, value, size in within(
            order, lambda place: self.count(candidates[left[place]].cut.text), self.budget
        ):
            index = left[place]
            why = reasons(whole, index, rank[index], copies, told[index])
            hits.append(Hit(passage=candidates[index].cut.passage, score=round(value, 6), why=why))
            tokens += size
        return hits, tokens
