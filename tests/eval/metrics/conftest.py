"""What tests of metrics share: the cases that were worked out by hand, and a judge by a function."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from groundwood.agents.checker.judges.judge import Given, Pair, Score, as_pairs
from groundwood.errors import ModelRefused
from groundwood.eval.metrics import measures
from groundwood.eval.samples import Sample
from groundwood.eval.scoring import marked, score
from groundwood.eval.values import Value
from groundwood.eval.verdicts import VerdictBook

CASES = {
    case["id"]: case
    for case in json.loads((Path(__file__).parents[1] / "golden_metrics.json").read_text("utf-8"))[
        "cases"
    ]
}


@pytest.fixture
def golden() -> Callable[[str], tuple[Any, Any]]:
    """Return the input and the expected figures of a case by its id."""
    return lambda case: (CASES[case]["input"], CASES[case]["expected"])


Supports = Callable[[str, str], bool | None]
"""Says whether a text supports a claim; none is a failure."""
Measured = Callable[..., dict[str, Value]]


@pytest.fixture
def measure() -> Measured:
    """Return what measures a sample by a metric, its questions answered by what a test says.

    Left out, a claim is supported where the text of its sources holds it.
    """

    def measured(name: str, sample: Sample, supports: Supports | None = None) -> dict[str, Value]:
        judge = _Says(supports or (lambda claim, text: claim.rstrip(".") in text))
        with VerdictBook(Path(":memory:"), judge) as book:
            ((_, row),) = score(marked([sample]), measures([name]), book)
        return dict(row.values)

    return measured


@dataclass(frozen=True)
class _Says:
    """A judge that a test makes of one function."""

    supports: Supports
    name: str = "says"
    version: str = "1"
    threshold: float = 0.5

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        return [self._one(pair) for pair in as_pairs(pairs)]

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        return self.score(pairs)

    def _one(self, pair: Pair) -> Score:
        found = self.supports(pair.claim, " ".join(pair.evidence))
        if found is None:
            raise ModelRefused("not this one")
        return Score(supported=float(found), contradicted=0.0, neutral=1.0 - found)
