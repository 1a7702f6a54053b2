"""The story: paragraphs of sentences, each of which knows its own citations."""

from decimal import Decimal
from uuid import UUID, uuid4

from pydantic import Field

from groundwood.nouns.article import ArticleId, Span, UtcTime
from groundwood.nouns.base import Document, Noun

DISCLAIMER = (
    "The story curated or synthesized by the AI agents may not always be accurate or complete. "
    "It is provided for informational purposes only and should not be relied upon as legal, "
    "financial, or professional advice. Please use your own discretion."
)
FIRST_VERSION = "0.01"
VERSION_PATTERN = r"^\d+\.\d{2}$"


class Citation(Noun):
    """One cited article, and the exact spans of its text that support the sentence."""

    article_id: ArticleId
    spans: tuple[Span, ...] = ()


class Sentence(Noun):
    """One sentence as printed, with its closing punctuation and without citation markers."""

    text: str = Field(min_length=1)
    citations: tuple[Citation, ...] = ()

    @property
    def article_ids(self) -> tuple[ArticleId, ...]:
        """The cited articles, in printing order, each once."""
        return tuple(dict.fromkeys(citation.article_id for citation in self.citations))


class Paragraph(Noun):
    """Sentences that are printed as one block."""

    sentences: tuple[Sentence, ...] = Field(min_length=1)


class Story(Document):
    """A cited news story.

    ``version`` counts up by 0.01 with each revision; ``parent`` is the version it came from.
    ``updated_at`` is UTC. ``notices`` are what the verdicts call for, printed above the disclaimer.
    """

    uuid: UUID = Field(default_factory=uuid4)
    version: str = Field(default=FIRST_VERSION, pattern=VERSION_PATTERN)
    parent: str | None = Field(default=None, pattern=VERSION_PATTERN)
    title: str
    updated_at: UtcTime
    paragraphs: tuple[Paragraph, ...] = ()
    notices: tuple[str, ...] = ()
    disclaimer: str = DISCLAIMER

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in reading order."""
        return tuple(s for paragraph in self.paragraphs for s in paragraph.sentences)

    @property
    def article_ids(self) -> tuple[ArticleId, ...]:
        """The cited articles in order of first citation."""
        return tuple(dict.fromkeys(i for s in self.sentences for i in s.article_ids))


def next_version(version: str) -> str:
    """Return the version after this one: 0.01 more."""
    return str(Decimal(version) + Decimal("0.01"))
