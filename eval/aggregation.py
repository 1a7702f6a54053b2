"""``python -m groundwood.eval.aggregation JUDGE FOLDER``: how sentence and facts decide together.

Every labelled pair is put to the judge as the checker does it: the sentence, and each fact of it.
Printed is the balanced accuracy, averaged over the sets, for each choice of the two shares by which
`groundwood.agents.checker.support` weighs them; then how many pairs a cascade would pass on, and how
often its first judge is right about those that it keeps, for several bounds.
"""

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from groundwood.agents import load_judge
from groundwood.agents.checker.judges.judge import Judge, Score
from groundwood.agents.checker.judges.remembered import Remembered
from groundwood.agents.checker.support import Question, opinions, weighed
from groundwood.eval.pairs import LabelledPair, read_pairs
from groundwood.eval.picks import sample
from groundwood.eval.statistics.agreement import balanced_accuracy
from groundwood.nouns import Article

FACT_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
WHOLE_SHARES = (0.6, 0.75, 0.9, 1.0)
BOUNDS = ((0.1, 0.9), (0.2, 0.8), (0.25, 0.75), (0.3, 0.7))


@dataclass(frozen=True)
class Judged:
    """A labelled pair with the scores of its claim and of each fact of the claim."""

    pair: LabelledPair
    question: Question
    whole: Score
    facts: Sequence[Score]


def main() -> None:
    """Ask the judge, and print both tables."""
    options = _options()
    judge = Remembered(load_judge(options.judge))
    sets = read_pairs(options.folder)
    asked = {name: sample(pairs, options.most) for name, pairs in sets.items()}
    found = {name: asyncio.run(_judged(pairs, judge)) for name, pairs in asked.items()}
    print("\n".join([*_shares(found, judge.threshold), "", *_bounds(found, judge.threshold)]))


async def _judged(pairs: Sequence[LabelledPair], judge: Judge) -> list[Judged]:
    questions = [_question(pair) for pair in pairs]
    said = await opinions(questions, judge)
    return [
        Judged(pair, question, scores[0], scores[1:])
        for pair, question, scores in zip(pairs, questions, said, strict=True)
    ]


def _question(pair: LabelledPair) -> Question:
    return Question(
        pair.claim,
        tuple(Article.model_validate({"text": text}) for text in pair.evidence if text.strip()),
    )


def _shares(found: dict[str, list[Judged]], threshold: float) -> Iterator[str]:
    several = sum(len(each.facts) > 1 for rows in found.values() for each in rows)
    yield f"{several} of {sum(map(len, found.values()))} claims hold several facts"
    yield "| fact share | whole share | macro-average |"
    yield "|---:|---:|---:|"
    for fact, whole in product(FACT_SHARES, WHOLE_SHARES):
        values = [
            balanced_accuracy(
                [each.pair.is_supported for each in rows],
                [_passes(each, threshold, fact, whole) for each in rows],
            )
            for rows in found.values()
        ]
        mean = np.mean([value for value in values if value is not None])
        yield f"| {fact:g} | {whole:g} | {100 * mean:.2f} |"


def _passes(each: Judged, threshold: float, fact: float, whole: float) -> bool:
    return weighed(
        each.question.facts, each.whole, each.facts, threshold, fact_share=fact, whole_share=whole
    ).is_supported


def _bounds(found: dict[str, list[Judged]], threshold: float) -> Iterator[str]:
    rows = [each for those in found.values() for each in those]
    yield "| bounds | passed on, % | right about the rest, % |"
    yield "|---|---:|---:|"
    for low, high in BOUNDS:
        kept = [each for each in rows if not low < each.whole.supported < high]
        right = [(e.whole.supported >= threshold) is e.pair.is_supported for e in kept]
        passed = 100 * (1 - len(kept) / len(rows))
        told = f"{100 * np.mean(right):.1f}" if kept else "none kept"
        yield f"| {low:g}-{high:g} | {passed:.0f} | {told} |"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="groundwood.eval.aggregation", description=__doc__)
    parser.add_argument("judge", help="the name of a judge that needs no model")
    parser.add_argument("folder", type=Path, help="of labelled sets, *.jsonl.gz")
    parser.add_argument("--most", type=int, default=60, help="pairs of one set (default: 60)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
