"""Support in three grades: recall and precision where a judge also says "partly"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from groundwood.eval.asking import Asks, Question
from groundwood.eval.marking import Marked, Standing
from groundwood.eval.metrics.strict import NO_CITATION, NO_SENTENCE
from groundwood.eval.metrics.tally import Tally
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value


class Support(StrEnum):
    """How much of a claim its evidence supports."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


Weights = Mapping[Support, float]
"""What each grade counts, in [0, 1]."""

WEIGHTED: Weights = {Support.FULL: 1, Support.PARTIAL: 0.5, Support.NONE: 0}
STRICT: Weights = {Support.FULL: 1, Support.PARTIAL: 0, Support.NONE: 0}
LENIENT: Weights = {Support.FULL: 1, Support.PARTIAL: 1, Support.NONE: 0}


@dataclass(frozen=True)
class Graded:
    """A sentence: how far its sources together support it, and each by itself; none: not judged.

    A sentence without citations has no support.
    """

    joint: Support | None
    citations: tuple[Support | None, ...] = ()


def measured(story: Scored) -> Asks[Values]:
    """Return recall and precision of a sample's citations, where partial support counts half.

    A sentence is partly supported where one of its facts is. An invalid citation supports nothing.
    """
    found = []
    for one in story.marking.sentences:
        if one.counts:
            found.append((yield from _graded(one)))
    return {"graded_recall": graded_recall(found), "graded_precision": graded_precision(found)}


def _graded(one: Marked) -> Asks[Graded]:
    if not one.sources:
        return Graded(Support.NONE, tuple(Support.NONE for _ in one.citations))
    joint = yield from _grade(one, one.sources)
    found: list[Support | None] = []
    for source in one.sources if len(one.sources) > 1 else ():
        found.append((yield from _grade(one, (source,))))
    invalid = [Support.NONE for c in one.citations if c.standing is not Standing.VALID]
    return Graded(joint, (*(found or [joint]), *invalid))


def _grade(one: Marked, sources: tuple[str, ...]) -> Asks[Support | None]:
    whole = yield Question(one.text, sources)
    if whole.supported is not False:
        return Support.FULL if whole.supported else None
    for part in one.parts:
        answer = yield Question(part, sources)
        if answer.supported is not False:
            return Support.PARTIAL if answer.supported else None
    return Support.NONE


def graded_recall(sentences: Sequence[Graded], weights: Weights = WEIGHTED) -> Value:
    """Return the mean support of the sentences, in [0, 1]."""
    return weigh((one.joint for one in sentences), weights).value(NO_SENTENCE)


def graded_precision(sentences: Sequence[Graded], weights: Weights = WEIGHTED) -> Value:
    """Return the mean support that a citation gives its sentence, in [0, 1]."""
    grades = (grade for one in sentences for grade in one.citations)
    return weigh(grades, weights).value(NO_CITATION)


def weigh(grades: Iterable[Support | None], weights: Weights) -> Tally:
    """Return the tally of the grades; none is a failure of the judge."""
    return Tally.of(None if grade is None else weights[grade] for grade in grades)
