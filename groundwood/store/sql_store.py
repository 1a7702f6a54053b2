"""What the stores in SQL databases have in common, whichever the database."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Protocol

from groundwood.nouns import Article, ArticleId
from groundwood.store.base import PutReport, Retraction
from groundwood.store.database import ArticleTables, Database
from groundwood.store.retracting import reinstate, retract, retractions
from groundwood.store.runs import SqlRuns
from groundwood.store.stories import SqlStories
from groundwood.store.writing import put


class Locks(Protocol):
    """Names that one process or task at a time holds."""

    def hold(self, name: str) -> AbstractContextManager[None]:
        """Hold the name until the end; see `Store.lock`."""
        ...


class SqlStore:
    """Stories, runs, and all of articles that is the same in every SQL database; see `Store`."""

    def __init__(self, database: Database, articles: ArticleTables, locks: Locks) -> None:
        self.database = database
        self.articles = articles
        self._locks = locks
        self.stories = SqlStories(database)
        self.runs = SqlRuns(database)

    def put(self, articles: Iterable[Article]) -> PutReport:
        """Add or update the articles, all or none; see `ArticleStore.put`."""
        given = list(articles)
        with self.database.transaction():
            return put(self.articles, given)

    def count(self) -> int:
        """Return how many articles there are."""
        sql = "SELECT count(*) AS number FROM articles WHERE withdrawn = 0"
        return int(self.database.rows(sql)[0]["number"])

    def latest_arrival(self) -> int:
        """Return the number of the article that came last, 0 in an empty store."""
        rows = self.database.rows("SELECT max(arrival) AS last FROM articles")
        return int(rows[0]["last"] or 0)

    def retract(self, ids: Iterable[ArticleId], reason: str = "") -> list[ArticleId]:
        """Withdraw the articles; return those that were not withdrawn before."""
        return retract(self.database, ids, reason)

    def reinstate(self, ids: Iterable[ArticleId]) -> list[ArticleId]:
        """Take withdrawn articles back as if they had just come; return which."""
        return reinstate(self.database, ids)

    def retractions(self) -> list[Retraction]:
        """Return what is withdrawn, the latest first."""
        return retractions(self.database)

    def transaction(self) -> AbstractContextManager[None]:
        """Hold what is done inside together, all or nothing; inside another one it joins it."""
        return self.database.transaction()

    def lock(self, name: str) -> AbstractContextManager[None]:
        """Hold the name, so that no other process or task works on it; see `Store.lock`."""
        return self._locks.hold(name)
