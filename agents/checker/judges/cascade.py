"""Two judges in a row: a quick one that decides what it is sure of, another for the rest."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from groundwood.agents import load_judge
from groundwood.agents.checker.judges.judge import Given, Judge, Score, as_pairs
from groundwood.agents.checker.judges.llm_judge import LlmJudge, able
from groundwood.errors import SettingsError
from groundwood.gateway.base import Model
from groundwood.gateway.usage import Meter
from groundwood.nouns import Usage
from groundwood.settings import Settings

AGENT = "second judge"
"""Whose usage the pairs, the escalations and their calls count to."""


@dataclass(frozen=True)
class CascadeJudge:
    """Puts to the second judge only what the first is unsure of.

    The first decides where its probability of support is at most ``low`` or at least ``high``, or
    that of contradiction at least ``high``. What lies between goes to the second, whose answer
    replaces the first's; its probability of support is moved so that its threshold comes to lie on
    the first's, which is the cascade's. The ``meter`` counts pairs and escalations under `AGENT`.
    """

    first: Judge
    second: Judge
    low: float
    high: float
    meter: Meter = field(default_factory=Meter, repr=False, compare=False)

    @property
    def name(self) -> str:
        """``cascade`` and the names of both."""
        return f"cascade({self.first.name}, {self.second.name})"

    @property
    def version(self) -> str:
        """The versions of both, and the bounds between them."""
        return f"{self.first.version}, {self.second.version}, {self.low:g}-{self.high:g}"

    @property
    def threshold(self) -> float:
        """The first judge's threshold."""
        return self.first.threshold

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        """Return the scores of the judge that decided each pair.

        Raises:
            SettingsError: the first judge's threshold does not lie between the bounds.
            GroundwoodError: one of the judges could not judge.
        """
        asked = as_pairs(pairs)
        scores = await self.first.ascore(asked)
        unsure = self._unsure(scores)
        left = [asked[at] for at in unsure]
        return self._merged(scores, unsure, await self.second.ascore(left) if left else [])

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        """Do what `ascore` does, without an event loop of its own."""
        asked = as_pairs(pairs)
        scores = self.first.score(asked)
        unsure = self._unsure(scores)
        left = [asked[at] for at in unsure]
        return self._merged(scores, unsure, self.second.score(left) if left else [])

    def check(self) -> None:
        """See that what the first decides is the same by its own threshold.

        Raises:
            SettingsError: its threshold does not lie above ``low`` and up to ``high``.
        """
        if not self.low < self.first.threshold <= self.high:
            raise SettingsError(
                f"GROUNDWOOD_CASCADE_LOW, GROUNDWOOD_CASCADE_HIGH: {self.low:g} and {self.high:g} "
                f"must lie around the threshold of {self.first.name}, {self.first.threshold:.3f}"
            )

    def _is_sure(self, score: Score) -> bool:
        grey = self.low < score.supported < self.high
        return not grey or score.contradicted >= self.high

    def _unsure(self, scores: Sequence[Score]) -> list[int]:
        """Return the places of the pairs that go to the second judge, and count them."""
        self.check()
        unsure = [at for at, score in enumerate(scores) if not self._is_sure(score)]
        if scores:
            self.meter.add(AGENT, Usage(judged=len(scores), escalated=len(unsure)))
        return unsure

    def _merged(
        self, scores: Sequence[Score], unsure: Sequence[int], again: Sequence[Score]
    ) -> list[Score]:
        fitted = [moved(score, self.second.threshold, self.threshold) for score in again]
        replaced = dict(zip(unsure, fitted, strict=True))
        return [replaced.get(at, score) for at, score in enumerate(scores)]


def moved(score: Score, old: float, new: float) -> Score:
    """Return the score with support moved in a straight line on each side of the threshold.

    0, the old threshold and 1 become 0, the new one and 1; the other two keep their proportion.
    """
    if old == new:
        return score
    if score.supported < old:
        support = min(score.supported * new / old, math.nextafter(new, 0))
    else:
        above = (1 - score.supported) / (1 - old) if old < 1 else 0.0
        support = max(1 - above * (1 - new), new)
    rest = score.contradicted + score.neutral
    scale = (1 - support) / rest if rest else 0.0
    return score.model_copy(
        update={
            "supported": support,
            "contradicted": score.contradicted * scale,
            "neutral": score.neutral * scale,
        }
    )


def load_cascade(model: Model | None, settings: Settings, meter: Meter) -> CascadeJudge:
    """Return the cascade from the built-in judge to the model.

    Raises:
        SettingsError: there is no model that can judge, or the bounds do not fit the first judge.
    """
    second = LlmJudge(able(model, "cascade"), votes=settings.votes, agent=AGENT)
    first = load_judge("builtin")
    cascade = CascadeJudge(first, second, settings.cascade_low, settings.cascade_high, meter)
    cascade.check()
    return cascade
