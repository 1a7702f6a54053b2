"""What can be compared between a claim and its evidence without understanding either."""

import re
from collections.abc import Sequence

from groundwood.agents.checker.dates import wrong_dates
from groundwood.agents.checker.names import unknown_names
from groundwood.agents.checker.numbers import figures, wrong_numbers
from groundwood.agents.checker.passages import published_at
from groundwood.agents.checker.quotes import misquoted, plain, quotations
from groundwood.agents.checker.reversals import reversal
from groundwood.agents.checker.windows import content, excerpt, passages
from groundwood.agents.checker.words import negations, opposed
from groundwood.agents.retriever.terms import is_stop_term, terms

FEATURES = (
    "best sentence",
    "all covered",
    "weighted coverage",
    "unseen run",
    "order",
    "new numbers",
    "new dates",
    "new names",
    "new quotations",
    "negation differs",
    "opposite word",
    "reversal",
    "length",
)
_DIGIT = re.compile(r"\d")


def features(evidence: Sequence[str], claim: str) -> list[float]:
    """Return the features of a pair, each in [0, 1], in the order of `FEATURES`.

    Words are compared with the best sentences of the evidence, figures and names with all of it.
    """
    whole = "\n".join(evidence)
    windows = tuple(window for text in evidence for window in passages(text))
    near = excerpt(claim, windows)
    wanted, known = content(claim), content(near)
    best = max(windows, key=lambda w: len(w.terms & wanted), default=None)
    best_text, best_terms = (best.text, best.terms) if best else (whole, known)
    sequence = [term for term in terms(claim) if not is_stop_term(term)]
    told = figures(claim)
    return [
        _share(wanted & best_terms, wanted),
        float(wanted <= known),
        _weighted(wanted, known),
        min(1.0, _longest_run(sequence, known) / 4),
        _order(sequence, near),
        _rate(len(wrong_numbers(claim, whole)), told),
        min(1.0, len(wrong_dates(claim, whole, published_at(evidence[0]))) / 2),
        min(1.0, len(unknown_names(claim, whole)) / 3),
        _rate(len(misquoted(claim, whole)), quotations(claim)),
        float(negations(claim) % 2 != negations(best_text) % 2),
        float(opposed(plain(claim), plain(best_text)) is not None),
        float(reversal(claim, [best_text]) is not None),
        min(1.0, len(sequence) / 30),
    ]


def _longest_run(sequence: Sequence[str], known: frozenset[str]) -> int:
    """The longest row of the claim's words that the evidence lacks."""
    longest = run = 0
    for term in sequence:
        run = 0 if term in known else run + 1
        longest = max(longest, run)
    return longest


def _share(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part) / len(whole) if whole else 0.0


def _weighted(wanted: frozenset[str], known: frozenset[str]) -> float:
    """Coverage in which long words and figures count more, as rare ones would."""
    weights = {term: 3.0 if _DIGIT.search(term) else min(2.0, len(term) / 4) for term in wanted}
    total = sum(weights.values())
    return sum(weights[term] for term in wanted & known) / total if total else 0.0


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
