"""How good a judge is on labelled pairs."""

from collections.abc import Sequence

import numpy as np


def balanced_accuracy(truth: Sequence[bool], said: Sequence[bool]) -> float | None:
    """Return the mean of the recalls of both classes, in [0, 1]; none when a class is missing."""
    labels, guesses = np.asarray(truth, dtype=bool), np.asarray(said, dtype=bool)
    if labels.all() or not labels.any():
        return None
    return float((guesses[labels].mean() + (~guesses[~labels]).mean()) / 2)


def bootstrap_interval(
    truth: Sequence[bool],
    said: Sequence[bool],
    groups: Sequence[str],
    *,
    rounds: int = 500,
    seed: int = 7,
) -> tuple[float, float] | None:
    """Return the 95 % percentile interval of balanced accuracy, resampling whole groups."""
    labels, guesses = np.asarray(truth, dtype=bool), np.asarray(said, dtype=bool)
    names, member = np.unique(np.asarray(groups), return_inverse=True)
    rows = [np.flatnonzero(member == index) for index in range(len(names))]
    random = np.random.default_rng(seed)
    values = []
    for _ in range(rounds):
        picked = np.concatenate([rows[i] for i in random.integers(0, len(rows), len(rows))])
        value = balanced_accuracy(labels[picked].tolist(), guesses[picked].tolist())
        if value is not None:
            values.append(value)
    if not values:
        return None
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def calibration_error(
    truth: Sequence[bool],
    probabilities: Sequence[float],
    weights: Sequence[float] | None = None,
    bins: int = 10,
) -> float | None:
    """Return the expected calibration error (Naeini et al., 2015) in equal-width bins, in [0, 1].

    ``weights`` say how much each pair counts; left out, all count the same.
    """
    labels, scores = np.asarray(truth, dtype=float), np.asarray(probabilities, dtype=float)
    if not len(labels):
        return None
    shares = np.ones(len(labels)) if weights is None else np.asarray(weights, dtype=float)
    places = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = [
        abs(float((shares[places == place] * (labels - scores)[places == place]).sum()))
        for place in np.unique(places)
    ]
    return float(sum(gaps) / shares.sum())
