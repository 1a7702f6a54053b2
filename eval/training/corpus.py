"""The labelled pairs that the built-in judge learns from: which sets, how many, how balanced.

Only sets whose licence allows it take part; each is named here with its licence. Labels are those
of natural language inference: 0 supports, 1 contradicts, 2 neither; a pair that its annotators only
called "not supported" has `REFUSED`, and the loss asks for the sum of the last two.
"""

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from groundwood.errors import InputError
from groundwood.eval.picks import digest

SUPPORTS, CONTRADICTS, NEITHER, REFUSED = range(4)
_LABELS = {"supported": SUPPORTS, "refuted": CONTRADICTS, "nei": NEITHER, "unrelated": NEITHER}


LICENCES = {
    "breakingnli": "CC BY-SA 4.0",
    "cadnli": "Apache-2.0",
    "cg2cdoc": "Apache-2.0",
    "conjnli": "MIT",
    "conjnliadv": "MIT",
    "defacto": "MIT",
    "defactofix": "MIT",
    "feveradversarial": "CC BY-SA 3.0",
    "feverdev": "CC BY-SA 3.0",
    "fevernli": "CC BY-SA 3.0",
    "feversymmetric": "CC BY-SA 3.0",
    "fibsynthetic": "CC BY 4.0",
    "med": "Apache-2.0",
    "mnli": "OANC, MIT, CC BY 3.0 and CC BY-SA 3.0 by genre",
    "realsummscu": "CC BY 4.0",
    "snli": "CC BY-SA 4.0",
    "vitamincreal": "CC BY-SA 3.0",
    "vitamincsynthetic": "CC BY-SA 3.0",
}
"""The sets that may be learnt from, each with the licence that its publishers give it."""
MOST_OF_ONE_LABEL = 0.6
"""The largest share of a set that one side, supported or not, may have."""


@dataclass(frozen=True)
class Example:
    """A claim, its evidence, the label, and the set that it came from.

    ``document`` is the digest of the text that the evidence was first taken from: what is made of
    one document is held out together.
    """

    claim: str
    evidence: str
    label: int
    dataset: str
    document: int


def read_pool(file: Path) -> dict[str, list[Example]]:
    """Return the examples of the pool by set, those of `LICENCES` only.

    Raises:
        InputError: a line is not a labelled pair; it is named.
    """
    found: dict[str, list[Example]] = defaultdict(list)
    for example in _examples(file):
        if example.dataset in LICENCES:
            found[example.dataset].append(example)
    return dict(found)


def balanced(pool: dict[str, list[Example]], counts: dict[str, int], seed: int) -> list[Example]:
    """Return examples of the sets in ``counts``: at most so many, neither side over its share."""
    picked = []
    for name, most in sorted(counts.items()):
        examples = pool.get(name, [])
        shuffled = sorted(examples, key=lambda e: digest(f"{seed}/{e.claim}/{e.evidence}"))
        picked += _balanced(shuffled, most)
    random.Random(seed).shuffle(picked)
    return picked


def _balanced(examples: list[Example], most: int) -> list[Example]:
    sides = [[e for e in examples if (e.label == SUPPORTS) is side] for side in (True, False)]
    small = min(sides, key=len)
    if not small:
        return examples[:most]
    limit = int(len(small) * MOST_OF_ONE_LABEL / (1 - MOST_OF_ONE_LABEL))
    half = max(most - len(small), most // 2)
    return [e for side in sides for e in side[: min(limit, half)]]


def _examples(file: Path) -> Iterator[Example]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                label = _label(row["label"], row.get("label3"))
                text = _plain(_joined(row["evidence"]))
                yield Example(_plain(row["claim"]), text, label, row["dataset"], digest(text))
            except (ValueError, KeyError, TypeError) as exc:
                raise InputError(f"{file.name}:{number}: not a labelled pair: {exc}") from exc


def _label(label: int, finer: str | None) -> int:
    if label == 1:
        return SUPPORTS
    return _LABELS.get(finer or "", REFUSED)


def _joined(evidence: str | Iterable[str]) -> str:
    return evidence if isinstance(evidence, str) else " ".join(evidence)


def _plain(text: str) -> str:
    """Return the text without the spaces of tokenised corpora, which give the corpus away."""
    for mark in ",.;:!?)]%'":
        text = text.replace(f" {mark}", mark)
    return " ".join(text.replace("( ", "(").replace("[ ", "[").replace("``", '"').split())
