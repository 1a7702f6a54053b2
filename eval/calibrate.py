"""``python -m groundwood.eval.calibrate JUDGE FOLDER``: fit a judge's weights, say how good it is.

Weights are fitted on the sets whose claims are written sentences checked by a cited text, every set
and class weighing the same. Scores are cross-validated over five folds split by document; the one
threshold maximises the balanced accuracy averaged over all sets. The judge's card is made from the
cross-validated scores. Beside the built-in judge stands
what its comparisons alone reach, fitted the same way.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from groundwood.agents.checker.judges import builtin
from groundwood.agents.checker.judges.features import FEATURES as COMPARED
from groundwood.agents.checker.judges.features import features as compared
from groundwood.agents.checker.judges.judge import Pair
from groundwood.errors import InputError
from groundwood.eval.held_out import held_out_card
from groundwood.eval.pairs import LabelledPair, read_pairs
from groundwood.eval.picks import digest, parts, sample
from groundwood.eval.runs import JudgeName
from groundwood.eval.stacking import (
    Floats,
    Table,
    best_threshold,
    cross_validated,
    fit_all,
    fit_contradiction,
    macro_average,
    of_set,
    table,
)
from groundwood.eval.statistics.agreement import bootstrap_interval, calibration_error

CHUNK = 256
AGAINST = ("contradicted", "negation differs", "opposite word", "reversal")
"""The features by which contradiction is told from silence."""
_CARDS = Path(__file__).parent / "cards"
_JUDGES = Path(__file__).parent.parent / "agents" / "checker" / "judges"


@dataclass(frozen=True)
class Fitted:
    """A judge whose weights are data: its features, how they are found, and its file."""

    names: Sequence[str]
    find: Callable[[Sequence[Pair]], list[list[float]]]
    output: Path
    generation: int


def _compared(pairs: Sequence[Pair]) -> list[list[float]]:
    return [compared(pair.evidence, pair.claim) for pair in pairs]


JUDGES = {
    "lexical": Fitted(COMPARED, _compared, _JUDGES / "lexical.json", 2),
    "builtin": Fitted(builtin.FEATURES, builtin.features, _JUDGES / "builtin.json", 1),
}


def main() -> None:
    """Fit, report every set, and write the weights."""
    options = _options()
    judge = JUDGES[options.judge]
    sets = read_pairs(options.folder)
    rows = [(name, pair) for name, pairs in sets.items() for pair in sample(pairs, options.most)]
    x = _features(rows, judge, options.keep)
    data = table(rows, x)
    scores = cross_validated(data)
    threshold = best_threshold(data, scores)
    print(report(data, scores, threshold, beside=_alone(data, judge)))
    against = [name for name in AGAINST if name in judge.names]
    theta, counts = fit_contradiction(rows, x[:, [judge.names.index(name) for name in against]])
    told = ", ".join(f"{name} {refuted} of {all_}" for name, (refuted, all_) in counts.items())
    print(f"contradiction fitted on {told or 'nothing: no set tells it'}")
    body = {
        "threshold": round(threshold, 3),
        **_weights(judge.names, fit_all(data)),
        "contradiction": _weights(against, theta),
    }
    version = f"{judge.generation}-{digest(json.dumps(body)):012x}"[:10]
    judge.output.write_text(json.dumps({"version": version, **body}, indent=2) + "\n")
    name = JudgeName(name=options.judge, version=version, threshold=body["threshold"])
    card = held_out_card(name, rows, scores)
    (_CARDS / f"{options.judge}.json").write_text(card.model_dump_json(indent=1) + "\n")


def report(data: Table, scores: Floats, threshold: float, beside: Floats | None = None) -> str:
    """Return a Markdown table: each set's balanced accuracy with its interval, and the averages.

    ``beside`` are the scores of another model, judged at its own best threshold.
    """
    said = scores >= threshold
    other = None if beside is None else beside >= best_threshold(data, beside)
    lines = [
        "| set | n | by comparison alone | balanced accuracy | 95 % |",
        "|---|---|---|---|---|",
    ]
    for name in np.unique(data.dataset):
        rows = data.dataset == name
        truth = (data.y[rows] > 0.5).tolist()
        value = of_set(data, said, name)
        interval = bootstrap_interval(truth, said[rows].tolist(), data.document[rows].tolist())
        if value is None or interval is None:
            lines.append(f"| {name} | {len(truth)} | | none: one class only | |")
            continue
        alone = None if other is None else of_set(data, other, name)
        low, high = interval
        lines.append(
            f"| {name} | {len(truth)} | {'' if alone is None else f'{100 * alone:.1f}'} "
            f"| {100 * value:.1f} | {100 * low:.1f}-{100 * high:.1f} |"
        )
    return "\n".join([*lines, "", *_averages(data, scores, threshold, other)])


def _averages(data: Table, scores: Floats, threshold: float, other: Any) -> list[str]:
    truth = (data.y > 0.5).tolist()
    even = calibration_error(truth, scores.tolist(), data.weight.tolist())
    own = calibration_error(truth, scores.tolist())
    beside = (
        "" if other is None else f" (by comparison alone {100 * macro_average(data, other):.1f})"
    )
    macro = 100 * macro_average(data, scores >= threshold)
    return [
        f"macro-average {macro:.1f}{beside}, threshold {threshold:.3f}",
        f"expected calibration error {even:.3f} with sets and classes weighing the same,",
        f"{own:.3f} with the sets' own shares of supported pairs",
    ]


def _alone(data: Table, judge: Fitted) -> Floats | None:
    """Return the cross-validated scores of the comparisons alone, where the judge has more."""
    places = [i for i, name in enumerate(judge.names) if name in COMPARED]
    if len(places) == len(judge.names):
        return None
    return cross_validated(replace(data, x=data.x[:, places]))


def _features(rows: Sequence[tuple[str, LabelledPair]], judge: Fitted, keep: Path | None) -> Floats:
    """Return the features of the rows, from the file where they are kept already.

    Raises:
        InputError: the file holds the features of other rows, or of another judge.
    """
    if keep is not None and keep.is_file():
        found = np.asarray(np.load(keep))
        if found.shape != (len(rows), len(judge.names)):
            raise InputError(f"{keep}: it holds features of other pairs or of another judge")
        return found
    pairs = [Pair(evidence=pair.evidence, claim=pair.claim) for _, pair in rows]
    computed = [row for part in parts(pairs, CHUNK) for row in judge.find(part)]
    x = np.array(computed)
    if keep is not None:
        np.save(keep, x)
    return x


def _weights(names: Sequence[str], theta: Floats) -> dict[str, Any]:
    weights = {name: round(float(w), 4) for name, w in zip(names, theta[1:], strict=True)}
    return {"bias": round(float(theta[0]), 4), "weights": weights}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="groundwood.eval.calibrate", description=__doc__)
    parser.add_argument("judge", choices=sorted(JUDGES))
    parser.add_argument("folder", type=Path, help="of labelled sets, *.jsonl.gz")
    parser.add_argument("--most", type=int, default=400, help="pairs of one set (default: 400)")
    parser.add_argument(
        "--keep", type=Path, help="a file (.npy) that keeps the features, for this encoder"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
