"""A text with citation markers as it was given, and what the check found in it."""

from datetime import datetime
from hashlib import sha256
from typing import Literal

from pydantic import Field

from groundwood.nouns.article import ArticleId, UtcTime
from groundwood.nouns.base import Document, Noun
from groundwood.nouns.story import Citation, Paragraph, Sentence, Story
from groundwood.nouns.verdict import Finding, Source, Usage, Verdict

Form = Literal["text", "story text", "story Markdown", "story JSON"]
Covers = Literal["sentence", "run", "paragraph"]
How = Literal["id", "address", "title", "position", "nothing"]


class Marker(Noun):
    """A citation marker: its half-open range of characters, and the labels that it names.

    A label is what stands between the brackets: ``[1, 3-4]`` names 1, 3 and 4, ``[^a]`` names a.
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    labels: tuple[str, ...] = Field(min_length=1)


class CitedSentence(Noun):
    """A sentence, and the labels of the markers that cover it.

    ``start`` and ``end`` are its half-open range in the text as given, markers included; ``text``
    is the sentence on one line without markers and markup. ``paragraph`` and ``sentence`` are its
    zero-based place among what is checked.
    """

    paragraph: int = Field(ge=0)
    sentence: int = Field(ge=0)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str = Field(min_length=1)
    labels: tuple[str, ...] = ()


class CitedSource(Noun):
    """What a label stands for: an article, found by its id, address, title or position; or none.

    ``entry`` is the label's line in the text's own list of sources, empty where it has none.
    """

    label: str
    entry: str = ""
    article_id: ArticleId | None = None
    by: How = "nothing"


class LeftOut(Noun):
    """A stretch of the text that is not checked, and what it is."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    what: str


class CitedText(Noun):
    """A text whose sentences cite articles: ours, or anybody's.

    All offsets count characters of ``text``: the file decoded, without a byte order mark, its line
    ends as ``\\n``. ``covers`` says what a marker covers: its sentence, the run of sentences that
    it ends, or, at the end of a paragraph, all of that. ``sources`` holds each label that is used or listed, once.
    """

    form: Form
    text: str
    title: str = ""
    updated_at: UtcTime | None = None
    covers: Covers = "sentence"
    sentences: tuple[CitedSentence, ...] = Field(min_length=1)
    markers: tuple[Marker, ...] = ()
    sources: tuple[CitedSource, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()

    def story(self, now: datetime) -> Story:
        """Return it as a story that a checker can read, of the time given where it has none.

        A label that stands for no article cites the id that `stand_in` gives.
        """
        ids = {source.label: source.article_id or stand_in(source.label) for source in self.sources}
        paragraphs: dict[int, list[Sentence]] = {}
        for one in self.sentences:
            cited = dict.fromkeys(ids[label] for label in one.labels)
            sentence = Sentence(
                text=one.text, citations=tuple(Citation(article_id=key) for key in cited)
            )
            paragraphs.setdefault(one.paragraph, []).append(sentence)
        return Story(
            title=self.title,
            updated_at=self.updated_at or now,
            paragraphs=tuple(Paragraph(sentences=tuple(told)) for told in paragraphs.values()),
        )


def stand_in(label: str) -> ArticleId:
    """Return an id that no article has, for a label that stands for none."""
    return sha256(f"no article: {label}".encode("utf-8", "replace")).hexdigest()


Tone = Literal["good", "mixed", "bad"]


def tone_of(finding: Finding) -> Tone:
    """Return how a finding is coloured; its name is always told beside."""
    if finding is Finding.SUPPORTED:
        return "good"
    return "mixed" if finding in (Finding.CONFLICTING, Finding.PARTLY_SUPPORTED) else "bad"


class Check(Noun):
    """The verdict on one sentence.

    ``nearest`` is filled where the sentence fails: the spans of what it cites that come closest.
    """

    verdict: Verdict
    nearest: tuple[Citation, ...] = ()


class CheckedText(Document):
    """A cited text with one check a sentence, in reading order.

    ``file`` is the name of what was read, ``headline`` why the title may not stand (empty where it
    may, or where there is none). ``sources`` are the articles that are cited or quoted, with the
    passages that decided.
    """

    file: str
    cited: CitedText
    checks: tuple[Check, ...]
    headline: str = ""
    sources: tuple[Source, ...] = ()
    usage: dict[str, Usage] = Field(default_factory=dict)

    def failing(self, allowed: frozenset[Finding] = frozenset()) -> tuple[Check, ...]:
        """Return the checks whose finding neither may be published nor is allowed."""
        return tuple(
            check
            for check in self.checks
            if not check.verdict.finding.may_be_published and check.verdict.finding not in allowed
        )
