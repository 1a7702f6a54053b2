"""Fitting a judge's weights: what contradicts among what is not supported."""

import numpy as np

from groundwood.eval.pairs import LabelledPair
from groundwood.eval.stacking import fit_contradiction, predict


def row(name: str, label: str, number: int) -> tuple[str, LabelledPair]:
    pair = LabelledPair(
        dataset=name,
        claim=f"Claim {number}.",
        evidence=("Text.",),
        is_supported=label == "supported",
        document=str(number),
        label=label,
    )
    return name, pair


def test_contradiction_is_learnt_only_where_labels_tell_it_from_silence() -> None:
    rows = [row("both", label, n) for n, label in enumerate(["refuted", "nei"] * 20)]
    rows += [row("both", "supported", n) for n in range(10)]
    rows += [row("one", "refuted", n) for n in range(10)]
    rows += [row("none", "not_supported", n) for n in range(10)]
    x = np.array([[float(pair.label == "refuted")] for _, pair in rows])
    theta, counts = fit_contradiction(rows, x)
    assert counts == {"both": (20, 40)}
    low, high = predict(theta, np.array([[0.0], [1.0]]))
    assert low < 0.2
    assert high > 0.8


def test_without_such_labels_nothing_is_learnt() -> None:
    theta, counts = fit_contradiction([row("d", "not_supported", 1)], np.ones((1, 1)))
    assert counts == {}
    assert theta.tolist() == [0.0, 0.0]
