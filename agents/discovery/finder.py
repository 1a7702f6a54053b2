"""The event finder: new articles in, events out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundwood.agents.discovery.attaching import Attaching, Belonging, Known, New
from groundwood.agents.discovery.grouping import Group, Grouping, neighbours
from groundwood.agents.discovery.likeness import Likeness
from groundwood.agents.discovery.proposing import headline, proposal, telling_words
from groundwood.agents.discovery.shelf import Shelf
from groundwood.agents.discovery.vectors import Vectors, rarity_among
from groundwood.agents.discovery.weights import Weighed
from groundwood.agents.retriever.duplicates import age_key, collapse
from groundwood.nouns import Article, ArticleId, Topic
from groundwood.nouns.discovery import Discovery, KnownStory, NewsEvent

Numbers = NDArray[Any]
Copies = dict[ArticleId, tuple[ArticleId, ...]]

THRESHOLD = 0.05
"""The mean likeness from which articles report one event."""
NAMED = 3
"""How many of the shared words a reason names."""


@dataclass(frozen=True)
class EventFinder:
    """Groups new articles into events and attaches each to a known story, or proposes a topic.

    ``shelf`` keeps the rows of articles that known stories cite; a known article without a row
    there does not count. Copies of one report count once, on the earliest. The order in which
    articles are given changes nothing.
    """

    shelf: Shelf = field(default_factory=Shelf)
    likeness: Likeness = field(default_factory=Likeness)
    threshold: float = THRESHOLD

    def find(self, articles: Iterable[Article], known: Sequence[KnownStory] = ()) -> Discovery:
        """Return the events among the articles that no known story cites yet."""
        told = {key for story in known for key in story.article_ids}
        given = {article.id: article for article in sorted(articles, key=age_key)}
        fresh = [article for key, article in given.items() if key not in told]
        copies = collapse(fresh)
        reports = [given[key] for key in sorted(copies, key=lambda key: age_key(given[key]))]
        events = self._events(reports, copies, known) if reports else []
        return Discovery(
            events=tuple(events),
            considered=len(fresh),
            told=tuple(key for key in given if key in told),
        )

    def _events(
        self, reports: list[Article], copies: Copies, known: Sequence[KnownStory]
    ) -> list[NewsEvent]:
        vectors = Vectors.of(reports)
        shelved = self.shelf.rows(dict.fromkeys(key for one in known for key in one.article_ids))
        rare = rarity_among(vectors, shelved)
        new = New(vectors, Weighed.of(vectors, rare))
        near = neighbours(vectors, vectors, rare)
        groups = Grouping(self.likeness, self.threshold).groups(new.weighed, near, vectors.days)
        told = Known(shelved, rare, _rows_of(known, shelved))
        where = Attaching(self.likeness, self.threshold).belongings(new, groups, told)
        return _told(reports, copies, known, groups, where, rare)


def _rows_of(known: Sequence[KnownStory], shelved: Vectors) -> list[Numbers]:
    places = {key: place for place, key in enumerate(shelved.ids)}
    return [
        np.array([places[key] for key in story.article_ids if key in places], dtype=np.int64)
        for story in known
    ]


def _told(
    reports: Sequence[Article],
    copies: Copies,
    known: Sequence[KnownStory],
    groups: Sequence[Group],
    where: Sequence[Belonging | None],
    rare: Numbers,
) -> list[NewsEvent]:
    """Return the events, those of most reports first, then the earliest."""
    taken = {story.name for story in known} | {story.topic.slug for story in known}
    events = []
    order = sorted(zip(groups, where, strict=True), key=lambda pair: -len(pair[0].rows))
    for group, belonging in order:
        members = [reports[row] for row in group.rows]
        story = None if belonging is None else known[belonging.story]
        words = telling_words(members, rare)
        topic = proposal(members, words, taken) if story is None else story.topic
        taken.add(topic.slug)
        events.append(_Told(members, group, belonging, story, topic).event(copies, words[:NAMED]))
    return events


@dataclass(frozen=True)
class _Told:
    """One event, ready to be told."""

    members: Sequence[Article]
    group: Group
    belonging: Belonging | None
    story: KnownStory | None
    topic: Topic

    def event(self, copies: Copies, words: Sequence[str]) -> NewsEvent:
        ids = tuple(article.id for article in self.members)
        dates = [one.published_at for one in self.members if one.published_at is not None]
        return NewsEvent(
            article_ids=ids,
            copies={key: copies[key] for key in ids if copies[key]},
            topic=self.topic,
            headline=headline(self.members[int(self.group.likeness.mean(axis=1).argmax())]),
            earliest=min(dates) if dates else None,
            story=None if self.story is None else self.story.name,
            uuid=None if self.story is None else self.story.uuid,
            tightness=self._tightness(),
            attachment=None if self.belonging is None else self.belonging.likeness,
            why=self._why(words),
        )

    def _tightness(self) -> float | None:
        size = len(self.members)
        if size == 1:
            return None
        table = self.group.likeness
        return min(1.0, float((table.sum() - np.trace(table)) / (size * (size - 1))))

    def _why(self, words: Sequence[str]) -> str:
        tight = self._tightness()
        about = ", ".join(words) or "no words"
        if tight is None:
            held = f"one report, on {about}"
        else:
            held = f"{len(self.members)} reports share {about} (mean likeness {tight:.2f})"
        if self.story is None or self.belonging is None:
            return f"{held}; no known story is like it"
        return f"{held}; like the story {self.story.name} ({self.belonging.likeness:.2f})"
