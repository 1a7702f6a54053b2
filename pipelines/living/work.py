"""What there is to do for a version: articles that came in, and citations that no longer hold."""

from dataclasses import dataclass
from datetime import datetime

from groundwood.nouns import ArticleId, Topic, to_utc
from groundwood.nouns.version import StaleCitation, StoryVersion
from groundwood.pipelines.living.novelty import open_topic
from groundwood.store.base import Store

DEEPEST = 5000
"""So many matches of a query are looked through for articles that came in."""


@dataclass(frozen=True)
class Work:
    """The articles to weigh, the citations to repair, the number of the next version."""

    arrived: tuple[ArticleId, ...]
    stale: tuple[StaleCitation, ...]
    number: str
    has_arrivals: bool

    @property
    def is_any(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.arrived or self.stale)


def unread(store: Store, base: StoryVersion, topic: Topic, since: datetime | None = None) -> Work:
    """Return what came in since the version's evidence, on the topic; no model is asked.

    With ``since`` articles of before that moment are passed over.

    A topic that asks for something else than the version's looks at all articles again.
    """
    seen = store.stories.seen(base.story.uuid, base.story.version)
    after = seen if _is_same(topic, base.topic) else 0
    wanted = open_topic(topic)
    if since is not None:
        begin = max(topic.since, to_utc(since)) if topic.since else since
        wanted = wanted.model_copy(update={"since": to_utc(begin)})
    came = store.arrived(wanted, after=after)
    return Work(
        arrived=_on_topic(store, topic, tuple(came)),
        stale=stale_citations(store, base),
        number=next_number(store, base),
        has_arrivals=bool(came),
    )


def stale_citations(store: Store, version: StoryVersion) -> tuple[StaleCitation, ...]:
    """Return the citations of this version whose article was changed or withdrawn since."""
    now = store.contents(version.basis)
    return tuple(
        StaleCitation(
            uuid=version.story.uuid,
            slug=version.slug,
            version=version.story.version,
            article_id=key,
            why="changed" if key in now else "withdrawn",
        )
        for key, content in version.basis.items()
        if now.get(key) != content
    )


def next_number(store: Store, version: StoryVersion) -> str:
    """Return the number after the story's highest, so that branches never take the same one."""
    highest = store.stories.versions(version.story.uuid)[-1].version
    whole, hundredths = divmod(int(highest.replace(".", "")) + 1, 100)
    return f"{whole}.{hundredths:02}"


def _is_same(one: Topic, other: Topic) -> bool:
    return (one.query, one.tags, one.since) == (other.query, other.tags, other.since)


def _on_topic(store: Store, topic: Topic, came: tuple[ArticleId, ...]) -> tuple[ArticleId, ...]:
    if not came or not topic.query.strip():
        return came
    matches = store.search(topic.query, open_topic(topic), limit=DEEPEST)
    found = {match.article_id for match in matches}
    return tuple(key for key in came if key in found)
