"""What can be compared between a claim and its evidence without understanding either."""

import re
from collections.abc import Sequence
from itertools import pairwise

from groundwood.agents.checker.dates import wrong_dates
from groundwood.agents.checker.names import unknown_names
from groundwood.agents.checker.numbers import figures, wrong_numbers
from groundwood.agents.checker.quotes import misquoted, plain, quotations
from groundwood.agents.checker.windows import content
from groundwood.agents.checker.words import negations, opposed
from groundwood.agents.retriever.terms import is_stop_term, terms
from groundwood.text.sentences import sentences

FEATURES = (
    "coverage",
    "best sentence",
    "best two",
    "weighted coverage",
    "pairs",
    "order",
    "new numbers",
    "new names",
    "new quotations",
    "negation differs",
    "opposite word",
    "length",
)
_DIGIT = re.compile(r"\d")


def features(evidence: Sequence[str], claim: str) -> list[float]:
    """Return the features of a pair, each in [0, 1], in the order of `FEATURES`."""
    whole = "\n".join(evidence)
    wanted = content(claim)
    units = [s for text in evidence for s in sentences(text)] or list(evidence)
    ranked = sorted(units, key=lambda s: -len(content(s) & wanted))[:3]
    best = ranked[0]
    sequence = [term for term in terms(claim) if not is_stop_term(term)]
    known = content(whole)
    near = " ".join(ranked[:2])
    return [
        _share(wanted & known, wanted),
        _share(wanted & content(best), wanted),
        _share(wanted & content(near), wanted),
        _weighted(wanted, known),
        _pairs(sequence, near),
        _order(sequence, near),
        _rate(
            len(wrong_numbers(claim, whole)) + len(wrong_dates(claim, whole, None)), figures(claim)
        ),
        min(1.0, len(unknown_names(claim, whole)) / 3),
        _rate(len(misquoted(claim, whole)), quotations(claim)),
        float(negations(claim) % 2 != negations(best) % 2),
        float(opposed(plain(claim), plain(best)) is not None),
        min(1.0, len(sequence) / 30),
    ]


def _share(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part) / len(whole) if whole else 0.0


def _weighted(wanted: frozenset[str], known: frozenset[str]) -> float:
    """Coverage in which long words and figures count more, as rare ones would."""
    weights = {term: 3.0 if _DIGIT.search(term) else min(2.0, len(term) / 4) for term in wanted}
    total = sum(weights.values())
    return sum(weights[term] for term in wanted & known) / total if total else 0.0


def _pairs(sequence: list[str], near: str) -> float:
    there = [term for term in terms(near) if not is_stop_term(term)]
    known = set(pairwise(there))
    pairs = list(pairwise(sequence))
    return sum(pair in known for pair in pairs) / len(pairs) if pairs else 0.0


def _order(sequence: list[str], near: str) -> float:
    """The longest common subsequence of content terms, as a share of the claim's."""
    there = [term for term in terms(near) if not is_stop_term(term)][:120]
    row = [0] * (len(there) + 1)
    for term in sequence[:80]:
        corner = 0
        for i, other in enumerate(there, 1):
            corner, row[i] = row[i], corner + 1 if term == other else max(row[i], row[i - 1])
    return row[-1] / len(sequence) if sequence else 0.0


def _rate(wrong: int, all_: Sequence[object]) -> float:
    return min(1.0, wrong / max(1, len(all_)))
