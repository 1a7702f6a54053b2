"""Which of the matching articles are read closely."""

from collections import Counter
from collections.abc import Mapping, Sequence

from groundwood.agents.retriever.signals import centroid, cosine, tfidf
from groundwood.agents.retriever.terms import query_terms, terms
from groundwood.nouns import Article, ArticleId, Topic

FLOOR = 0.34
"""An article must hold this share of the query's words that the best-covered article holds."""
HEAD = 1000
"""Characters of an article that tell what it is about."""


def relevant(topic: Topic, articles: Sequence[Article]) -> list[Article]:
    """Return the articles that hold enough of the query's words to be about it; all without one."""
    wanted = frozenset(query_terms(topic.query))
    if not wanted:
        return list(articles)
    held = [len(wanted.intersection(terms(f"{a.title}\n{a.text}"))) for a in articles]
    least = max(1.0, FLOOR * max(held, default=0))
    return [article for article, n in zip(articles, held, strict=True) if n >= least]


def closest(
    articles: Sequence[Article], scores: Mapping[ArticleId, float], limit: int
) -> list[Article]:
    """Return at most ``limit`` articles, the ones to read: by the store's score, then by heart.

    Without scores the heart decides: the cosine of an article's head with the mean of all heads.
    """
    if len(articles) <= limit:
        return list(articles)
    heads = tfidf([Counter(terms(f"{a.title}\n{a.text[:HEAD]}")) for a in articles])
    centre = centroid(heads)
    central = [cosine(vector, centre) for vector in heads]
    rank = sorted(
        range(len(articles)),
        key=lambda i: (-scores.get(articles[i].id, 0.0), -central[i], articles[i].id),
    )
    return [articles[i] for i in rank[:limit]]
