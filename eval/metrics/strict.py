"""Citation recall and precision, after ALCE (Gao and others 2023), without its leniencies.

A sentence is recalled when its cited sources together support it. A citation of it is precise when
it supports the sentence alone, or when the others together do not. Where the sentence is not
recalled, none of its citations is precise. `Rules` names what ALCE's program does differently.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from groundwood.eval.asking import Asks, Question
from groundwood.eval.marking import Cited, Marked, Standing
from groundwood.eval.metrics.tally import Tally, f1, mean_value
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value

NO_SENTENCE = "no sentence that calls for a citation"
NO_CITATION = "no citation"


@dataclass(frozen=True)
class Rules:
    """What is counted, and how; as they stand here, the rules are the strict ones.

    ``first_paragraph_only``: what follows the first paragraph is not read.
    ``most_citations``: further citations of a sentence are ignored, for recall too; none: all count.
    ``refuse_invalid``: a sentence with one invalid citation is not judged: it is not recalled, and
    its valid citations do not count.
    ``count_invalid``: invalid citations count as imprecise ones.
    ``collapse_repeats``: a source that a sentence cites twice counts once.
    ``count_every_sentence``: an uncited sentence counts as not recalled even where it states
    nothing that a source could bear out.
    ``uncited_story_is_zero``: in a mean over stories, the precision of one without citations is 0.
    """

    first_paragraph_only: bool = False
    most_citations: int | None = None
    refuse_invalid: bool = False
    count_invalid: bool = True
    collapse_repeats: bool = True
    count_every_sentence: bool = False
    uncited_story_is_zero: bool = False


STRICT = Rules()
ALCE = Rules(
    first_paragraph_only=True,
    most_citations=3,
    refuse_invalid=True,
    count_invalid=False,
    collapse_repeats=False,
    count_every_sentence=True,
    uncited_story_is_zero=True,
)


class Status(StrEnum):
    """What became of a sentence."""

    JUDGED = "judged"
    UNCITED = "uncited"
    EXEMPT = "exempt"
    """It is uncited, and need not be: it counts nowhere."""
    REFUSED = "refused"
    """It was not judged because of an invalid citation."""
    UNFOUNDED = "unfounded"
    """It cites, but nothing that it could."""


@dataclass(frozen=True)
class CitationScore:
    """A citation that counts, and whether it is precise; none where the judge failed."""

    cited: Cited
    precise: bool | None


@dataclass(frozen=True)
class SentenceScore:
    """A claim, whether it is recalled (none: the judge failed), and the citations that count."""

    claim: str
    status: Status
    recall: bool | None
    citations: tuple[CitationScore, ...] = ()


@dataclass(frozen=True)
class StoryScore:
    """The sentences of one story in reading order."""

    sentences: tuple[SentenceScore, ...]

    @property
    def recalled(self) -> Tally:
        """The sentences that count: recalled, or not."""
        return Tally.of(s.recall for s in self.sentences if s.status is not Status.EXEMPT)

    @property
    def precise(self) -> Tally:
        """The citations that count: precise, or not."""
        return Tally.of(one.precise for s in self.sentences for one in s.citations)

    @property
    def recall(self) -> Value:
        """The share of its sentences that are recalled, in [0, 1]."""
        return self.recalled.value(NO_SENTENCE)

    @property
    def precision(self) -> Value:
        """The share of its citations that are precise, in [0, 1]."""
        return self.precise.value(NO_CITATION)

    @property
    def f1(self) -> Value:
        """The harmonic mean of recall and precision."""
        return f1(self.recall, self.precision)


@dataclass(frozen=True)
class Averages:
    """Over several stories: recall, precision, the mean of the stories' F1, and the F1 of means."""

    recall: Value
    precision: Value
    mean_f1: Value

    @property
    def f1_of_means(self) -> Value:
        """The harmonic mean of the mean recall and the mean precision."""
        return f1(self.recall, self.precision)


def measured(story: Scored) -> Asks[Values]:
    """Return the citation recall, precision and F1 of a sample by the strict rules."""
    found = yield from scored(story.marking.sentences)
    return {
        "citation_recall": found.recall,
        "citation_precision": found.precision,
        "citation_f1": found.f1,
    }


def scored(sentences: Sequence[Marked], rules: Rules = STRICT) -> Asks[StoryScore]:
    """Return the scores of a story's sentences, asked one after the other.

    To have them judged together, settle a `judged` of each and make a `StoryScore` of the results.
    """
    found = []
    for one in sentences:
        if not (rules.first_paragraph_only and one.paragraph):
            found.append((yield from judged(one.text, one.citations, rules, one.is_checkworthy)))
    return StoryScore(tuple(found))


def judged(
    claim: str, citations: Sequence[Cited], rules: Rules = STRICT, is_checkworthy: bool = True
) -> Asks[SentenceScore]:
    """Return the score of one sentence, which is ``claim`` without its markers.

    The questions come in ALCE's order: all cited sources; then for each citation it alone, and
    where that is not enough the others.
    """
    if not citations:
        is_exempt = not (is_checkworthy or rules.count_every_sentence)
        return SentenceScore(claim, Status.EXEMPT if is_exempt else Status.UNCITED, recall=False)
    kept = _once(citations) if rules.collapse_repeats else citations
    valid = [one for one in kept if one.standing is Standing.VALID]
    invalid = [one for one in kept if one.standing is not Standing.VALID]
    against = tuple(CitationScore(one, False) for one in invalid if rules.count_invalid)
    if invalid and rules.refuse_invalid:
        return SentenceScore(claim, Status.REFUSED, False, against)
    if not valid:
        return SentenceScore(claim, Status.UNFOUNDED, False, against)
    used = valid[: rules.most_citations]
    sources = [one.source for one in used if one.source is not None]
    joint = (yield Question(claim, tuple(sources))).supported
    precise = yield from _precise(claim, sources, joint)
    scores = (CitationScore(*pair) for pair in zip(used, precise, strict=True))
    return SentenceScore(claim, Status.JUDGED, joint, (*scores, *against))


def macro(stories: Sequence[StoryScore], rules: Rules = STRICT) -> Averages:
    """Return the means over the stories, each of which weighs the same; empty ones are left out."""
    full = [story for story in stories if story.sentences]
    absent = 0.0 if rules.uncited_story_is_zero else None
    return Averages(
        mean_value((story.recall for story in full), NO_SENTENCE),
        mean_value((story.precision for story in full), NO_CITATION, absent),
        mean_value((story.f1 for story in full), NO_CITATION, absent),
    )


def micro(stories: Sequence[StoryScore]) -> tuple[Value, Value]:
    """Return recall and precision over the sentences and citations of all stories together."""
    recalled = sum((story.recalled for story in stories), Tally())
    precise = sum((story.precise for story in stories), Tally())
    return recalled.value(NO_SENTENCE), precise.value(NO_CITATION)


def _once(citations: Sequence[Cited]) -> list[Cited]:
    kept: dict[str, Cited] = {}
    for one in citations:
        kept.setdefault(f"{one.standing} {one.source or one.label}", one)
    return list(kept.values())


def _precise(claim: str, sources: list[str], joint: bool | None) -> Asks[list[bool | None]]:
    if not joint or len(sources) == 1:
        return [joint] * len(sources)
    found = []
    for source in sources:
        found.append((yield from _is_needed(claim, source, sources)))
    return found


def _is_needed(claim: str, source: str, sources: list[str]) -> Asks[bool | None]:
    """Return whether the source supports alone, or the others do not; none where it is unknown."""
    alone = (yield Question(claim, (source,))).supported
    if alone:
        return True
    others = sources.copy()
    others.remove(source)
    rest = (yield Question(claim, tuple(others))).supported
    if rest is False:
        return True
    return None if rest is None else alone
