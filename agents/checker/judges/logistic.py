"""A judge that weighs features by a logistic model, with its weights as data beside the code."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Self

from groundwood.agents.checker.judges.judge import Score
from groundwood.errors import GroundwoodError

_HOME = "groundwood.agents.checker.judges"


@dataclass(frozen=True)
class Logistic:
    """Weights, bias and threshold, fitted on human-labelled pairs (``groundwood.eval.calibrate``).

    A second model, of few of the features, tells how much of what is not supported contradicts.
    """

    name: str
    version: str
    threshold: float
    support: "Weights"
    contradiction: "Weights"

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
            support=Weights.of(data, features),
            contradiction=Weights.of(data["contradiction"], features),
        )

    def weighed(self, found: Sequence[float]) -> Score:
        """Return the score of a pair with these features."""
        supported = self.support.probability(found)
        contradicted = (1 - supported) * self.contradiction.probability(found)
        return Score(
            supported=supported,
            contradicted=contradicted,
            neutral=max(0.0, 1 - supported - contradicted),
        )


@dataclass(frozen=True)
class Weights:
    """A bias and the weight of each feature, 0 where a feature takes no part."""

    bias: float
    weights: tuple[float, ...]

    @classmethod
    def of(cls, data: Mapping[str, Any], features: Sequence[str]) -> Self:
        """Return the weights of the features that the data names."""
        named = data["weights"]
        return cls(bias=data["bias"], weights=tuple(named.get(name, 0.0) for name in features))

    def probability(self, found: Sequence[float]) -> float:
        """Return the logistic model's probability, in [0, 1]."""
        z = self.bias + sum(w * f for w, f in zip(self.weights, found, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
