"""What the two stages learn from: how many pairs of each set, and how the training runs."""

from dataclasses import dataclass

from groundwood.eval.training.corpus import Example

SEED = 7


@dataclass(frozen=True)
class Stage:
    """How often the examples are gone through, at which highest rate."""

    rate: float
    epochs: int = 1


ENTAILMENT_STAGE = Stage(rate=1e-4, epochs=2)
NEWS_STAGE = Stage(rate=6e-5)
ENTAILMENT = {
    "vitamincreal": 34_000,
    "vitamincsynthetic": 9_000,
    "fevernli": 8_000,
    "feverdev": 5_000,
    "feversymmetric": 1_100,
    "feveradversarial": 800,
    "mnli": 16_000,
    "snli": 7_000,
    "breakingnli": 2_200,
    "med": 3_500,
    "cg2cdoc": 2_060,
}
"""The first stage: short pairs of natural language inference and fact verification."""
NEWS = {
    "realsummscu": 8_000,
    "cadnli": 1_500,
    "conjnli": 400,
    "conjnliadv": 1_500,
    "defacto": 1_000,
    "defactofix": 700,
    "fibsynthetic": 1_400,
    "cg2cdoc": 2_060,
    "vitamincreal": 14_000,
    "vitamincsynthetic": 2_000,
    "mnli": 8_000,
    "snli": 2_000,
    "fevernli": 3_000,
    "feverdev": 2_000,
    "feversymmetric": 800,
    "med": 1_500,
}
"""The second stage: claims about news, and some of the first stage so that it is not forgotten."""
NEWS_TEXTS = 1_200
"""So many free articles give two sentences each to the second stage."""
GRAMMAR = 8_000
"""So many minimal pairs of a small grammar take part in the second stage."""
HELD_OUT = 50
"""One document in so many is kept out of training, with all that is made of it, to watch by."""


def parted(examples: list[Example]) -> tuple[list[Example], list[Example]]:
    """Return the examples to learn from, and up to 1,500 of those held out."""
    kept = [e for e in examples if e.document % HELD_OUT]
    return kept, [e for e in examples if not e.document % HELD_OUT][:1500]
