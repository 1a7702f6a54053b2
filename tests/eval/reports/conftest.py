"""A scored run of two systems on three samples, in which every kind of sentence occurs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from groundwood.agents.checker.judges.judge import Given, Pair, Score, as_pairs
from groundwood.eval.harness import score_samples
from groundwood.eval.meta import JudgeCard, SetCard
from groundwood.eval.runs import Run
from groundwood.eval.samples import Sample, Source
from groundwood.eval.statistics.confusion import Confusion
from groundwood.eval.statistics.intervals import Interval
from groundwood.eval.values import Value
from groundwood.nouns import ProbedKind, Usage

DAM = Source(
    id="dam",
    text="The dam held all night. It rained.\n\nNobody was hurt. Forty people were led away.",
    title="Dam <holds>",
    url="https://sample.invalid/dam",
    outlet="Courier",
)
MAYOR = Source(
    id="mayor",
    text="The mayor resigned at noon. Denied: The dam broke.",
    title="Mayor resigns",
    url="javascript:alert(1)",
)
ROADS = Source(id="roads", text="The road is open. Denied: Nobody was hurt.")
FLOOD = (
    "The dam held all night [dam]. The mayor resigned at noon [dam]. The dam broke [mayor]. "
    "Ten <script>alert(1)</script> people died [dam]. The road is open."
)
METRICS = ("citations", "waterfall", "validity", "concentration", "cost")


@dataclass
class Reader:
    """Supports what stands in the evidence and is not denied there, and counts what it is asked."""

    name: str = "reader"
    version: str = "1"
    threshold: float = 0.5
    asked: list[Pair] = field(default_factory=list)

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        asked = as_pairs(pairs)
        self.asked += asked
        return [self._one(" ".join(pair.evidence), pair.claim) for pair in asked]

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        return self.score(pairs)

    def _one(self, evidence: str, claim: str) -> Score:
        denial = f"Denied: {claim}"
        supported = 0.9 if claim in evidence.replace(denial, "") else 0.1
        contradicted = 0.85 if denial in evidence and supported < self.threshold else 0.0
        return Score(
            supported=supported, contradicted=contradicted, neutral=1 - supported - contradicted
        )


Samples = Callable[..., Iterator[Sample]]


def written(systems: tuple[str, ...] = ("alpha", "beta"), **changed: Any) -> Iterator[Sample]:
    """Yield the samples of the systems; of alpha the texts have faults, of beta they have not."""
    texts = {
        "flood": (FLOOD, "The dam held all night [dam]. The mayor resigned at noon [mayor]."),
        "hurt": ("Nobody was hurt [dam].", "Forty people were led away [dam]."),
        "none": ("", "The road is open [roads]."),
    }
    for key, text in texts.items():
        for system in systems:
            is_beta = system == "beta"
            cost = 0.02 if is_beta else None
            fields = {
                "id": key,
                "text": text[is_beta],
                "sources": (DAM,) if key == "none" and not is_beta else (DAM, MAYOR, ROADS),
                "question": f"What of {key}?",
                "system": system,
                "tags": ("flood",) if key == "flood" else (),
                "usage": {"writer": Usage(calls=2, tokens_in=100, tokens_out=10, cost=cost)},
                "seconds": 2.0 + is_beta,
            }
            yield Sample(**(fields | changed))


@pytest.fixture
def samples() -> Samples:
    """Return what yields the samples."""
    return written


@pytest.fixture
def scored(tmp_path: Path) -> Callable[..., Run]:
    """Return what scores samples into a run of a name."""

    def score(name: str, *given: Sample, metrics: tuple[str, ...] = METRICS) -> Run:
        return score_samples(given, tmp_path / name, Reader(), metrics=metrics)

    return score


@pytest.fixture
def run(scored: Callable[..., Run]) -> Run:
    """The run of both systems."""
    return scored("run", *written())


@pytest.fixture
def card() -> Callable[..., JudgeCard]:
    """Return what makes a card of the judge in a version, and with a lower bound."""

    def made(version: str = "1", low: float = 0.7) -> JudgeCard:
        confusion = Confusion(tp=80, fn=20, tn=90, fp=10)
        ends = Interval(low=low, high=0.9, level=0.95, rows=200, groups=100, method="any")
        news = SetCard(
            name="news",
            pairs=200,
            documents=100,
            confusion=confusion,
            balanced_accuracy=confusion.balanced_accuracy,
            interval=ends,
            kappa=confusion.kappa,
            bias=Value(number=-0.05),
            calibration_error=0.1,
        )
        return JudgeCard(
            judge="reader",
            version=version,
            threshold=0.5,
            balanced_accuracy=confusion.balanced_accuracy,
            interval=ends,
            sets=(news,),
            mutations=(ProbedKind(kind="number", tried=4, detected=3),),
        )

    return made
