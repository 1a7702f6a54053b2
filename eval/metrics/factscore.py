"""How factual a text is by its atomic facts, where saying little must not pay."""

from dataclasses import dataclass
from math import exp

from groundwood.errors import InputError
from groundwood.eval.asking import Asks, Question
from groundwood.eval.metrics.tally import Tally, harmonic
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, none, share


@dataclass(frozen=True)
class FactScore:
    """The share of facts that are supported, the penalty on few, and their product, in [0, 1]."""

    raw: Value
    penalty: Value
    score: Value


@dataclass(frozen=True)
class VeriScore:
    """The share of claims that are supported, how near their number comes to K, and the F1 of both."""

    precision: Value
    recall: Value
    f1: Value


def measured(story: Scored) -> Asks[Values]:
    """Return the share of a sample's facts that what they cite supports, and what its length makes
    of it; the facts of uncited sentences are supported by nothing.

    The F1 of VeriScore needs to know how many claims are expected: ``expected_claims`` of the gold.
    """
    marks: list[float | None] = []
    for one in story.marking.sentences:
        for fact in one.facts if one.counts else ():
            answer = (yield Question(fact, one.sources)) if one.sources else None
            marks.append(answer.supported if answer else False)
    tally = Tally.of(marks)
    precision = tally.value("the text has no facts")
    penalty = fact_score(0, tally.total).penalty.number
    return {
        "fact_precision": precision,
        "fact_score": precision if penalty is None else _scaled(precision, penalty),
        "veri_score": _veri(tally, story.sample.gold.get("expected_claims")),
    }


def _scaled(value: Value, factor: float) -> Value:
    parts = {"number": value.number, "low": value.low, "high": value.high}
    return value.model_copy(
        update={key: None if part is None else factor * part for key, part in parts.items()}
    )


def _veri(tally: Tally, expected: object) -> Value:
    if not isinstance(expected, int) or expected < 1:
        return none("the sample does not tell how many claims are expected")
    if not tally.total:
        return none("the text has no facts")
    right = int(tally.right)
    low, high = (
        veri_score(count, tally.total, expected).f1 for count in (right, right + tally.failed)
    )
    if not tally.failed:
        return low
    reason = "the judge failed on some claims"
    return Value(number=None, reason=reason, low=low.number, high=high.number)


def fact_score(supported: int, facts: int, gamma: int = 10) -> FactScore:
    """Return the precision of the facts with the length penalty of FActScore (Min et al. 2023).

    A text with fewer than ``gamma`` facts is scaled by exp(1 - gamma / facts). Without facts, such as
    where the answer was refused, all is none.

    Raises:
        InputError: more facts are supported than there are.
    """
    _check(supported, facts)
    if not facts:
        nothing = none("the text has no facts")
        return FactScore(nothing, nothing, nothing)
    raw, penalty = supported / facts, exp(min(0.0, 1 - gamma / facts))
    return FactScore(*(Value(number=number) for number in (raw, penalty, raw * penalty)))


def veri_score(supported: int, claims: int, k: int) -> VeriScore:
    """Return precision, recall and F1 at K of VeriScore (Song et al. 2024), in [0, 1].

    ``k`` is how many claims are expected, in the paper the median of the domain. F1 is 0 where no
    claim is supported, also where there is none, as the paper defines it.

    Raises:
        InputError: more claims are supported than there are, or ``k`` is below 1.
    """
    _check(supported, claims)
    if k < 1:
        raise InputError(f"k: {k} is below 1")
    precision = share(supported, claims, "the text has no claims")
    recall = min(supported / k, 1.0)
    f1 = harmonic(precision.number or 0.0, recall)
    return VeriScore(precision, Value(number=recall), Value(number=f1))


def _check(supported: int, claims: int) -> None:
    if not 0 <= supported <= claims:
        raise InputError(f"supported: {supported} of {claims} cannot be")
