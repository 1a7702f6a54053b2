"""A judge that is asked no pair twice: what a check already knows costs nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from groundwood.agents.checker.judges.judge import Given, Judge, Pair, Score, as_pairs


@dataclass(frozen=True)
class Remembered:
    """A judge with the answers that it gave; its answers are those of the judge within.

    Made for one check and thrown away after it. A pair that fails is not remembered.
    """

    judge: Judge
    known: dict[Pair, Score] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """The name of the judge within."""
        return self.judge.name

    @property
    def version(self) -> str:
        """The version of the judge within."""
        return self.judge.version

    @property
    def threshold(self) -> float:
        """The threshold of the judge within."""
        return self.judge.threshold

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        """Return one score a pair, in order; only new pairs are judged, each once."""
        asked = as_pairs(pairs)
        new = [pair for pair in dict.fromkeys(asked) if pair not in self.known]
        if new:
            self._keep(new, self.judge.score(new))
        return [self.known[pair] for pair in asked]

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        """Do what `score` does, without blocking the event loop."""
        asked = as_pairs(pairs)
        new = [pair for pair in dict.fromkeys(asked) if pair not in self.known]
        if new:
            self._keep(new, await self.judge.ascore(new))
        return [self.known[pair] for pair in asked]

    def _keep(self, pairs: Sequence[Pair], scores: Sequence[Score]) -> None:
        self.known.update(zip(pairs, scores, strict=True))
