"""What to write about, what was found for it, and what is planned from it."""

from typing import Annotated

from pydantic import AfterValidator, Field

from groundwood.nouns.article import ArticleId, Passage, UtcTime
from groundwood.nouns.base import Noun
from groundwood.nouns.disagreement import Disagreement
from groundwood.text.tags import normalise_tags


class Topic(Noun):
    """What a story is to be about.

    All filters narrow: an article must bear every tag and lie in ``[since, until)``.
    An article without a date is left out by a time filter. Without query, tags and times the topic
    is every article of the store. ``slug`` names the topic's files.
    """

    slug: str = Field(default="story", pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=80)
    query: str = ""
    tags: Annotated[tuple[str, ...], AfterValidator(normalise_tags)] = ()
    since: UtcTime | None = None
    until: UtcTime | None = None


class Hit(Noun):
    """A passage that was picked, its score (higher is better, comparable within one topic), why."""

    passage: Passage
    score: float
    why: str


class Evidence(Noun):
    """The ranked passages picked for a topic, best first.

    ``copies`` names, for each kept article, the near-duplicates and syndicated copies that were
    collapsed on it: they are not corroboration. ``considered`` counts the articles that matched.
    ``tokens`` is the size of the picked passages. ``left_out`` names the first of the passages that
    were set aside whatever their rank (text that addresses a machine, page furniture), with why.
    """

    topic: Topic
    hits: tuple[Hit, ...] = ()
    copies: dict[ArticleId, tuple[ArticleId, ...]] = Field(default_factory=dict)
    considered: int = 0
    tokens: int = 0
    left_out: tuple[Hit, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The picked passages, best first."""
        return tuple(hit.passage for hit in self.hits)

    @property
    def article_ids(self) -> tuple[ArticleId, ...]:
        """The ids of the picked articles, the one with the best passage first."""
        return tuple(dict.fromkeys(hit.passage.article_id for hit in self.hits))


class ParagraphPlan(Noun):
    """One paragraph to be written: its place, what it is for, and the only passages it may use.

    ``disagreements`` are the facts of those passages that sources tell differently; what the
    paragraph says of such a fact it says by both sides, whose sentences it may use as well.
    """

    index: int = Field(ge=0)
    aim: str
    passages: tuple[Passage, ...] = Field(min_length=1)
    disagreements: tuple[Disagreement, ...] = ()


class Plan(Noun):
    """The paragraphs of a story to be written, in order."""

    paragraphs: tuple[ParagraphPlan, ...] = ()
