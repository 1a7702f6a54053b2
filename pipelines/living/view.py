"""Some articles of a store, as if there were no others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from groundwood.errors import StoreError
from groundwood.nouns import Article, ArticleId, Topic
from groundwood.store.base import ArticleStore, Match, PutReport

DEEPEST = 5000
"""So many matches of the whole store are looked through for those of the view."""

_NO_DATE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class ArticleView:
    """The articles with these ids; see `ArticleStore`. A view is only read."""

    store: ArticleStore
    ids: frozenset[ArticleId]

    def put(self, articles: Iterable[Article]) -> PutReport:
        """Refuse: a view is only read."""
        raise StoreError("a view of a store is only read")

    def get(self, ids: Iterable[ArticleId]) -> dict[ArticleId, Article]:
        """Return the articles of these ids that are in the view."""
        return self.store.get(key for key in ids if key in self.ids)

    def select(self, topic: Topic, *, limit: int | None = None) -> list[ArticleId]:
        """Return the ids of the view that pass the filter; see `ArticleStore.select`."""
        if topic.tags:
            return [key for key in self.store.select(topic) if key in self.ids][:limit]
        found = [one for one in self.store.get(sorted(self.ids)).values() if _is_in(one, topic)]
        found.sort(key=lambda one: one.published_at or _NO_DATE, reverse=True)
        return [article.id for article in found][:limit]

    def search(self, query: str, topic: Topic, *, limit: int = 20) -> list[Match]:
        """Return the best matches in the view."""
        found = self.store.search(query, topic, limit=max(limit, DEEPEST))
        return [match for match in found if match.article_id in self.ids][:limit]

    def arrived(self, topic: Topic, *, after: int, limit: int | None = None) -> list[ArticleId]:
        """Return the ids of the view that arrived after that number."""
        found = self.store.arrived(topic, after=after)
        return [key for key in found if key in self.ids][:limit]

    def latest_arrival(self) -> int:
        """Return the number of the store's last arrival."""
        return self.store.latest_arrival()

    def contents(self, ids: Iterable[ArticleId]) -> dict[ArticleId, str]:
        """Return the digests of content of those that are in the view."""
        return self.store.contents(key for key in ids if key in self.ids)

    def count(self) -> int:
        """Return how many articles of the view there are."""
        return len(self.store.contents(self.ids))

    def close(self) -> None:
        """Leave the store open: it is its owner's."""


def _is_in(article: Article, topic: Topic) -> bool:
    """Say whether the article lies in the topic's times; one without a date is in none."""
    moment = article.published_at
    if moment is None:
        return topic.since is None and topic.until is None
    return (topic.since is None or topic.since <= moment) and (
        topic.until is None or moment < topic.until
    )
