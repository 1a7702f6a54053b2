"""A judge that weighs features by a logistic model, with its weights as data beside the code."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Self

from groundwood.agents.checker.judges.judge import Score
from groundwood.errors import GroundwoodError

_HOME = "groundwood.agents.checker.judges"


@dataclass(frozen=True)
class Logistic:
    """Weights, bias and threshold, fitted on human-labelled pairs (``groundwood.eval.calibrate``)."""

    name: str
    version: str
    threshold: float
    bias: float
    weights: tuple[float, ...]

    @classmethod
    def load(cls, name: str, features: Sequence[str]) -> Self:
        """Return the judge of this name with the weights that ship.

        Raises:
            GroundwoodError: there are none, or they are of other features than these.
        """
        try:
            data = json.loads((files(_HOME) / f"{name}.json").read_text("utf-8"))
        except FileNotFoundError as exc:
            raise GroundwoodError(f"agents/checker/judges/{name}.json is missing") from exc
        if list(data["weights"]) != list(features):
            raise GroundwoodError(
                f"agents/checker/judges/{name}.json: its features are not the code's"
            )
        return cls(
            name=name,
            version=data["version"],
            threshold=data["threshold"],
            bias=data["bias"],
            weights=tuple(data["weights"].values()),
        )

    def weighed(self, found: Sequence[float], against: float) -> Score:
        """Return the score; ``against`` is the share of what is not supported that contradicts."""
        supported = sigmoid(
            self.bias + sum(w * f for w, f in zip(self.weights, found, strict=True))
        )
        contradicted = (1 - supported) * against
        return Score(
            supported=supported,
            contradicted=contradicted,
            neutral=max(0.0, 1 - supported - contradicted),
        )


def sigmoid(z: float) -> float:
    """Return the probability of these log-odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
