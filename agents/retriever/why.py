"""Why a passage was picked, in words that an editor can check."""

from collections.abc import Iterator, Mapping, Sequence

from groundwood.agents.retriever.signals import Candidate, Column, Pool
from groundwood.nouns import ArticleId

RANKED = ("BM25", "centrality", "dense")
"""The signals whose rank is told; the others are told as facts (lead paragraph, newest)."""


def ranks(table: Sequence[Column]) -> list[str]:
    """Return for each candidate its rank under each signal that is told by rank."""
    told = [(column.name, _places(column.scores)) for column in table if column.name in RANKED]
    total = len(table[0].scores) if table else 0
    return [
        "; ".join(f"{name} rank {places[i]} of {total}" for name, places in told)
        for i in range(total)
    ]


def reasons(
    pool: Pool, index: int, rank: str, copies: Mapping[ArticleId, Sequence[ArticleId]], told: str
) -> str:
    """Return the reasons in one line: ranks, place, date, copies and repeats it stands for."""
    item = pool.candidates[index]
    parts = [rank, *_facts(pool, item), _copies(len(copies.get(item.cut.article.id, ()))), told]
    return "; ".join(filter(None, parts))


def _facts(pool: Pool, item: Candidate) -> Iterator[str]:
    if item.cut.order == 0:
        yield "lead paragraph"
    dates = [c.cut.article.published_at for c in pool.candidates if c.cut.article.published_at]
    if dates and item.cut.article.published_at == max(dates):
        yield "newest"
    if item.cut.tainted:
        yield "ranked last: its article also holds text that addresses a machine"


def _copies(count: int) -> str:
    return f"earliest of {count + 1} copies" if count else ""


def _places(scores: Sequence[float]) -> list[int]:
    order = sorted(scores, reverse=True)
    first = {score: place for place, score in reversed(list(enumerate(order, 1)))}
    return [first[score] for score in scores]
