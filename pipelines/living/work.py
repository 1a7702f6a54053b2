"""What there is to do for a version: what came in, what no longer holds, and what is split off."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from groundwood.nouns import ArticleId, Topic, to_utc
from groundwood.nouns.version import StaleCitation, StoryVersion
from groundwood.pipelines.living.view import ArticleView
from groundwood.store.base import Store


@dataclass(frozen=True)
class Departed:
    """Articles that were given to another story, called ``slug``; none as a rule."""

    ids: frozenset[ArticleId] = frozenset()
    slug: str = ""

    @property
    def reason(self) -> str:
        """Why a sentence that rests on them alone goes."""
        return f"split off to {self.slug}"

    @property
    def leaning(self) -> str:
        """Why a sentence goes that leans on such a one."""
        return f"leaned on a sentence that was split off to {self.slug}"

    def takes(self, cited: Sequence[ArticleId]) -> bool:
        """Say whether a sentence that cites these articles rests on departed ones alone."""
        return bool(cited) and self.ids.issuperset(cited)


@dataclass(frozen=True)
class Work:
    """The articles to weigh, the citations to repair, the number of the next version.

    ``reports`` are those of the ``arrived`` that discovery found: they tell of the story's event,
    whatever the topic's tags and query say. ``departs`` says that a sentence rests on ``departed``
    articles alone. It is what there was up to the arrival number ``moment``; what arrived after
    ``seen`` is to be looked at again. ``came_in`` says that there was anything, also off the topic.
    """

    arrived: tuple[ArticleId, ...]
    stale: tuple[StaleCitation, ...]
    number: str
    moment: int
    seen: int
    came_in: bool = False
    reports: tuple[ArticleId, ...] = ()
    departed: Departed = field(default_factory=Departed)
    departs: bool = False

    @property
    def is_any(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.arrived or self.is_due)

    @property
    def is_due(self) -> bool:
        """Whether the story must be gone over even where nothing came in."""
        return bool(self.stale or self.departs)


@dataclass(frozen=True)
class Looking:
    """What is looked for beside the articles that the topic's query and tags find.

    Articles of before ``since`` are passed over. ``reports`` are articles that tell of the story's
    event by discovery; those among them are weighed that came in and are of the topic's times. They
    were looked for among the articles up to the arrival number ``seen``.
    """

    since: datetime | None = None
    reports: Collection[ArticleId] = ()
    seen: int | None = None
    departed: Departed = field(default_factory=Departed)


def unread(store: Store, base: StoryVersion, topic: Topic, looking: Looking | None = None) -> Work:
    """Return what came in since the version's evidence, on the topic; no model is asked.

    A topic that asks for more than the version's looks at all articles again.
    """
    looking, moment = looking or Looking(), store.latest_arrival()
    seen = store.stories.seen(base.story.uuid, base.story.version)
    after = 0 if _asks_more(topic, base.topic) else seen
    wanted = _wanted(topic, looking.since)
    came = tuple(store.arrived(wanted, after=after))
    on_topic = [key for key in _on_topic(store, topic, came) if key not in looking.departed.ids]
    reports = _reports(store, base, wanted, looking, seen)
    found = tuple(key for key in reports if key not in on_topic)
    return Work(
        arrived=(*on_topic, *found),
        stale=stale_citations(store, base),
        number=next_number(store, base),
        moment=moment,
        seen=moment if looking.seen is None else max(seen, looking.seen),
        came_in=bool(came or found),
        reports=found,
        departed=looking.departed,
        departs=any(looking.departed.takes(s.article_ids) for s in base.story.sentences),
    )


def open_topic(topic: Topic) -> Topic:
    """Return the topic without its end: an update looks at what came after it, too."""
    return topic.model_copy(update={"until": None})


def any_subject(topic: Topic) -> Topic:
    """Return the topic without its query and tags: its times are left."""
    return topic.model_copy(update={"query": "", "tags": ()})


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


def _asks_more(topic: Topic, than: Topic) -> bool:
    """Say whether an article may pass the topic that did not pass the other, whatever their ends."""
    if (topic.query, topic.tags) != (than.query, than.tags):
        return True
    return than.since is not None and (topic.since is None or topic.since < than.since)


def _wanted(topic: Topic, since: datetime | None) -> Topic:
    wanted = open_topic(topic)
    if since is None:
        return wanted
    begin = max(topic.since, to_utc(since)) if topic.since else since
    return wanted.model_copy(update={"since": to_utc(begin)})


def _on_topic(store: Store, topic: Topic, came: tuple[ArticleId, ...]) -> tuple[ArticleId, ...]:
    if not came or not topic.query.strip():
        return came
    view = ArticleView(store, frozenset(came))
    matches = view.search(topic.query, open_topic(topic), limit=len(came))
    found = {match.article_id for match in matches}
    return tuple(key for key in came if key in found)


def _reports(
    store: Store, base: StoryVersion, wanted: Topic, looking: Looking, seen: int
) -> list[ArticleId]:
    """Return the found reports that are new to the story, latest arrival first."""
    if not looking.reports:
        return []
    known = looking.departed.ids.union(base.story.article_ids)
    came = store.arrived(any_subject(wanted), after=seen)
    return [key for key in came if key in looking.reports and key not in known]
