"""How well groups that were found match the groups that there are."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import comb

from groundwood.errors import InputError
from groundwood.eval.values import Value, none, share


@dataclass(frozen=True)
class Clustering:
    """How well a grouping matches the gold, of one item at least two each.

    ``rand`` is the adjusted Rand index (Hubert and Arabie 1985): 1 for the same groups, about 0 for
    groups by chance, and below. ``precision``, ``recall`` and ``f1`` are B-cubed (Bagga and Baldwin
    1998), in [0, 1]: the mean over items of how much of an item's group shares its gold group, of
    how much of its gold group shares its group, and the harmonic mean of those means.
    """

    rand: Value
    precision: Value
    recall: Value
    f1: Value


def clustering(gold: Sequence[Hashable], found: Sequence[Hashable]) -> Clustering:
    """Return how well the found labels group the items as the gold labels do.

    Raises:
        InputError: the two do not match one to one.
    """
    if len(gold) != len(found):
        raise InputError(f"{len(gold)} gold labels do not match {len(found)} found ones")
    true, said, both = Counter(gold), Counter(found), Counter(zip(gold, found, strict=True))
    reason = "nothing is grouped"
    gained = sum(n * n / said[label] for (_, label), n in both.items())
    covered = sum(n * n / true[label] for (label, _), n in both.items())
    precision, recall = share(gained, len(gold), reason), share(covered, len(gold), reason)
    return Clustering(_rand(true, said, both), precision, recall, _harmonic(precision, recall))


def _rand(
    true: Counter[Hashable], said: Counter[Hashable], both: Counter[tuple[Hashable, Hashable]]
) -> Value:
    """Return the index of pairs; two groupings that both join nothing, or both all, are the same."""
    alike, gold, found = (sum(comb(n, 2) for n in part.values()) for part in (both, true, said))
    pairs = comb(true.total(), 2)
    if not pairs:
        return none("fewer than two items have no pairs")
    chance = gold * found / pairs
    most = (gold + found) / 2
    return Value(number=1.0) if most == chance else Value(number=(alike - chance) / (most - chance))


def _harmonic(one: Value, other: Value) -> Value:
    if one.number is None or other.number is None:
        return one
    return Value(number=2 * one.number * other.number / (one.number + other.number))
