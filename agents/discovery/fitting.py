"""What the weights of the likeness are fitted on."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundwood.agents.discovery.likeness import features
from groundwood.agents.discovery.vectors import Vectors, rarity_among
from groundwood.agents.discovery.weights import Weighed
from groundwood.nouns import Article


def cosines(articles: Sequence[Article]) -> NDArray[Any]:
    """Return for each two articles what the likeness weighs, of shape (articles, articles, 3)."""
    vectors = Vectors.of(articles)
    weighed = Weighed.of(vectors, rarity_among(vectors))
    return np.stack(features(weighed, weighed), axis=-1)
