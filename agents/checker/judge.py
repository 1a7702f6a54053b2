"""The socket for entailment judges: pairs of evidence and claim in, calibrated scores out."""

from collections.abc import Sequence
from typing import Protocol

from pydantic import Field

from groundwood.nouns import Noun


class Pair(Noun):
    """A claim, and the passages (texts) it is to be judged by."""

    evidence: tuple[str, ...] = Field(min_length=1)
    claim: str = Field(min_length=1)


class Score(Noun):
    """Probabilities in [0, 1] that the evidence supports, contradicts, or does neither; sum 1."""

    supported: float = Field(ge=0, le=1)
    contradicted: float = Field(ge=0, le=1)
    neutral: float = Field(ge=0, le=1)


class Judge(Protocol):
    """Says how well evidence entails a claim.

    A pair counts as supported when ``score.supported >= threshold``; the threshold is global,
    chosen once on development data, never per data set. ``score`` may be called from any thread;
    ``ascore`` is what the checker awaits. Both return one score a pair, in order, and raise
    `GroundwoodError` when a pair cannot be judged: a failure is never a score.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def threshold(self) -> float: ...

    def score(self, pairs: Sequence[Pair]) -> list[Score]: ...

    async def ascore(self, pairs: Sequence[Pair]) -> list[Score]: ...
