"""Longest common subsequences: the words that stand in two lists in the same order."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def common_length(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """Return the length of the longest common subsequence.

    Bit by bit at once: a bit of ``flat`` is 0 where the length rises at that word of ``ours`` (Hyyrö,
    Bit-parallel LCS-length computation revisited, 2004).
    """
    places: dict[str, int] = {}
    for place, word in enumerate(ours):
        places[word] = places.get(word, 0) | 1 << place
    every = flat = (1 << len(ours)) - 1
    for word in theirs:
        rises = flat & places.get(word, 0)
        flat = ((flat + rises) | (flat - rises)) & every
    return len(ours) - flat.bit_count()


def common_places(ours: Sequence[str], theirs: Sequence[str]) -> set[int]:
    """Return the places in ``ours`` of one longest common subsequence.

    Of several it is the one that rouge-score finds: read from the ends, a word of ``ours`` is let
    go before one of ``theirs`` where both cost the same.
    """
    lengths = _lengths(ours, theirs)
    places: set[int] = set()
    row, column = len(ours), len(theirs)
    while row and column:
        if ours[row - 1] == theirs[column - 1]:
            row, column = row - 1, column - 1
            places.add(row)
        elif lengths[row, column - 1] > lengths[row - 1, column]:
            column -= 1
        else:
            row -= 1
    return places


def _lengths(ours: Sequence[str], theirs: Sequence[str]) -> NDArray[np.int64]:
    """Return the lengths for each beginning of ``ours`` (rows) and of ``theirs`` (columns)."""
    lengths = np.zeros((len(ours) + 1, len(theirs) + 1), dtype=np.int64)
    numbers = {word: number for number, word in enumerate(theirs)}
    columns = np.array([numbers[word] for word in theirs], dtype=np.int64)
    for row, word in enumerate(ours):
        longer = lengths[row, :-1] + (columns == numbers.get(word, -1))
        lengths[row + 1, 1:] = np.maximum.accumulate(np.maximum(lengths[row, 1:], longer))
    return lengths
