"""Whether a text tells all sides where its sources answer a question differently."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundwood.errors import InputError
from groundwood.eval.values import Value, mean


@dataclass(frozen=True)
class Conflict:
    """A question that sources answer differently: its ``groups`` of answers, how many of them the
    text reports, and how many of those it attributes to their sources.

    Raises `InputError` where the numbers contradict one another.
    """

    groups: int
    reported: int
    attributed: int

    def __post_init__(self) -> None:
        if not 0 <= self.attributed <= self.reported <= self.groups or not self.groups:
            raise InputError(f"conflict: groups, reported, attributed: not in order in {self}")


@dataclass(frozen=True)
class ConflictCoverage:
    """The mean shares of answers reported, and attributed too, and the share of questions with all
    sides reported, each in [0, 1]."""

    coverage: Value
    attributed_coverage: Value
    all_sides: Value


def conflict_coverage(conflicts: Sequence[Conflict]) -> ConflictCoverage:
    """Return how completely the text reports its sources' disagreements; none where there are none.

    After Huang et al., Embrace divergence for richer insights (DiverseSumm, 2024).
    """
    reason = "the sources do not disagree"
    return ConflictCoverage(
        coverage=mean((c.reported / c.groups for c in conflicts), reason),
        attributed_coverage=mean((c.attributed / c.groups for c in conflicts), reason),
        all_sides=mean((c.reported == c.groups for c in conflicts), reason),
    )
