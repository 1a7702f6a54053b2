"""What to call an event, and what to ask the store for to find its articles again."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from typing import Any

from numpy.typing import NDArray

from groundwood.agents.discovery.vectors import bucket
from groundwood.agents.retriever.terms import WORD, is_stop_term, terms
from groundwood.nouns import Article, Topic

Numbers = NDArray[Any]

SLUG_WORDS, QUERY_WORDS = 4, 8
OPENING = 50
"""Telling words that an event is named by, of title and text."""
SLUG_LENGTH = 60
HEADLINE = 120
"""Characters of an opening that stand for a missing title."""
_SPACE = re.compile(r"\s+")
_ELLIPSIS = "…"


def telling_words(
    articles: Sequence[Article], rarity: Numbers, count: int = QUERY_WORDS
) -> list[str]:
    """Return the words that tell most of what the articles open with, as they are mostly written.

    Each word counts once an article, by its rarity; a word of one article alone stands behind the
    shared ones. Of equal weight the alphabetically first.
    """
    holding: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    for article in articles:
        opening = dict(_opening(article))
        holding.update(set(opening.values()))
        for word, term in opening.items():
            written.setdefault(term, Counter())[word] += 1
    weight = {term: rarity[bucket(term)] * held for term, held in holding.items()}
    best = sorted(weight, key=lambda term: (-min(holding[term], 2), -weight[term], term))[:count]
    return [min(written[term], key=lambda word: (-written[term][word], word)) for term in best]


def proposal(articles: Sequence[Article], words: Sequence[str], taken: Collection[str]) -> Topic:
    """Return the topic that finds the articles again: name, query, common tags, earliest date.

    ``words`` are the most telling ones, at best `QUERY_WORDS`. ``since`` is left out where an article has no date, since the filter would lose it. ``taken`` are
    slugs that are in use.
    """
    dates = [article.published_at for article in articles if article.published_at is not None]
    return Topic(
        slug=_free(_slug(words[:SLUG_WORDS]) or f"event-{articles[0].id}", taken),
        query=" ".join(words),
        tags=_common_tags(articles),
        since=min(dates) if len(dates) == len(articles) else None,
    )


def headline(article: Article) -> str:
    """Return the title on one line, or the opening of the text where there is none."""
    title = _SPACE.sub(" ", article.title).strip()
    text = title or _SPACE.sub(" ", article.text[: 4 * HEADLINE]).strip()
    return text if title or len(text) <= HEADLINE else text[:HEADLINE].rstrip() + _ELLIPSIS


def _opening(article: Article) -> Iterator[tuple[str, str]]:
    """Yield the words of title and opening with their terms: no numbers alone, no single letters."""
    found = 0
    for match in WORD.finditer(f"{article.title}\n{article.text}"[: 40 * OPENING].lower()):
        word = match.group()
        term = _term(word)
        if found >= OPENING:
            return
        if term:
            found += 1
            if len(word) > 1 and not word.isnumeric():
                yield word, term


@lru_cache(maxsize=100_000)
def _term(word: str) -> str:
    """Return the word's one term; nothing for a stop word or a word of several terms."""
    named = terms(word)
    return named[0] if len(named) == 1 and not is_stop_term(named[0]) else ""


def _common_tags(articles: Iterable[Article]) -> tuple[str, ...]:
    shared = reduce(lambda one, other: one & other, (set(article.tags) for article in articles))
    return tuple(sorted(shared))


def _slug(words: Iterable[str]) -> str:
    plain = (
        unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode() for word in words
    )
    parts = filter(None, (re.sub(r"[^a-z0-9]+", "", word.lower()) for word in plain))
    return "-".join(parts)[:SLUG_LENGTH].strip("-")


def _free(slug: str, taken: Collection[str]) -> str:
    if slug not in taken:
        return slug
    number = 2
    while f"{slug}-{number}" in taken:
        number += 1
    return f"{slug}-{number}"
