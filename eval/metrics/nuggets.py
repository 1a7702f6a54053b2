"""Nugget recall: how many of the facts that a good answer holds does it hold.

After TREC RAG's AutoNuggetizer (Pradeep and others 2024), whose program writes 0 where there is
nothing to measure, which here is none with a reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from groundwood.errors import InputError
from groundwood.eval.metrics.support import STRICT, WEIGHTED, Support, Weights, weigh
from groundwood.eval.metrics.tally import mean_value
from groundwood.eval.values import Value

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
