"""The built-in judge: the cross-encoder and the comparisons, weighed by a small logistic model."""

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from groundwood.agents.checker.comparing.respelt import respelt
from groundwood.agents.checker.judges.encoder import load_encoder
from groundwood.agents.checker.judges.excerpts import excerpts
from groundwood.agents.checker.judges.features import FEATURES as COMPARED
from groundwood.agents.checker.judges.features import features as compared
from groundwood.agents.checker.judges.judge import Given, Pair, Score, as_pairs
from groundwood.agents.checker.judges.logistic import Logistic
from groundwood.agents.checker.passages import body, published_at
from groundwood.text.sentences import sentences

READ = ("joined", "passage", "best", "mean", "contradicted")
"""What the encoder says of the claim's worst sentence: log-odds of support by either excerpt and by
the better one; then the mean of the better ones over all sentences, and the worst contradiction."""
FEATURES = (*READ, *COMPARED)

_LIMIT = 6.0
"""Log-odds beyond this are no surer: nearer to 0 or 1 the encoder was never right as often."""


@dataclass(frozen=True)
class BuiltinJudge(Logistic):
    """Judges support with the cross-encoder that ships, and with what comparison finds.

    Both are weighed by a logistic model whose weights, bias and threshold were fitted on
    human-labelled pairs; ``weights/MODEL_CARD.md`` says which, and how good it is.
    """

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        """Return the probabilities for each pair, in order."""
        return [self.weighed(found) for found in features(as_pairs(pairs))]

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        """Do what `score` does, off the event loop."""
        return await asyncio.to_thread(self.score, pairs) if pairs else []


def features(pairs: Sequence[Pair]) -> list[list[float]]:
    """Return the features of each pair, in the order of `FEATURES`; log-odds as shares of a limit.

    A claim of several sentences is read sentence by sentence and is as good as the worst of them.
    """
    read = [_excerpts(pair) for pair in pairs]
    asked = [(text, part) for parts in read for part, texts in parts for text in texts]
    said = iter(load_encoder().probabilities(asked).tolist()) if asked else iter(())
    told = [[[next(said) for _ in texts] for _, texts in parts] for parts in read]
    return [
        [*_read(parts), *compared(pair.evidence, pair.claim)]
        for pair, parts in zip(pairs, told, strict=True)
    ]


def _excerpts(pair: Pair) -> list[tuple[str, list[str]]]:
    """Return the sentences of the claim, each with the excerpts that it is judged by."""
    bodies = [body(text) for text in pair.evidence]
    dated = [(read, published_at(text)) for read, text in zip(bodies, pair.evidence, strict=True)]
    parts = sentences(pair.claim) or (pair.claim,)
    asked = [respelt(part, dated) or part for part in parts]
    return [(part, excerpts(part, bodies)) for part in asked]


def _read(parts: Sequence[Sequence[Sequence[float]]]) -> list[float]:
    """Return what `READ` names, from the probabilities for each excerpt of each sentence."""
    odds = [[_log_odds(supports) for supports, _, _ in said] for said in parts]
    best = [max(each) for each in odds]
    against = max(
        _log_odds(contradicts / max(1e-6, contradicts + neither))
        for said in parts
        for _, contradicts, neither in said
    )
    return [
        min(each[0] for each in odds),
        min(each[-1] for each in odds),
        min(best),
        sum(best) / len(best),
        against,
    ]


def _log_odds(p: float) -> float:
    p = min(1 - 1e-6, max(1e-6, p))
    return max(-_LIMIT, min(_LIMIT, math.log(p / (1 - p)))) / _LIMIT


@cache
def load_builtin() -> BuiltinJudge:
    """Return the built-in judge with the weights that ship; the encoder loads at the first pair.

    Raises:
        GroundwoodError: the weights are of other features than the code computes.
    """
    return BuiltinJudge.load("builtin", FEATURES)
