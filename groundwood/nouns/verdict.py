"""What the check found, what was done about it, and what the run came to."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from groundwood.nouns.article import ArticleId, Passage, UtcTime
from groundwood.nouns.base import Document, Noun
from groundwood.nouns.disagreement import Disagreement
from groundwood.nouns.probe import Probe
from groundwood.nouns.story import Citation, Sentence, Story


class Finding(StrEnum):
    """What the citation checker can find about a sentence."""

    SUPPORTED = "supported"
    PARTLY_SUPPORTED = "partly supported"
    MISATTRIBUTED = "misattributed"
    UNCITED = "uncited"
    UNKNOWN_SOURCE = "unknown source"
    MISQUOTED = "misquoted"
    WRONG_NUMBER = "wrong number"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    CONFLICTING = "conflicting"
    NOT_CHECKED = "not checked"

    @property
    def may_be_published(self) -> bool:
        """Whether a sentence with this finding may stand in a published story.

        A conflicting sentence is supported by its own source while another source differs; it may
        stand because the story carries a notice of the conflict.
        """
        return self in (Finding.SUPPORTED, Finding.CONFLICTING)


class FactCheck(Noun):
    """One fact of a sentence, by itself: ``text`` as a sentence, and where in it the fact stands.

    ``start`` and ``end`` are offsets in the sentence, half open. ``score`` is the judge's
    probability of support in [0, 1], 0 where comparison refused it.
    """

    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    supported: bool
    score: float = Field(ge=0, le=1)


class Verdict(Noun):
    """The checker's judgement of one sentence.

    ``paragraph`` and ``sentence`` are its zero-based place in the story. ``evidence`` holds the
    articles and spans that decided: the supporting ones, for a misattributed sentence the ones it
    should cite instead, for a conflict also the ones that differ (in ``against``).
    ``score`` is the judge's probability of support in [0, 1], or none where no judge was asked.
    ``disagreement`` says who tells what where sources differ. ``outlets`` names the independent
    outlets of which one article alone supports the sentence, each once: copies of one report are
    one, and count for the outlet of the earliest. ``corroboration`` is the uncited ones of those
    articles, with the spans that say so. ``facts`` are those of a sentence that holds several and
    that the judge was asked about; ``cut`` is what is left of it without those that failed, empty
    where none failed or the rest is no sentence.
    """

    paragraph: int = Field(ge=0)
    sentence: int = Field(ge=0)
    text: str
    finding: Finding
    reason: str
    evidence: tuple[Citation, ...] = ()
    against: tuple[Citation, ...] = ()
    score: float | None = Field(default=None, ge=0, le=1)
    disagreement: Disagreement | None = None
    outlets: tuple[str, ...] = ()
    corroboration: tuple[Citation, ...] = ()
    facts: tuple[FactCheck, ...] = ()
    cut: str = ""
    checker: str
    version: str


class LedgerEntry(Noun):
    """One change that was made because of a verdict, so that nothing vanishes without a trace.

    ``paragraph`` is the zero-based place at the time of the change. ``after`` is none where the
    sentence was removed; it is what the supported facts say where the sentence was cut to them.
    """

    action: Literal["revised", "replaced", "removed", "recited", "cut", "citation dropped"]
    paragraph: int = Field(ge=0)
    before: Sentence
    after: Sentence | None = None
    finding: Finding
    reason: str


class Usage(Noun):
    """What model calls took: tokens as counted by the server, seconds of waiting, cost if priced.

    ``calls`` were answered by the model, ``cached_calls`` by the cache at no cost. ``cost`` is in
    the currency of the configured price, none where no price is configured. Where a cascade of
    judges was at work, ``judged`` counts the pairs of evidence and claim that were put to it, and
    ``escalated`` those of them that the first judge left to the second; the calls are the second's.
    """

    calls: int = 0
    cached_calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    cost: float | None = None
    judged: int = 0
    escalated: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        cost = (
            None
            if self.cost is None and other.cost is None
            else (self.cost or 0) + (other.cost or 0)
        )
        return Usage(
            calls=self.calls + other.calls,
            cached_calls=self.cached_calls + other.cached_calls,
            tokens_in=self.tokens_in + other.tokens_in,
            tokens_out=self.tokens_out + other.tokens_out,
            seconds=self.seconds + other.seconds,
            cost=cost,
            judged=self.judged + other.judged,
            escalated=self.escalated + other.escalated,
        )


class QuotedPassage(Noun):
    """A cited passage with its text, kept so that the story can be checked again later.

    ``passage`` is the surrounding stretch that is shown; ``marked`` are the supporting spans, as
    offsets in the article like those of the passage.
    """

    passage: Passage
    text: str
    marked: tuple[Passage, ...] = ()


class Source(Noun):
    """What a reader needs to know of a cited article."""

    article_id: ArticleId
    digest: str
    title: str = ""
    url: str | None = None
    source: str | None = None
    published_at: UtcTime | None = None
    copies: tuple[ArticleId, ...] = ()
    passages: tuple[QuotedPassage, ...] = ()


class Outcome(Noun):
    """What a run came to. ``reason`` says why it abstained, ``error`` why it failed."""

    status: Literal["published", "unchanged", "abstained", "failed"]
    reason: str = ""
    error: str = ""


class CheckedStory(Document):
    """A story with the proof of its citations, or the reason why there is none.

    ``story`` is none unless the outcome is published (or unchanged). ``verdicts`` has one entry a
    sentence of the story, in reading order, all of findings that may be published. ``ledger`` tells
    what was revised, replaced or removed on the way, ``usage`` what each agent's model calls took.
    ``probe`` is what the checker made of false variants of the sentences, none when not asked for.
    """

    outcome: Outcome
    story: Story | None = None
    verdicts: tuple[Verdict, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    sources: tuple[Source, ...] = ()
    probe: Probe | None = None
    usage: dict[str, Usage] = Field(default_factory=dict)
    model: str = "none"

    @property
    def total_usage(self) -> Usage:
        """The usage of all agents together."""
        return sum(self.usage.values(), Usage())

    def _repr_html_(self) -> str:
        from groundwood.render.notebook import render_cell  # loads the template engine

        return render_cell(self)
