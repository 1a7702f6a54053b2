"""What is going on: new articles grouped into events, and the stories that they belong to."""

from uuid import UUID

from pydantic import Field

from groundwood.nouns.article import ArticleId, UtcTime
from groundwood.nouns.base import Noun
from groundwood.nouns.topic import Topic


class KnownStory(Noun):
    """A living story as discovery sees it: its name (slug), topic and the articles it cites."""

    name: str
    topic: Topic
    article_ids: tuple[ArticleId, ...]
    uuid: UUID | None = None


class NewsEvent(Noun):
    """New articles that report one event, and where they belong.

    ``article_ids`` are the reports, by date; ``copies`` names for each report its syndicated copies,
    which are no reports of their own. ``topic`` is what to write about: for a new event a proposal,
    whose ``since`` is the earliest date of its reports; for one that belongs to a known story that
    story's own. ``headline`` is that of the most central report, ``earliest`` the first date of the
    new reports (none when all are undated). ``story`` and ``uuid`` name the known story; both are none when the event is new.
    ``tightness`` in [0, 1] is the mean likeness of the event's pairs of reports (none of a single
    report); ``attachment`` in [0, 1] that of the reports and the known story's articles (none when
    it is new). ``why`` says in words what holds the event together, and why it is attached or not.
    """

    article_ids: tuple[ArticleId, ...] = Field(min_length=1)
    copies: dict[ArticleId, tuple[ArticleId, ...]] = Field(default_factory=dict)
    topic: Topic
    headline: str = ""
    earliest: UtcTime | None = None
    story: str | None = None
    uuid: UUID | None = None
    tightness: float | None = Field(default=None, ge=0, le=1)
    attachment: float | None = Field(default=None, ge=0, le=1)
    why: str

    @property
    def is_new(self) -> bool:
        """Whether no known story tells of the event."""
        return self.story is None


class Discovery(Noun):
    """The events among new articles: the one with the most reports first.

    ``considered`` counts the articles that were grouped. ``told`` are those that were left out,
    since a known story cites them already.
    """

    events: tuple[NewsEvent, ...] = ()
    considered: int = 0
    told: tuple[ArticleId, ...] = ()

    @property
    def attached(self) -> tuple[NewsEvent, ...]:
        """The events that belong to known stories."""
        return tuple(event for event in self.events if not event.is_new)

    @property
    def proposed(self) -> tuple[NewsEvent, ...]:
        """The events that no known story tells of."""
        return tuple(event for event in self.events if event.is_new)
