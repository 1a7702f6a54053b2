"""How good a judge is on labelled pairs."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from pydantic import Field

from groundwood.eval.statistics.confusion import Confusion
from groundwood.eval.statistics.intervals import Bootstrap, Interval, quotient
from groundwood.eval.statistics.rows import Bools, Floats, floats, require_equal_lengths, shares
from groundwood.eval.values import Value, mean, none
from groundwood.nouns import Noun


class ReliabilityBin(Noun):
    """The rows whose probability lies from ``low`` to below ``high``; the last bin holds 1 too.

    ``weight`` is what they weigh together, ``confidence`` their mean probability, and ``observed``
    the share of them that is true: a calibrated judge has the two alike.
    """

    low: float
    high: float
    rows: int = Field(ge=1)
    weight: float = Field(gt=0)
    confidence: float
    observed: float


def balanced_accuracy(truth: Sequence[bool], said: Sequence[bool]) -> float | None:
    """Return the mean of the recalls of both classes, in [0, 1]; none when a class is missing."""
    return Confusion.of(truth, said).balanced_accuracy.number


def bootstrap_interval(
    truth: Sequence[bool],
    said: Sequence[bool],
    groups: Sequence[str],
    *,
    rounds: int = 500,
    seed: int = 7,
) -> tuple[float, float] | None:
    """Return the 95 % percentile interval of balanced accuracy, resampling whole groups.

    There is none of one group, nor where a class is missing.
    """
    found = balanced_accuracy_interval(truth, said, groups, Bootstrap(rounds=rounds, seed=seed))
    return None if found.low is None or found.high is None else (found.low, found.high)


def balanced_accuracy_interval(
    truth: Sequence[bool], said: Sequence[bool], groups: Sequence[str], bootstrap: Bootstrap
) -> Interval:
    """Return the interval of balanced accuracy, resampling whole groups."""
    require_equal_lengths(truth=truth, said=said)
    labels, guesses = np.asarray(truth, dtype=bool), np.asarray(said, dtype=bool)
    columns = np.column_stack([labels & guesses, labels, ~labels & ~guesses, ~labels])
    return bootstrap.of_sums(columns.astype(float), _balanced_accuracies, groups)


def _balanced_accuracies(sums: Floats) -> Floats:
    found, positives, left, negatives = sums.T
    return (quotient(found, positives) + quotient(left, negatives)) / 2


def reliability(
    truth: Sequence[bool],
    probabilities: ArrayLike,
    weights: ArrayLike | None = None,
    bins: int = 10,
) -> list[ReliabilityBin]:
    """Return the bins of equal width that hold rows, from the least probability to the greatest.

    ``weights`` say how much each row counts; left out, all count the same.

    Raises:
        InputError: a probability lies outside 0 to 1, or the rows do not match one to one.
    """
    labels, scores = _labelled(truth, probabilities)
    counted = np.ones(len(labels)) if weights is None else floats(weights, "weights")
    require_equal_lengths(truth=labels, weights=counted)
    places = np.minimum((scores * bins).astype(int), bins - 1)
    return [
        _bin(place, bins, labels[rows], scores[rows], counted[rows])
        for place in np.unique(places[counted > 0]).tolist()
        for rows in [(places == place) & (counted > 0)]
    ]


def _bin(place: int, bins: int, labels: Bools, scores: Floats, weights: Floats) -> ReliabilityBin:
    return ReliabilityBin(
        low=place / bins,
        high=(place + 1) / bins,
        rows=len(labels),
        weight=float(weights.sum()),
        confidence=float(np.average(scores, weights=weights)),
        observed=float(np.average(labels, weights=weights)),
    )


def calibration_error(
    truth: Sequence[bool],
    probabilities: Sequence[float],
    weights: Sequence[float] | None = None,
    bins: int = 10,
) -> float | None:
    """Return the expected calibration error (Naeini et al., 2015) in equal-width bins, in [0, 1].

    It is the mean gap of the bins of `reliability`, by their weight. None without rows.
    """
    found = reliability(truth, probabilities, weights, bins)
    gaps = [each.weight * abs(each.observed - each.confidence) for each in found]
    return sum(gaps) / sum(each.weight for each in found) if found else None


def brier_score(truth: Sequence[bool], probabilities: ArrayLike) -> Value:
    """Return the mean squared error of the probabilities (Brier 1950), in [0, 1], 0 the best."""
    labels, scores = _labelled(truth, probabilities)
    return mean(((scores - labels) ** 2).tolist(), "no rows")


def roc_auc(truth: Sequence[bool], scores: ArrayLike) -> Value:
    """Return the chance that a true row scores above a false one, a tie counting half, in [0, 1].

    It is the area under the ROC curve (Hanley and McNeil 1982); none where a class is missing.
    """
    labels, found = np.asarray(truth, dtype=bool), floats(scores, "scores")
    require_equal_lengths(truth=labels, scores=found)
    above, below = found[labels], np.sort(found[~labels])
    if not len(above) or not len(below):
        return none("all rows are of one class")
    lower = np.searchsorted(below, above, "left") + np.searchsorted(below, above, "right")
    return Value(number=float(lower.mean()) / (2 * len(below)))


def _labelled(truth: Sequence[bool], probabilities: ArrayLike) -> tuple[Bools, Floats]:
    labels, scores = np.asarray(truth, dtype=bool), shares(probabilities, "probabilities")
    require_equal_lengths(truth=labels, probabilities=scores)
    return labels, scores
