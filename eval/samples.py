"""What is scored: a text with markers, and the sources that it may cite."""

from typing import Any

from pydantic import Field, JsonValue

from groundwood.nouns import Noun
from groundwood.nouns.article import UtcTime
from groundwood.nouns.verdict import Usage


class Source(Noun):
    """A text that may be cited. Unlike an article of the store it may be empty, its id any word."""

    id: str = Field(min_length=1)
    text: str
    title: str = ""
    url: str | None = None
    outlet: str | None = None
    published_at: UtcTime | None = None


class Sample(Noun):
    """One text of one system, with its sources in the order in which ``[1]``, ``[2]`` … count them.

    ``text`` is as it was given: cited text of anybody's, or a story of ours in any of its forms.
    ``question`` is what was asked, or the topic. ``group`` names what samples share that are not
    independent of one another (a topic, a document): intervals resample whole groups. ``corpus``
    holds ids of sources that exist but were not given to the writer. ``references`` are texts by
    people, ``gold`` what the data set says besides, by its own names.
    """

    id: str = Field(min_length=1)
    text: str
    sources: tuple[Source, ...] = ()
    question: str = ""
    group: str = ""
    system: str = ""
    tags: tuple[str, ...] = ()
    corpus: frozenset[str] = frozenset()
    references: tuple[str, ...] = ()
    gold: dict[str, JsonValue] = Field(default_factory=dict)
    usage: dict[str, Usage] = Field(default_factory=dict)
    seconds: float | None = Field(default=None, ge=0)

    def model_post_init(self, context: Any) -> None:
        """Take the id as the group where none is named."""
        if not self.group:
            object.__setattr__(self, "group", self.id)
