"""Copies of one report: exact, syndicated, shortened, with a dateline or a sentence more.

An update that states new figures, denies something new or adds more than about a sentence is not a
copy. ``docs/decisions/duplicates.md`` holds the measurements.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from groundwood.agents.retriever.overlap import Print, fingerprint
from groundwood.nouns import Article, ArticleId

SHARE = 0.75
"""The least share of a copy that stands in the earlier report."""
NEW_WORDS = 40
"""The most words, about a sentence, that a copy may add."""
ALL_PAIRS = 64
"""Up to so many articles every pair is compared; beyond, MinHash proposes the pairs."""
PERMUTATIONS = 128
BANDS = 64
SEED = 1

_NO_DATE = datetime.max.replace(tzinfo=UTC)


def age_key(article: Article) -> tuple[datetime, int, str]:
    """Order the earliest first; of one moment the longest first; undated articles last."""
    return article.published_at or _NO_DATE, -len(article.text), article.id


def is_copy(later: Print, earlier: Print) -> bool:
    """Return whether the later text adds nothing that matters to the earlier one."""
    return (
        later.facts <= earlier.facts
        and later.share_in(earlier) >= SHARE
        and later.new_to(earlier) <= NEW_WORDS
    )


def collapse(
    articles: Iterable[Article], choose: Callable[[list[Article]], list[Article]] = list
) -> dict[ArticleId, tuple[ArticleId, ...]]:
    """Return each report's earliest article, by age, with the ids of its copies, by age.

    Exact copies (the same text but for case and spacing) are found first. ``choose`` may narrow the
    distinct texts, among which near copies are then sought.
    """
    by_text: dict[str, list[Article]] = {}
    for article in sorted(articles, key=age_key):
        by_text.setdefault(" ".join(article.text.casefold().split()), []).append(article)
    exact = {group[0].id: group for group in by_text.values()}
    chosen = sorted(choose([group[0] for group in exact.values()]), key=age_key)
    return {
        members[0].id: tuple(a.id for m in members for a in exact[m.id] if a is not members[0])
        for members in _near(chosen)
    }


def _near(articles: Sequence[Article]) -> list[list[Article]]:
    """Return the articles, given by age, in groups of the earliest and what copies it."""
    prints = [fingerprint(article.text) for article in articles]
    kept: dict[int, list[Article]] = {}
    for later, earlier in enumerate(_proposals(prints)):
        found = (i for i in earlier if i in kept and is_copy(prints[later], prints[i]))
        kept.setdefault(next(found, later), []).append(articles[later])
    return list(kept.values())


def _proposals(prints: Sequence[Print]) -> list[Sequence[int]]:
    """Return for each text the earlier ones that may hold it, in order."""
    if len(prints) <= ALL_PAIRS:
        return [range(later) for later in range(len(prints))]
    from rensa import RMinHash, RMinHashLSH  # type: ignore[import-untyped]  # native: loaded late

    hashes = RMinHash.from_token_sets([sorted(p.shingles) for p in prints], PERMUTATIONS, SEED)
    index = RMinHashLSH(threshold=0.2, num_perm=PERMUTATIONS, num_bands=BANDS)
    index.insert_pairs(list(enumerate(hashes)))
    found = index.query_all(hashes)
    return [sorted(i for i in near if i < later) for later, near in enumerate(found)]
