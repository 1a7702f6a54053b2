"""Whether a text tells all sides where its sources answer a question differently."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundwood.errors import InputError
from groundwood.eval.asking import Asks, Question
from groundwood.eval.metrics.gold import Rows, objects, rows, texts
from groundwood.eval.scoring import BODY, Scored, Values, told
from groundwood.eval.values import Value, mean, none

_NAMES = ("conflict_coverage", "attributed_conflict_coverage", "all_sides_told")


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


def measured(story: Scored) -> Asks[Values]:
    """Return whether a sample tells all sides of the ``conflicts`` that its gold lists.

    A conflict has ``answers`` with ``text`` and the ids of their ``sources``. One is reported where
    the text supports it, and attributed where the sentences do that cite one of its sources.
    """
    found = []
    for row in rows(story.sample, "conflicts"):
        answers = [one for one in objects(row.get("answers")) if texts([one.get("text")])]
        if answers:
            found.append((yield from _told(answers, story)))
    if not found:
        return dict.fromkeys(_NAMES, none("the sample lists no conflicts of its sources"))
    low = conflict_coverage([one for one, _ in found])
    high = conflict_coverage([one for _, one in found])
    values = (
        _between(low.coverage, high.coverage),
        _between(low.attributed_coverage, high.attributed_coverage),
        _between(low.all_sides, high.all_sides),
    )
    return dict(zip(_NAMES, values, strict=True))


def _told(answers: Rows, story: Scored) -> Asks[tuple[Conflict, Conflict]]:
    """Return a conflict with the failures of the judge counted against the text, and for it."""
    counts = {False: [0, 0], True: [0, 0]}
    for one in answers:
        text, sources = str(one["text"]), set(texts(one.get("sources")))
        by = [s.text for s in story.marking.sentences if sources.intersection(s.sources)]
        reported = (yield Question(text, (BODY,))).supported if story.prose else False
        attributed = (yield Question(text, (told(" ".join(by)),))).supported if by else False
        for failed, count in counts.items():
            is_reported = failed if reported is None else reported
            is_attributed = is_reported and (failed if attributed is None else attributed)
            count[0] += is_reported
            count[1] += is_attributed
    low, high = (Conflict(len(answers), *count) for count in counts.values())
    return low, high


def _between(low: Value, high: Value) -> Value:
    if low == high:
        return low
    reason = "the judge failed on some answers"
    return Value(number=None, reason=reason, low=low.number, high=high.number)


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
