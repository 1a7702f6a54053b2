"""A logistic model over features of pairs: fitted, cross-validated by document, one threshold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundwood.eval.pairs import LabelledPair
from groundwood.eval.picks import digest
from groundwood.eval.statistics.agreement import balanced_accuracy

FOLDS = 5
RIDGE = 1.0
LEARNT_FROM = (
    "wice", "attributionbench", "expertqa", "frank", "defacto-", "qags", "xsumfaith", "begin",
    "factcheckgpt", "summhay", "summedits", "suffacts", "entfa", "summeval", "bump",
)  # fmt: skip
"""How the names of the sets begin that weights are learnt from; all sets are reported."""

REFUTED, OPEN = "refuted", ("nei", "irrelevant", "unrelated")
"""The labels of claims that the evidence denies, and of those that it says nothing of."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """The features and labels of all pairs, with the set, the document and the fold of each.

    ``x`` has the shape (pairs, features); the others (pairs,). ``weight`` makes every set and each
    of its classes count the same.
    """

    x: Floats
    y: Floats
    weight: Floats
    dataset: NDArray[np.str_]
    document: NDArray[np.str_]
    fold: NDArray[np.int64]
    is_learnt_from: NDArray[np.bool_]


def table(rows: Sequence[tuple[str, LabelledPair]], x: Floats) -> Table:
    """Return the table of the rows, each a set's name and a pair, with their features."""
    y = np.array([float(pair.is_supported) for _, pair in rows])
    dataset = np.array([name for name, _ in rows])
    document = np.array([f"{name}/{pair.document}" for name, pair in rows])
    weight = np.zeros(len(rows))
    for name in np.unique(dataset):
        for label in (0.0, 1.0):
            members = (dataset == name) & (y == label)
            weight[members] = 1 / max(1, members.sum())
    return Table(
        x=x,
        y=y,
        weight=weight * len(rows) / weight.sum(),
        dataset=dataset,
        document=document,
        fold=np.array([digest(pair.document) % FOLDS for _, pair in rows]),
        is_learnt_from=np.array([name.startswith(LEARNT_FROM) for name in dataset.tolist()]),
    )


def fit(x: Floats, y: Floats, weight: Floats) -> Floats:
    """Return bias and weights of the ridge-penalised logistic model, by Newton's method."""
    design = np.column_stack([np.ones(len(x)), x])
    theta = np.zeros(design.shape[1])
    penalty = np.diag([0.0, *[RIDGE] * x.shape[1]])
    for _ in range(30):
        p = _sigmoid(design @ theta)
        gradient = design.T @ (weight * (p - y)) + penalty @ theta
        hessian = (design.T * (weight * p * (1 - p))) @ design + penalty
        step = np.linalg.solve(hessian, gradient)
        theta = theta - step
        if np.abs(step).max() < 1e-8:
            break
    return theta


def fit_all(data: Table) -> Floats:
    """Return bias and weights fitted on all pairs that may be learnt from."""
    rows = data.is_learnt_from
    return fit(data.x[rows], data.y[rows], data.weight[rows])


def fit_contradiction(
    rows: Sequence[tuple[str, LabelledPair]], x: Floats
) -> tuple[Floats, dict[str, tuple[int, int]]]:
    """Return a model of what contradicts among what is not supported, and what it was fitted on.

    Only sets count whose labels tell refuted claims from those of which the evidence says nothing;
    each weighs the same, with its own share of refuted claims. Counted are, by set, the refuted
    claims and all that took part.
    """
    names = np.array([name for name, _ in rows])
    labels = np.array([pair.label for _, pair in rows])
    refuted, taken = labels == REFUTED, np.isin(labels, [REFUTED, *OPEN])
    weight, counts = np.zeros(len(rows)), {}
    for name in np.unique(names[taken]).tolist():
        members = taken & (names == name)
        if 0 < refuted[members].sum() < members.sum():
            weight[members] = 1 / members.sum()
            counts[name] = (int(refuted[members].sum()), int(members.sum()))
    used = weight > 0
    if not counts:
        return np.zeros(x.shape[1] + 1), counts
    scale = used.sum() / weight.sum()
    return fit(x[used], refuted[used].astype(float), weight[used] * scale), counts


def cross_validated(data: Table) -> Floats:
    """Return each pair's score by a model that saw no pair of its document."""
    scores = np.zeros(len(data.y))
    for fold in range(FOLDS):
        train, test = data.is_learnt_from & (data.fold != fold), data.fold == fold
        theta = fit(data.x[train], data.y[train], data.weight[train])
        scores[test] = predict(theta, data.x[test])
    return scores


def predict(theta: Floats, x: Floats) -> Floats:
    """Return the model's probabilities of support."""
    return _sigmoid(theta[0] + x @ theta[1:])


def best_threshold(data: Table, scores: Floats) -> float:
    """Return the one threshold with the best balanced accuracy, averaged over all sets."""
    grid = np.linspace(0.2, 0.8, 121)
    return float(max(grid, key=lambda t: macro_average(data, scores >= t)))


def macro_average(data: Table, said: NDArray[np.bool_]) -> float:
    """Return the balanced accuracy averaged over all sets that have both classes."""
    values = [of_set(data, said, name) for name in np.unique(data.dataset)]
    return float(np.mean([value for value in values if value is not None]))


def of_set(data: Table, said: NDArray[np.bool_], name: str) -> float | None:
    """Return the balanced accuracy on one set; none when it has one class only."""
    rows = data.dataset == name
    return balanced_accuracy((data.y[rows] > 0.5).tolist(), said[rows].tolist())


def _sigmoid(z: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(z, -30, 30))))
