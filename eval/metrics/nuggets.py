"""Nugget recall: how many of the facts that a good answer holds does it hold.

After TREC RAG's AutoNuggetizer (Pradeep and others 2024), whose program writes 0 where there is
nothing to measure, which here is none with a reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from groundwood.errors import InputError
from groundwood.eval.asking import Asks, Question
from groundwood.eval.metrics.gold import rows, texts
from groundwood.eval.metrics.support import STRICT, WEIGHTED, Support, Weights, weigh
from groundwood.eval.metrics.tally import mean_value
from groundwood.eval.samples import Sample
from groundwood.eval.scoring import BODY, Scored, Values
from groundwood.eval.values import Value, none

_ASSIGNED = {
    "support": Support.FULL,
    "partial_support": Support.PARTIAL,
    "not_support": Support.NONE,
}
_IS_VITAL = {"vital": True, "okay": False}


@dataclass(frozen=True)
class Nugget:
    """A fact that an answer should hold, and how far it does; none: the judge failed."""

    is_vital: bool
    support: Support | None

    @classmethod
    def of(cls, importance: str, assignment: str) -> "Nugget":
        """Return the nugget by the words of the AutoNuggetizer's files.

        Raises:
            InputError: a word is none of theirs; it is named.
        """
        if importance not in _IS_VITAL:
            raise InputError(f"nugget: importance: {importance!r}, not vital or okay")
        if assignment not in _ASSIGNED:
            raise InputError(f"nugget: assignment: {assignment!r}, not one of {list(_ASSIGNED)}")
        return cls(_IS_VITAL[importance], _ASSIGNED[assignment])


@dataclass(frozen=True)
class NuggetScores:
    """Recall in [0, 1] of the vital nuggets, and of all; strict: what is held in part counts 0."""

    strict_vital: Value
    strict_all: Value
    vital: Value
    all: Value


@dataclass(frozen=True)
class Wanted:
    """A fact that the gold of a sample wants, and what it says of it; without ``assignment`` the
    judge tells whether the text holds it."""

    text: str
    importance: str = "vital"
    assignment: str = ""


def measured(story: Scored) -> Asks[Values]:
    """Return how many of the facts that a sample should hold it does hold.

    A text that is none holds nothing, and what cannot be asked has no value.
    """
    names = ("nugget_coverage", "vital_nugget_coverage", "strict_vital_nugget_coverage")
    wanted = list(wanted_facts(story.sample))
    if not wanted or not story.prose:
        reason = "there is no text" if wanted else "the sample does not tell what it should hold"
        return dict.fromkeys(names, none(reason))
    found = []
    for one in wanted:
        if one.assignment:
            found.append(Nugget.of(one.importance, one.assignment))
        else:
            held = (yield Question(one.text, (BODY,))).supported
            support = None if held is None else Support.FULL if held else Support.NONE
            found.append(Nugget(_IS_VITAL[one.importance], support))
    scores = nugget_scores(found)
    return dict(zip(names, (scores.all, scores.vital, scores.strict_vital), strict=True))


def wanted_facts(sample: Sample) -> Iterator[Wanted]:
    """Yield the facts that a sample should hold, from what its gold says.

    ``nuggets`` have ``text``, and maybe ``importance`` and ``assignment`` as the AutoNuggetizer
    writes them; without them ``insights`` of SummHay, ``claims`` of ALCE, or the sentences of
    ``gold_alignment`` are wanted, all vital.
    """
    nuggets = rows(sample, "nuggets")
    for row in nuggets:
        text, importance = _word(row.get("text")), _word(row.get("importance")) or "vital"
        assignment = _word(row.get("assignment"))
        if text and importance in _IS_VITAL and assignment in ("", *_ASSIGNED):
            yield Wanted(text, importance, assignment)
    if nuggets:
        return
    insights = [_word(row.get("insight")) for row in rows(sample, "insights")]
    aligned = [_word(row.get("summary_sentence")) for row in rows(sample, "gold_alignment")]
    told = texts([*insights]) or texts(sample.gold.get("claims")) or texts([*aligned])
    yield from map(Wanted, dict.fromkeys(told))


def _word(value: JsonValue) -> str:
    return value if isinstance(value, str) else ""


def nugget_scores(nuggets: Sequence[Nugget]) -> NuggetScores:
    """Return the recall of one answer; a nugget that is held in part counts half."""
    return NuggetScores(
        strict_vital=_recall(nuggets, STRICT, vital_only=True),
        strict_all=_recall(nuggets, STRICT),
        vital=_recall(nuggets, WEIGHTED, vital_only=True),
        all=_recall(nuggets, WEIGHTED),
    )


def mean_scores(scores: Sequence[NuggetScores], absent: float | None = None) -> NuggetScores:
    """Return the means over answers.

    One that has nothing to measure is left out, or counts as ``absent``: the AutoNuggetizer's is 0.
    """
    names: Mapping[str, list[Value]] = {
        name: [getattr(one, name) for one in scores] for name in NuggetScores.__dataclass_fields__
    }
    means = {name: mean_value(values, "no nugget", absent) for name, values in names.items()}
    return NuggetScores(**means)


def _recall(nuggets: Sequence[Nugget], weights: Weights, vital_only: bool = False) -> Value:
    counted = (one.support for one in nuggets if one.is_vital or not vital_only)
    return weigh(counted, weights).value("no vital nugget" if vital_only else "no nugget")
