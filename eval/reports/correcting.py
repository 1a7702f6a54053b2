"""How many sentences are supported, as the judge says, and corrected for its known error."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from groundwood.eval.reports.walk import Judged
from groundwood.eval.scoring import Scored
from groundwood.eval.statistics.confusion import Confusion
from groundwood.eval.statistics.correction import Corrected, corrected_interval, rogan_gladen
from groundwood.eval.statistics.intervals import Bootstrap, Interval


@dataclass(frozen=True)
class Rate:
    """A share of the cited sentences, in [0, 1]: as the judge says, and corrected."""

    system: str
    event: str
    sentences: int
    said: float
    interval: Interval
    corrected: Corrected
    corrected_interval: Interval


@dataclass
class Said:
    """What the judge says of the sentences that validly cite a source: one answer each.

    Only these rates can be corrected by its card, which measures one answer on one claim; a fate
    rests on two. Sentences on which the judge failed are left out.
    """

    _said: dict[str, list[bool]] = field(default_factory=dict)
    _groups: dict[str, list[str]] = field(default_factory=dict)

    def add(self, story: Scored, sentences: Sequence[Judged]) -> None:
        """Add the sentences of one sample."""
        system, group = story.sample.system, story.sample.group
        said = [one.is_supported for one in sentences if one.is_supported is not None]
        self._said.setdefault(system, []).extend(said)
        self._groups.setdefault(system, []).extend([group] * len(said))

    def rates(self, judge: Confusion) -> list[Rate]:
        """Return the rates of each system that has such sentences; support is positive in ``judge``."""
        return [
            rate
            for system, said in self._said.items()
            if said
            for rate in _rates(system, said, self._groups[system], judge)
        ]


def _rates(
    system: str, said: Sequence[bool], groups: Sequence[str], judge: Confusion
) -> tuple[Rate, Rate]:
    refused = [not one for one in said]
    return (
        _rate(system, "supported by what they cite", said, groups, judge),
        _rate(system, "not supported by what they cite", refused, groups, judge.swapped),
    )


def _rate(
    system: str, event: str, said: Sequence[bool], groups: Sequence[str], judge: Confusion
) -> Rate:
    rate = sum(said) / len(said)
    found, missed = judge.sensitivity, judge.specificity
    return Rate(
        system=system,
        event=event,
        sentences=len(said),
        said=rate,
        interval=Bootstrap().of_mean([float(one) for one in said], groups),
        corrected=rogan_gladen(rate, found.number or 0.0, missed.number or 0.0),
        corrected_interval=corrected_interval(said, judge, groups),
    )
