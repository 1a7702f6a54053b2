"""What every article store offers."""

from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any, Protocol, runtime_checkable

from groundwood.nouns import Article, ArticleId, Noun, Topic, UtcTime
from groundwood.store.archive import StoryArchive
from groundwood.store.database import ArticleTables, Database
from groundwood.store.ledger import RunLedger

DECIMALS = 9
"""How many decimals a score has: what lies behind is noise of the order in which it was added up."""


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


class Retraction(Noun):
    """An article that was withdrawn: when, and why."""

    article_id: ArticleId
    at: UtcTime
    reason: str = ""


class ArticleStore(Protocol):
    """Articles, found by id, by filter and by words. Implementations raise `StoreError`.

    Each article has the number of its arrival: it counts up whenever an article is added, is
    changed or comes back. A withdrawn article is as if it were not there, until it is reinstated.
    """

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

    def arrived(self, topic: Topic, *, after: int, limit: int | None = None) -> list[ArticleId]:
        """Return ids that pass the topic's filter and arrived after that number, latest first."""
        ...

    def latest_arrival(self) -> int:
        """Return the number of the article that came last, 0 in an empty store."""
        ...

    def contents(self, ids: Iterable[ArticleId]) -> dict[ArticleId, str]:
        """Return the digest of all that each article says now, of those that there are."""
        ...

    def count(self) -> int:
        """Return how many articles there are."""
        ...

    def close(self) -> None:
        """Release the store; calling it again does nothing."""
        ...


@runtime_checkable
class KeepsCheckpoints(Protocol):
    """A store whose database also takes the checkpoints of runs, so that any machine goes on."""

    def lock(self, name: str) -> AbstractContextManager[None]:
        """Hold the name; see `Store.lock`."""
        ...

    def checkpoint_connection(self) -> AbstractAsyncContextManager[Any]:
        """Yield the driver's connection for an event loop; its errors inside are `StoreError`."""
        ...


class Store(ArticleStore, Protocol):
    """Articles, the stories made from them, and the ledger of batches, in one place.

    ``database`` and ``articles`` are the tables themselves, for what moves whole stores.
    """

    @property
    def database(self) -> Database: ...

    @property
    def articles(self) -> ArticleTables: ...

    @property
    def stories(self) -> StoryArchive: ...

    @property
    def runs(self) -> RunLedger: ...

    def retract(self, ids: Iterable[ArticleId], reason: str = "") -> list[ArticleId]:
        """Withdraw the articles; return those that were not withdrawn before.

        Raises:
            StoreError: the store has no such article; nothing is withdrawn.
        """
        ...

    def reinstate(self, ids: Iterable[ArticleId]) -> list[ArticleId]:
        """Take withdrawn articles back as if they had just come; return which."""
        ...

    def retractions(self) -> list[Retraction]:
        """Return what is withdrawn, the latest first."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Hold what is done inside together, all or nothing; inside another one it joins it."""
        ...

    def lock(self, name: str) -> AbstractContextManager[None]:
        """Hold the name, so that no other process or task works on it; a kill releases it.

        Raises:
            StoreBusy: somebody holds it.
        """
        ...
