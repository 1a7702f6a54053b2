"""What every article store offers."""

from collections.abc import Iterable
from typing import Protocol

from groundwood.nouns import Article, ArticleId, Noun, Topic


class Match(Noun):
    """An article that matches a query, with its BM25 score (higher is better, at least 0)."""

    article_id: ArticleId
    score: float


class PutReport(Noun):
    """What became of the articles that were put.

    ``ids`` are the stored ids, one for each article given and in that order (a clash of short ids
    gives the later article a longer one; a duplicate has the id it already had).
    """

    ids: tuple[ArticleId, ...]
    added: int
    updated: int
    duplicates: int


class ArticleStore(Protocol):
    """Articles, found by id, by filter and by words. Implementations raise `StoreError`."""

    def put(self, articles: Iterable[Article]) -> PutReport:
        """Add or update the articles, all or none.

        The digest decides what is the same article. Same digest and same content: a duplicate.
        Same digest and other content: the stored one is updated. An id that another digest already
        has: the new article gets as many more digits of its digest as it takes.
        """
        ...

    def get(self, ids: Iterable[ArticleId]) -> dict[ArticleId, Article]:
        """Return the articles that there are of these ids, by id, in the order asked."""
        ...

    def select(self, topic: Topic, *, limit: int | None = None) -> list[ArticleId]:
        """Return ids that pass the topic's tag and time filter, newest first, undated last."""
        ...

    def search(self, query: str, topic: Topic, *, limit: int = 20) -> list[Match]:
        """Return the best BM25 matches of any of the query's words among what passes the filter.

        The filter applies before ranking. The query is only words: no operator has a meaning.
        """
        ...

    def count(self) -> int:
        """Return how many articles there are."""
        ...

    def close(self) -> None:
        """Release the store; calling it again does nothing."""
        ...
