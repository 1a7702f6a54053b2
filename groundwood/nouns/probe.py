"""What a story's own checker made of known-false variants of the story's own sentences."""

from typing import Literal, Self

from pydantic import Field, model_validator

from groundwood.nouns.base import Noun


class ProbedKind(Noun):
    """How many false variants of one kind were tried, and how many of them were refused."""

    kind: str
    tried: int = Field(ge=1)
    detected: int = Field(ge=0)

    @model_validator(mode="after")
    def _detect_no_more_than_tried(self) -> Self:
        if self.detected > self.tried:
            raise ValueError(f"{self.detected} of {self.tried} cannot be detected")
        return self


class Miss(Noun):
    """A false variant that the checker let pass.

    ``paragraph`` and ``sentence`` are the zero-based place of the true sentence in the story;
    ``new`` stands in it for ``old``, both empty where its structure was changed;
    ``finding`` and ``score`` are what the checker said of the false one.
    """

    kind: str
    paragraph: int = Field(ge=0)
    sentence: int = Field(ge=0)
    text: str
    old: str = ""
    new: str = ""
    finding: Literal["supported", "conflicting"]
    score: float | None = Field(default=None, ge=0, le=1)


class Probe(Noun):
    """The detection rate of the checker on this very story, or the reason why there is none.

    ``rate`` is the detected share of all variants tried, in [0, 1]; ``low`` and ``high`` bound it
    with 95 % confidence (Wilson's score interval). All three are none, and ``reason`` says why,
    where nothing was measured. Of the ``unaltered`` sentences of the story the checker refused
    ``refused``. ``limit`` is the share of misses from above which the story is marked.
    """

    kinds: tuple[ProbedKind, ...] = ()
    misses: tuple[Miss, ...] = ()
    rate: float | None = Field(default=None, ge=0, le=1)
    low: float | None = Field(default=None, ge=0, le=1)
    high: float | None = Field(default=None, ge=0, le=1)
    reason: str = ""
    unaltered: int = Field(default=0, ge=0)
    refused: int = Field(default=0, ge=0)
    limit: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _hold_a_rate_or_a_reason(self) -> Self:
        if (self.rate is None) != (not self.kinds) or (self.rate is None) != bool(self.reason):
            raise ValueError("a probe has kinds and a rate, or neither and a reason")
        return self

    @property
    def tried(self) -> int:
        """All variants that were checked."""
        return sum(kind.tried for kind in self.kinds)

    @property
    def detected(self) -> int:
        """The variants that the checker refused."""
        return sum(kind.detected for kind in self.kinds)

    @property
    def is_weak(self) -> bool:
        """Whether the checker missed more than the limit allows; no rate is not weak."""
        return self.rate is not None and self.tried - self.detected > self.limit * self.tried
