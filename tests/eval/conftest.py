"""A judge that supports what is word for word in its evidence, and counts what it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from groundwood.agents.checker.judges.judge import Given, Pair, Score, as_pairs
from groundwood.errors import ModelUnavailable


@dataclass
class WordForWord:
    """Supports a claim that stands in the evidence; fails on one that holds ``broken``."""

    name: str = "word for word"
    version: str = "1"
    threshold: float = 0.5
    broken: str = ""
    asked: list[Pair] = field(default_factory=list)

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        asked = as_pairs(pairs)
        if self.broken and any(self.broken in pair.claim for pair in asked):
            raise ModelUnavailable("the server is away")
        self.asked += asked
        return [self._one(pair) for pair in asked]

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        return self.score(pairs)

    def _one(self, pair: Pair) -> Score:
        evidence = " ".join(pair.evidence)
        supported = 0.9 if pair.claim.rstrip(".") in evidence else 0.1
        contradicted = 0.8 if f"not {pair.claim}" in evidence else 0.0
        return Score(
            supported=supported,
            contradicted=min(contradicted, 1 - supported),
            neutral=1 - supported - min(contradicted, 1 - supported),
        )


@pytest.fixture
def word_for_word() -> WordForWord:
    """Return a new judge."""
    return WordForWord()
