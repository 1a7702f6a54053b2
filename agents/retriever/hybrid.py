"""The retriever: from a topic to the passages that its story should rest on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

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
    columns,
    fused,
)
from groundwood.agents.retriever.why import ranks, reasons
from groundwood.nouns import ArticleId, Evidence, Hit, Topic
from groundwood.store.base import ArticleStore

Weighted = tuple[Signal, float]
Copies = Mapping[ArticleId, tuple[ArticleId, ...]]

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
MOST_LEFT_OUT = 50
"""So many of the passages that were left out are named."""


def _count(text: str) -> int:
    from groundwood.text.tokens import count_tokens  # loads the tokenizer's vocabulary

    return count_tokens(text)


@dataclass(frozen=True)
class HybridRetriever:
    """Finds passages by full text, centrality, place and date, without copies and repeats.

    ``budget`` is the most tokens, as ``count`` counts them, that the picked passages may have
    together. ``matches`` bounds the articles that are considered without a query (with one it is
    twice ``read``), ``read`` those of them that are cut into passages. The signals are fused by the
    weighted sum of their standard scores.
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
        pool = Pool(topic, [candidate(c) for piece in pieces for c in piece.cuts], found)
        picks = list(self._pick(pool, groups))
        picked = {hit.passage.article_id for hit, _ in picks}
        return Evidence(
            topic=topic,
            hits=tuple(hit for hit, _ in picks),
            copies={kept: others for kept, others in groups.items() if others and kept in picked},
            considered=len(articles),
            tokens=sum(tokens for _, tokens in picks),
            left_out=_left_out(pieces),
        )

    def _find(self, topic: Topic) -> dict[ArticleId, float]:
        """Return the matching articles' ids with the store's score, best (or newest) first."""
        if not topic.query.strip():
            return dict.fromkeys(self.store.select(topic, limit=self.matches), 0.0)
        matches = self.store.search(topic.query, topic, limit=2 * self.read)
        return {match.article_id: match.score for match in matches}

    def _pick(self, pool: Pool, copies: Copies) -> Iterator[tuple[Hit, int]]:
        """Yield the picked passages, best first, each with its tokens."""
        signals = self.with_query if pool.topic.query.strip() else self.without_query
        table = columns(pool, signals)
        scores = [
            score - TAINT * item.cut.tainted
            for score, item in zip(fused(table), pool.candidates, strict=True)
        ]
        told = told_once([item.cut for item in pool.candidates], scores, WIDEST)
        kept = list(told)
        ordered = self.diversity.order(
            [pool.candidates[i] for i in kept], [scores[i] for i in kept]
        )
        ranked = ranks(table)
        for place, value, tokens in within(
            ordered, lambda p: self._size(pool, kept[p]), self.budget
        ):
            index = kept[place]
            why = reasons(pool, index, ranked[index], copies, told[index])
            passage = pool.candidates[index].cut.passage
            yield Hit(passage=passage, score=round(value, 6), why=why), tokens

    def _size(self, pool: Pool, index: int) -> int:
        return self.count(pool.candidates[index].cut.text)


def _left_out(pieces: Sequence[Pieces]) -> tuple[Hit, ...]:
    named = (Hit(passage=o.passage, score=0.0, why=o.why) for p in pieces for o in p.left_out)
    return tuple(islice(named, MOST_LEFT_OUT))
