"""The lexical judge: a logistic model over what comparison finds, with its weights as data."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from groundwood.agents.checker.judges.features import FEATURES, features
from groundwood.agents.checker.judges.judge import Given, Score, as_pairs
from groundwood.agents.checker.judges.logistic import Logistic


@dataclass(frozen=True)
class LexicalJudge(Logistic):
    """Judges support by words, numbers, names, quotations and negations.

    It sees no relation that the words do not show (who did it to whom); ``weights``, ``bias`` and
    ``threshold`` were fitted on human-labelled pairs, see ``docs/decisions/lexical-judge.md``.
    """

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        """Return the probabilities for each pair, in order.

        Raises:
            InputError: a pair is none, or empty.
        """
        return [self.weighed(features(pair.evidence, pair.claim)) for pair in as_pairs(pairs)]

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        """Do what `score` does, off the event loop when there is much to do."""
        return self.score(pairs) if len(pairs) < 8 else await asyncio.to_thread(self.score, pairs)


@cache
def load_lexical() -> LexicalJudge:
    """Return the lexical judge with the weights that ship.

    Raises:
        GroundwoodError: the weights are of other features than the code computes.
    """
    return LexicalJudge.load("lexical", FEATURES)
