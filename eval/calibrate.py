"""``python -m groundwood.eval.calibrate FOLDER``: fit the lexical judge and say how good it is.

Weights are fitted by ridge-penalised logistic regression (Newton's method) on the sets whose claims
are written sentences checked by a cited text, every set and class weighing the same. Scores are
cross-validated over five folds split by document; the one threshold maximises the balanced accuracy
averaged over all sets.
"""

import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundwood.agents.checker.features import FEATURES, features
from groundwood.eval.datasets import LabelledPair, read_pairs
from groundwood.eval.metrics import balanced_accuracy, bootstrap_interval, calibration_error

FOLDS = 5
MOST_PAIRS = 400
"""Of one set: enough to fit a dozen weights, and the same for large sets and small ones."""
RIDGE = 1.0
LEARNT_FROM = (
    "wice", "attributionbench", "expertqa", "frank", "defacto-", "qags", "xsumfaith", "begin",
    "factcheckgpt", "summhay", "summedits", "suffacts", "entfa", "summeval",
)  # fmt: skip
"""How the names of the sets begin that weights are learnt from; all sets are reported."""
OUTPUT = Path(__file__).parent.parent / "agents" / "checker" / "lexical.json"

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """The features and labels of all pairs, with the set and the fold of each."""

    x: Floats
    y: Floats
    weight: Floats
    dataset: NDArray[np.str_]
    document: NDArray[np.str_]
    fold: NDArray[np.int64]
    is_learnt_from: NDArray[np.bool_]


def table(sets: dict[str, list[LabelledPair]]) -> Table:
    """Return the features of up to `MOST_PAIRS` of each set, picked by digest."""
    rows = [(name, pair) for name, pairs in sets.items() for pair in _sample(pairs)]
    y = np.array([float(pair.is_supported) for _, pair in rows])
    dataset = np.array([name for name, _ in rows])
    document = np.array([f"{name}/{pair.document}" for name, pair in rows])
    weight = np.zeros(len(rows))
    for name in np.unique(dataset):
        for label in (0.0, 1.0):
            members = (dataset == name) & (y == label)
            weight[members] = 1 / max(1, members.sum())
    return Table(
        x=np.array([features(pair.evidence, pair.claim) for _, pair in rows]),
        y=y,
        weight=weight * len(rows) / weight.sum(),
        dataset=dataset,
        document=document,
        fold=np.array([_digest(key) % FOLDS for key in document]),
        is_learnt_from=np.array([name.startswith(LEARNT_FROM) for name in dataset.tolist()]),
    )


def fit(x: Floats, y: Floats, weight: Floats) -> Floats:
    """Return bias and weights of the logistic model, by Newton's method."""
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


def main(folder: Path) -> None:
    """Fit, report every set, and write the weights."""
    data = table(read_pairs(folder))
    scores = np.zeros(len(data.y))
    for fold in range(FOLDS):
        train, test = data.is_learnt_from & (data.fold != fold), data.fold == fold
        theta = fit(data.x[train], data.y[train], data.weight[train])
        scores[test] = _predict(theta, data.x[test])
    threshold = _best_threshold(data, scores)
    _report(data, scores, threshold)
    learnt = data.is_learnt_from
    theta = fit(data.x[learnt], data.y[learnt], data.weight[learnt])
    OUTPUT.write_text(json.dumps(_model(theta, threshold), indent=2) + "\n")


def _model(theta: Floats, threshold: float) -> dict[str, Any]:
    weights = {name: round(float(w), 4) for name, w in zip(FEATURES, theta[1:], strict=True)}
    body = {"threshold": round(threshold, 3), "bias": round(float(theta[0]), 4), "weights": weights}
    version = hashlib.sha256(json.dumps(body).encode()).hexdigest()[:8]
    return {"version": f"2-{version}", **body}


def _report(data: Table, scores: Floats, threshold: float) -> None:
    values = []
    print("| set | n | balanced accuracy | 95 % |\n|---|---|---|---|")
    for name in np.unique(data.dataset):
        rows = data.dataset == name
        truth, said = (data.y[rows] > 0.5).tolist(), (scores[rows] >= threshold).tolist()
        value = balanced_accuracy(truth, said)
        interval = bootstrap_interval(truth, said, data.document[rows].tolist())
        if value is None or interval is None:
            print(f"| {name} | {len(truth)} | none: one class only | |")
            continue
        values.append(value)
        low, high = interval
        print(f"| {name} | {len(truth)} | {100 * value:.1f} | {100 * low:.1f}-{100 * high:.1f} |")
    truth = (data.y > 0.5).tolist()
    plain = calibration_error(truth, scores.tolist())
    even = calibration_error(truth, scores.tolist(), data.weight.tolist())
    print(f"\nmacro-average {100 * np.mean(values):.1f}, threshold {threshold:.3f}")
    print(f"expected calibration error {even:.3f} with sets and classes weighing the same,")
    print(f"{plain:.3f} with the sets' own shares of supported pairs")


def _best_threshold(data: Table, scores: Floats) -> float:
    grid = np.linspace(0.2, 0.8, 121)
    return float(max(grid, key=lambda t: _macro(data, scores >= t)))


def _macro(data: Table, said: NDArray[np.bool_]) -> float:
    values: list[float] = []
    for name in np.unique(data.dataset):
        rows = data.dataset == name
        value = balanced_accuracy((data.y[rows] > 0.5).tolist(), said[rows].tolist())
        if value is not None:
            values.append(value)
    return float(np.mean(values))


def _predict(theta: Floats, x: Floats) -> Floats:
    return _sigmoid(theta[0] + x @ theta[1:])


def _sigmoid(z: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(z, -30, 30))))


def _sample(pairs: Sequence[LabelledPair]) -> list[LabelledPair]:
    return sorted(pairs, key=lambda pair: _digest(pair.claim + pair.document))[:MOST_PAIRS]


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:6], "big")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
