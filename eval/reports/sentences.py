"""The sentences that a report shows: the worst ones, and those on which the sources conflict."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from groundwood.agents.checker.windows import best_windows, passages
from groundwood.agents.retriever.terms import content_terms
from groundwood.eval.marking import Cited
from groundwood.eval.metrics.waterfall import Fate
from groundwood.eval.reports.walk import Judged
from groundwood.eval.samples import Source
from groundwood.eval.scoring import Scored
from groundwood.nouns import Passage, QuotedPassage, Span, digest_of
from groundwood.render.proof import Piece, pieces_of

WORST, CONFLICTS = 20, 10
_BLANK = "\n\n"
FAULTS = (
    Fate.CONTRADICTED,
    Fate.UNSUPPORTED,
    Fate.MISATTRIBUTED,
    Fate.UNCITED_UNSUPPORTED,
    Fate.UNCITED_SUPPORTED,
    Fate.PARTLY_SUPPORTED,
)
"""What is wrong with a sentence, the worst first."""
TONES = {
    Fate.CITED_SUPPORTED: "good",
    Fate.CONTRADICTED: "bad",
    Fate.UNSUPPORTED: "bad",
    Fate.UNCITED_UNSUPPORTED: "bad",
}


@dataclass(frozen=True)
class Shown:
    """A source with its passage nearest to a sentence; no piece where it shares no word with it."""

    source: Source
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Exhibit:
    """A sentence as it is shown, with the evidence for and against it.

    ``score`` is the judge's probability in [0, 1] that the valid citations support it, or that all
    sources do where there is none. ``uncited`` is the nearest passage of what it does not cite.
    """

    sample: str
    question: str
    text: str
    fate: Fate
    score: float | None
    citations: tuple[Cited, ...]
    cited: tuple[Shown, ...]
    uncited: Shown | None

    @property
    def tone(self) -> str:
        """How bad that is: good, mixed or bad."""
        return TONES.get(self.fate, "mixed")


@dataclass
class Sentences:
    """Counts the fates of one system's sentences, and keeps those that are to be shown."""

    system: str
    fates: Counter[Fate] = field(default_factory=Counter)
    _worst: list[tuple[Scored, Judged]] = field(default_factory=list)
    _conflicts: list[tuple[Scored, Judged]] = field(default_factory=list)

    def add(self, story: Scored, sentences: Sequence[Judged]) -> None:
        """Look at the sentences of one sample."""
        if story.sample.system != self.system:
            return
        self.fates.update(one.fate for one in sentences)
        faults = [(story, one) for one in sentences if one.fate in FAULTS]
        if faults:
            self._worst = nsmallest(WORST, [*self._worst, *faults], key=_rank)
        conflicts = [(story, one) for one in sentences if one.fate is Fate.CONFLICTING]
        self._conflicts = [*self._conflicts, *conflicts][:CONFLICTS]

    @property
    def faults(self) -> int:
        """How many sentences have a fault."""
        return sum(self.fates[one] for one in FAULTS)

    def worst(self) -> tuple[Exhibit, ...]:
        """Return the worst sentences, the worst first: by fate, then by the lowest score."""
        return _exhibits(self._worst)

    def conflicts(self) -> tuple[Exhibit, ...]:
        """Return the first sentences that one source supports and another denies."""
        return _exhibits(self._conflicts)


def _rank(found: tuple[Scored, Judged]) -> tuple[int, float]:
    _, one = found
    score = one.answer.score if one.answer else None
    return FAULTS.index(one.fate), 1.0 if score is None else score


def _exhibits(found: Iterable[tuple[Scored, Judged]]) -> tuple[Exhibit, ...]:
    return tuple(_exhibit(story, one) for story, one in found)


def _exhibit(story: Scored, one: Judged) -> Exhibit:
    sentence = one.sentence
    others = [source for source in story.sample.sources if source.id not in sentence.sources]
    return Exhibit(
        sample=story.sample.id,
        question=story.sample.question,
        text=sentence.text,
        fate=one.fate,
        score=one.answer.score if one.answer else None,
        citations=sentence.citations,
        cited=tuple(_shown(sentence.text, story.texts[key]) for key in sentence.sources),
        uncited=_nearest(sentence.text, others),
    )


def _nearest(claim: str, sources: Sequence[Source]) -> Shown | None:
    """Return the source whose best sentences hold most of what the claim is about."""
    best = max(sources, key=lambda source: _held(claim, source), default=None)
    return _shown(claim, best) if best is not None and _held(claim, best) else None


def _held(claim: str, source: Source) -> int:
    told = (window.terms for window in best_windows(claim, passages(source.text)))
    return len(content_terms(claim) & frozenset().union(*told))


def _shown(claim: str, source: Source) -> Shown:
    spans = [window.span for window in best_windows(claim, passages(source.text))]
    return Shown(source, _pieces(source, spans) if spans else ())


def _pieces(source: Source, spans: Sequence[Span]) -> tuple[Piece, ...]:
    """Return the paragraphs in which the spans stand, with the spans marked."""
    text, name = source.text, digest_of(source.url, source.text)
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    start = text.rfind(_BLANK, 0, first) + len(_BLANK) if _BLANK in text[:first] else 0
    end = text.find(_BLANK, last) if _BLANK in text[last:] else len(text)
    passage = Passage(article_id=name, start=start, end=end)
    return pieces_of(QuotedPassage(passage=passage, text=text[start:end]), spans)
