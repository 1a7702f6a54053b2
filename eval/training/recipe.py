"""What the two stages learn from: how many pairs of each set, and how the training runs."""

from groundwood.eval.training.corpus import Example, digest

SEED = 7
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
ENTAILMENT_RATE = 1e-4
ENTAILMENT_STEPS = 2000
"""The first stage stops here, before its rate has fallen: the second stage's rate falls for both."""
NEWS = {
    "realsummscu": 8_000,
    "cadnli": 1_500,
    "conjnli": 400,
    "conjnliadv": 1_500,
    "defacto": 1_000,
    "defactofix": 700,
    "fibsynthetic": 1_400,
    "cg2cdoc": 2_060,
    "vitamincreal": 3_000,
    "mnli": 2_000,
    "fevernli": 1_000,
    "med": 500,
}
"""The second stage: claims about news, and some of the first stage so that it is not forgotten."""
NEWS_TEXTS = 1_200
"""So many free articles give two sentences each to the second stage."""
NEWS_RATE = 6e-5
HELD_OUT = 50
"""One text in so many is kept out of training, with all its claims, to watch the training by."""


def parted(examples: list[Example]) -> tuple[list[Example], list[Example]]:
    """Return the examples to learn from, and up to 1,500 of the texts held out."""
    kept = [e for e in examples if digest(e.evidence) % HELD_OUT]
    return kept, [e for e in examples if not digest(e.evidence) % HELD_OUT][:1500]
