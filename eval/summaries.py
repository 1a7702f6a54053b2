"""From the values of single samples to those of a system, and from two systems to their difference."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import Field

from groundwood.eval.metrics.tally import bounds
from groundwood.eval.scoring import Row
from groundwood.eval.shortcuts import PREFIX
from groundwood.eval.statistics.intervals import Bootstrap, Interval
from groundwood.eval.statistics.multiplicity import holm
from groundwood.eval.statistics.paired import permutation_test
from groundwood.eval.values import Value
from groundwood.nouns import Noun


class Summary(Noun):
    """One metric of one system: the mean of its samples, each counting the same.

    ``number`` is the mean of the ``measured`` samples that have a value; it is none where no sample
    has one. ``missing`` counts the others by the reason that they give. ``low`` and ``high`` are
    the means with every failure of the judge counted against the system and for it, samples
    included on which it failed altogether; none where there was no failure.
    """

    system: str
    metric: str
    number: float | None
    interval: Interval
    measured: int = Field(ge=0)
    samples: int = Field(ge=0)
    missing: dict[str, int] = Field(default_factory=dict)
    low: float | None = None
    high: float | None = None


class Difference(Noun):
    """How much a system differs from another on the samples that both have a value of.

    ``number`` is the mean of ``system - baseline``. ``p`` is that of the paired permutation test,
    ``corrected`` after Holm over all differences that are told together; both are none where there
    are too few groups to tell.
    """

    baseline: str
    system: str
    metric: str
    number: float | None
    interval: Interval
    p: float | None
    corrected: float | None = None
    samples: int = Field(ge=0)


@dataclass
class _Column:
    """The values of one metric of one system, of many samples."""

    numbers: list[float] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    samples: list[str] = field(default_factory=list)
    missing: Counter[str] = field(default_factory=Counter)

    def add(self, sample: str, group: str, value: Value) -> None:
        ends = bounds(value)
        if ends:
            self.lows.append(ends[0])
            self.highs.append(ends[1])
        if value.number is None:
            self.missing[value.reason] += 1
            return
        self.numbers.append(value.number)
        self.groups.append(group)
        self.samples.append(sample)


Columns = Mapping[tuple[str, str], _Column]


class Table:
    """The values of many samples by system and metric; only numbers are kept in memory."""

    def __init__(self, rows: Iterable[Row], bootstrap: Bootstrap | None = None) -> None:
        self.bootstrap = bootstrap or Bootstrap()
        self._columns: dict[tuple[str, str], _Column] = {}
        self._summaries: dict[tuple[str, str], Summary] = {}
        for row in rows:
            for name, value in row.values.items():
                column = self._columns.setdefault((row.system, name), _Column())
                column.add(row.sample, row.group, value)

    @property
    def systems(self) -> tuple[str, ...]:
        """The systems, in the order in which they came, the shortcuts last."""
        found = dict.fromkeys(system for system, _ in self._columns)
        return tuple(sorted(found, key=lambda system: system.startswith(PREFIX)))

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics, in the order in which they came."""
        return tuple(dict.fromkeys(metric for _, metric in self._columns))

    def summary(self, system: str, metric: str) -> Summary:
        """Return the summary of a metric of a system, which is made once."""
        key = (system, metric)
        if key not in self._summaries:
            self._summaries[key] = self._summary(system, metric)
        return self._summaries[key]

    def _summary(self, system: str, metric: str) -> Summary:
        column = self._columns.get((system, metric), _Column())
        count = len(column.numbers)
        has_failures = column.lows != column.highs
        return Summary(
            system=system,
            metric=metric,
            number=_mean(column.numbers),
            interval=self.bootstrap.of_mean(column.numbers, column.groups),
            measured=count,
            samples=count + column.missing.total(),
            missing=dict(column.missing.most_common()),
            low=_mean(column.lows) if has_failures else None,
            high=_mean(column.highs) if has_failures else None,
        )

    def summaries(self) -> list[Summary]:
        """Return the summaries of all metrics of all systems."""
        return [self.summary(*key) for key in self._columns]

    def differences(
        self, baseline: str, systems: Sequence[str], metrics: Sequence[str]
    ) -> list[Difference]:
        """Return how the systems differ from the baseline, with p-values corrected together."""
        found = [self._difference(baseline, s, m) for m in metrics for s in systems]
        corrected = iter(holm([each.p for each in found if each.p is not None]))
        return [
            each.model_copy(update={"corrected": None if each.p is None else next(corrected)})
            for each in found
        ]

    def paired(
        self, baseline: str, system: str, metric: str
    ) -> tuple[list[float], list[float], list[str]]:
        """Return the numbers of both, and the groups, of the samples that both have."""
        first = self._columns.get((baseline, metric), _Column())
        second = self._columns.get((system, metric), _Column())
        theirs = dict(zip(first.samples, first.numbers, strict=True))
        rows = [
            (theirs[sample], number, group)
            for sample, number, group in zip(
                second.samples, second.numbers, second.groups, strict=True
            )
            if sample in theirs
        ]
        return [r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows]

    def _difference(self, baseline: str, system: str, metric: str) -> Difference:
        a, b, groups = self.paired(baseline, system, metric)
        test = permutation_test(a, b, groups)
        return Difference(
            baseline=baseline,
            system=system,
            metric=metric,
            number=test.difference,
            interval=self.bootstrap.of_difference(a, b, groups),
            p=test.p,
            samples=len(a),
        )


def _mean(numbers: Sequence[float]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None
