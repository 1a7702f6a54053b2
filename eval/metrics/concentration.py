"""How widely a text draws on its sources, or how much it relies on one."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundwood.errors import InputError
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, none, share


@dataclass(frozen=True)
class Concentration:
    """How citations spread over the sources that could be cited.

    ``entropy`` is in nats, 0 and up; ``effective_sources`` is how many equally cited sources would
    have that entropy, 1 and up; ``normalised_entropy`` is its share of the highest possible. ``hhi``
    is the chance that two citations are of one source, ``top_share`` the share of the most cited,
    ``source_coverage`` that of the sources cited at all, ``gini`` how unequally they are cited, each
    in [0, 1].
    """

    entropy: Value
    effective_sources: Value
    normalised_entropy: Value
    hhi: Value
    top_share: Value
    source_coverage: Value
    gini: Value


def measured(story: Scored) -> Values:
    """Return how a sample's citations spread over the sources that it was given."""
    counts = dict.fromkeys(story.given, 0)
    for sentence in story.marking.sentences:
        for source in sentence.sources:
            counts[source] += 1
    spread = concentration(counts)
    return {
        "cited_sources": spread.source_coverage,
        "effective_sources": spread.effective_sources,
        "top_source_share": spread.top_share,
    }


def concentration(citations: Mapping[str, int]) -> Concentration:
    """Return how the citations spread; ``citations`` counts those of each source, also where 0.

    Entropy after Shannon (1948), its exponential after Jost, Entropy and diversity (2006), the
    Herfindahl-Hirschman index after Hirschman (1945), the coefficient after Gini (1912).

    Raises:
        InputError: a count is below 0; its source is named.
    """
    counts = np.array([_count(*entry) for entry in citations.items()], dtype=float)
    coverage = share(int((counts > 0).sum()), len(counts), "there are no sources")
    if not counts.sum():
        nothing = none("nothing is cited")
        return Concentration(nothing, nothing, nothing, nothing, nothing, coverage, nothing)
    shares = counts / counts.sum()
    entropy = _entropy(shares)
    return Concentration(
        entropy=Value(number=entropy),
        effective_sources=Value(number=float(np.exp(entropy))),
        normalised_entropy=share(entropy, float(np.log(len(shares))), "there is only one source"),
        hhi=Value(number=float((shares**2).sum())),
        top_share=Value(number=float(shares.max())),
        source_coverage=coverage,
        gini=Value(number=_gini(shares)),
    )


def _count(source: str, count: int) -> int:
    if count < 0:
        raise InputError(f"citations of {source}: {count} is below 0")
    return count


def _entropy(shares: NDArray[np.float64]) -> float:
    cited = shares[shares > 0]
    return abs(float((cited * np.log(cited)).sum()))


def _gini(shares: NDArray[np.float64]) -> float:
    """Return the mean difference of two shares over twice the mean share, from sorted shares."""
    size = len(shares)
    weights = 2 * np.arange(1, size + 1) - size - 1
    return float((weights * np.sort(shares)).sum() / size)
