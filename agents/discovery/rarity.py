"""How rare words are: in news at large, and among the articles at hand."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 17
"""How many numbers words are hashed to."""
WEIGHT = 1_500
"""For how many articles the table of news at large counts beside the articles at hand."""

TABLE = Path(__file__).with_name("rarity.npz")


@cache
def _shares() -> NDArray[np.float64]:
    """Return for each bucket the share of articles at large that hold one of its words."""
    with np.load(TABLE) as table:
        return np.asarray(table["shares"] / table["scale"], dtype=np.float64)


def rarity(holding: NDArray[Any], articles: int) -> NDArray[np.float64]:
    """Return each bucket's inverse document frequency, of news at large and the articles at hand.

    ``holding`` counts the articles at hand that hold a word of the bucket. ln((1 + N) / (0.5 + n)),
    at least 0.
    """
    known = holding + WEIGHT * _shares()
    return np.maximum(np.log((1 + articles + WEIGHT) / (0.5 + known)), 0.0)
