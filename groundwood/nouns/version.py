"""A story as it lives: versions that never change, and what became of each sentence between two."""

from typing import Literal
from uuid import UUID

from pydantic import Field, model_validator

from groundwood.nouns.article import ArticleId, UtcTime
from groundwood.nouns.base import Document, Noun
from groundwood.nouns.story import VERSION_PATTERN, Sentence, Story
from groundwood.nouns.topic import Topic
from groundwood.nouns.verdict import CheckedStory


class SentenceChange(Noun):
    """What became of one sentence between a version and its parent.

    ``was`` and ``now`` are its zero-based places in the reading order of the two versions: a kept
    or rewritten sentence has both, a retired one only ``was``, an added one only ``now``. ``causes``
    are the articles because of which it changed.
    """

    kind: Literal["kept", "rewritten", "retired", "added"]
    before: Sentence | None = None
    after: Sentence | None = None
    was: int | None = Field(default=None, ge=0)
    now: int | None = Field(default=None, ge=0)
    causes: tuple[ArticleId, ...] = ()
    reason: str = ""


class StoryVersion(Document):
    """One published version of a story. It never changes; its sources keep the cited passages.

    ``arrival`` is the number of the last article that had come into the store when the version's
    evidence was gathered. ``basis`` holds the content digest of each cited article at that time.
    ``changes`` compares it with its parent; a first version has none. ``origin`` is set where a
    story was split off another one: ``uuid@version`` of that one.
    """

    slug: str
    topic: Topic
    checked: CheckedStory
    arrival: int = Field(ge=0)
    basis: dict[ArticleId, str] = Field(default_factory=dict)
    changes: tuple[SentenceChange, ...] = ()
    origin: str | None = None
    run_id: str | None = None

    @model_validator(mode="after")
    def _has_story(self) -> "StoryVersion":
        if self.checked.story is None:
            raise ValueError("a version holds a story; what was not published has none")
        return self

    @property
    def story(self) -> Story:
        """The story itself."""
        assert self.checked.story is not None  # the validator saw to it
        return self.checked.story


class VersionRecord(Noun):
    """One line about a version: what a tree of versions is drawn from."""

    version: str = Field(pattern=VERSION_PATTERN)
    parent: str | None = None
    origin: str | None = None
    title: str
    updated_at: UtcTime
    sentences: int = Field(ge=0)


class StoryRecord(Noun):
    """One line about a story: its name, its topic, its newest version."""

    uuid: UUID
    slug: str
    topic: Topic
    version: str = Field(pattern=VERSION_PATTERN)
    versions: int = Field(ge=1)
    title: str
    updated_at: UtcTime


class Abstention(Noun):
    """An update that abstained: the digest of what it was tried on and with, and why it did."""

    tried: str
    reason: str


class StaleCitation(Noun):
    """A citation in a story's newest version whose article is no longer what was cited."""

    uuid: UUID
    slug: str
    version: str
    article_id: ArticleId
    why: Literal["changed", "withdrawn"]
