"""The card of a judge that was fitted on the labelled sets: from scores that never saw their fold."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from groundwood.eval.asking import Answer, Named
from groundwood.eval.meta import JudgeCard, macro, set_card
from groundwood.eval.pairs import LabelledPair

NOTE = (
    "Fitted on these sets; every pair was scored by weights that were fitted without its document. "
    "The threshold is the one that does best on all of them."
)


def held_out_card(
    judge: Named, rows: Sequence[tuple[str, LabelledPair]], scores: npt.NDArray[np.float64]
) -> JudgeCard:
    """Return the card that the scores, one for each row of (set, pair), come to."""
    cards = []
    for name in sorted({name for name, _ in rows}):
        those = [
            (pair, score) for (of, pair), score in zip(rows, scores, strict=True) if of == name
        ]
        answers = [
            Answer(supported=bool(score >= judge.threshold), score=float(score))
            for _, score in those
        ]
        cards.append(set_card(name, [pair for pair, _ in those], answers))
    mean, interval = macro(cards)
    return JudgeCard(
        judge=judge.name,
        version=judge.version,
        threshold=judge.threshold,
        balanced_accuracy=mean,
        interval=interval,
        sets=tuple(cards),
        note=NOTE,
    )
