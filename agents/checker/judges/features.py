"""What can be compared between a claim and its evidence without understanding either."""

import re
from collections.abc import Sequence

from groundwood.agents.checker.comparing.dates import Day, days, wrong_dates
from groundwood.agents.checker.comparing.figurewords import MEASURES
from groundwood.agents.checker.comparing.names import CAPITAL, unknown_names
from groundwood.agents.checker.comparing.numbers import Figure, figures, wrong_numbers
from groundwood.agents.checker.comparing.quotes import misquoted, plain, quotations
from groundwood.agents.checker.comparing.reversals import reversal
from groundwood.agents.checker.comparing.words import negations, opposed
from groundwood.agents.checker.passages import published_at
from groundwood.agents.checker.windows import excerpt, passages
from groundwood.agents.retriever.terms import content_terms, is_stop_term, terms

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
_WORD_BEHIND = re.compile(r"[ -]\w+")
_PREPOSITION = re.compile(
    r"\b(?:after|before|between|by|during|from|in|of|on|since|till|to|until) \Z", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")


def features(evidence: Sequence[str], claim: str) -> list[float]:
    """Return the features of a pair, each in [0, 1], in the order of `FEATURES`.

    Words are compared with the best sentences of the evidence, figures and names with all of it.
    """
    whole = "\n".join(evidence)
    windows = tuple(window for text in evidence for window in passages(text))
    near = excerpt(claim, windows)
    numbers = wrong_numbers(claim, whole)
    dates = wrong_dates(claim, [(text, published_at(text)) for text in evidence])
    names = unknown_names(claim, whole)
    wanted = content_terms(claim)
    settled = _settled(claim, names, numbers, dates) - content_terms(whole)
    best = max(windows, key=lambda w: len(w.terms & wanted), default=None)
    best_text = best.text if best else whole
    known, best_terms = content_terms(near) | settled, content_terms(best_text) | settled
    sequence = [term for term in terms(claim) if not is_stop_term(term)]
    return [
        _share(wanted & best_terms, wanted),
        float(wanted <= known),
        _weighted(wanted, known),
        min(1.0, _longest_run(sequence, known) / 4),
        _order([term for term in sequence if term not in settled], near),
        _rate(len(numbers), figures(claim)),
        min(1.0, len(dates) / 2),
        min(1.0, len(names) / 3),
        _rate(len(misquoted(claim, whole)), quotations(claim)),
        float(negations(claim) % 2 != negations(best_text) % 2),
        float(opposed(plain(claim), plain(best_text)) is not None),
        float(reversal(claim, [best_text]) is not None),
        min(1.0, len(sequence) / 30),
    ]


def _settled(
    claim: str,
    unknown: Sequence[str],
    wrong: Sequence[tuple[Figure, Figure | None]],
    undated: Sequence[Day],
) -> frozenset[str]:
    """Return the terms of the names, figures and dates that comparison found in other words."""
    bad = {figure.start for figure, _ in wrong}
    told = [name for name in CAPITAL.findall(claim) if name not in unknown]
    told += [_with_preposition(claim, day) for day in days(claim) if day not in undated]
    for figure in figures(claim):
        if figure.start not in bad:
            behind = _WORD_BEHIND.match(claim, figure.start + len(figure.text))
            told += [figure.text, behind.group() if behind and figure.unit in MEASURES else ""]
    return content_terms(" ".join(told))


def _with_preposition(claim: str, day: Day) -> str:
    """Return the date with its preposition, of which words alone cannot tell whether it is right."""
    before = _PREPOSITION.search(claim[: day.start])
    return claim[before.start() if before else day.start : day.end]


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
