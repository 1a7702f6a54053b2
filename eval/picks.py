"""Picks that never change: numbers that depend on a text alone, for samples and folds; and parts."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from groundwood.eval.pairs import LabelledPair

T = TypeVar("T")


def digest(text: str) -> int:
    """Return a number of 64 bits that depends on the text alone."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "big")


def sample(pairs: Sequence[LabelledPair], most: int) -> list[LabelledPair]:
    """Return at most so many of the pairs, always the same ones."""
    return sorted(pairs, key=lambda pair: digest(pair.claim + pair.document))[:most]


def parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of so many, the last one shorter."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part
