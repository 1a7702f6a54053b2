"""The lexical judge: a logistic model over what comparison finds, with its weights as data."""

import asyncio
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from groundwood.agents.checker.judges.features import FEATURES, features
from groundwood.agents.checker.judges.judge import Given, Pair, Score, as_pairs
from groundwood.errors import GroundwoodError


@dataclass(frozen=True)
class LexicalJudge:
    """Judges support by words, numbers, names, quotations and negations.

    It sees no relation that the words do not show (who did it to whom); ``weights``, ``bias`` and
    ``threshold`` were fitted on human-labelled pairs, see ``docs/decisions/lexical-judge.md``.
    """

    name: str
    version: str
    threshold: float
    bias: float
    weights: tuple[float, ...]

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        """Return the probabilities for each pair, in order.

        Raises:
            InputError: a pair is none, or empty.
        """
        return [self._score(pair) for pair in as_pairs(pairs)]

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        """Do what `score` does, off the event loop when there is much to do."""
        return self.score(pairs) if len(pairs) < 8 else await asyncio.to_thread(self.score, pairs)

    def _score(self, pair: Pair) -> Score:
        found = features(pair.evidence, pair.claim)
        logit = self.bias + sum(w * f for w, f in zip(self.weights, found, strict=True))
        supported = 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
        opposite = max(
            found[FEATURES.index("negation differs")], found[FEATURES.index("opposite word")]
        )
        close = found[FEATURES.index("best sentence")] >= 0.75
        contradicted = (1 - supported) * (0.7 if opposite and close else 0.2)
        return Score(
            supported=supported,
            contradicted=contradicted,
            neutral=max(0.0, 1 - supported - contradicted),
        )


@cache
def load_lexical() -> LexicalJudge:
    """Return the lexical judge with the weights that ship.

    Raises:
        GroundwoodError: the weights are of other features than the code computes.
    """
    data = json.loads(
        (files("groundwood.agents.checker.judges") / "lexical.json").read_text("utf-8")
    )
    if list(data["weights"]) != list(FEATURES):
        raise GroundwoodError("agents/checker/judges/lexical.json: its features are not the code's")
    return LexicalJudge(
        name="lexical",
        version=data["version"],
        threshold=data["threshold"],
        bias=data["bias"],
        weights=tuple(data["weights"].values()),
    )
