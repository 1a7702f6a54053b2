"""The numbers of a report: its metrics in families, with the shortcuts set apart, and differences."""

import importlib
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from groundwood.eval.asking import Answer, settled
from groundwood.eval.marking import Marking
from groundwood.eval.metrics import METRICS, measures
from groundwood.eval.reports.words import Cell, cell
from groundwood.eval.samples import Sample
from groundwood.eval.scoring import Scored
from groundwood.eval.shortcuts import PREFIX
from groundwood.eval.summaries import Difference, Summary, Table

MAIN = (
    "faithful_share",
    "citation_recall",
    "citation_precision",
    "uncited_sentences",
    "hallucinated_citations",
)
"""What a reader looks for first."""
COVERAGE = (
    "nugget_coverage",
    "insight_coverage",
    "relevant_sources_cited",
    "cited_sources",
    "citation_recall",
)
"""What can tell how much of the sources a text takes up, the best first."""


@dataclass(frozen=True)
class Line:
    """One system in a table: of how many samples, and one cell a metric."""

    system: str
    samples: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """A table of metrics: the systems, and set apart the shortcuts."""

    name: str
    what: str
    metrics: tuple[str, ...]
    systems: tuple[Line, ...]
    shortcuts: tuple[Line, ...]


@dataclass(frozen=True)
class Missing:
    """Samples of a system that have no value of some metrics, by the reason that they give."""

    system: str
    metrics: tuple[str, ...]
    reasons: dict[str, int]


class Figures:
    """The summaries of a run, each made once."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.all = {(each.system, each.metric): each for each in table.summaries()}
        self.systems = tuple(s for s in table.systems if not s.startswith(PREFIX))
        self.shortcuts = tuple(s for s in table.systems if s.startswith(PREFIX))

    def number(self, system: str, metric: str) -> float | None:
        """Return the mean of a metric of a system."""
        found = self.all.get((system, metric))
        return found.number if found else None

    @property
    def measured(self) -> tuple[str, ...]:
        """The metrics of which some sample of a system has a value."""
        return tuple(m for m in self.table.metrics if self._is_measured(m))

    @property
    def main(self) -> tuple[str, ...]:
        """The metrics that a reader looks for first; where there are none of them, the first."""
        return tuple(m for m in MAIN if m in self.measured) or self.measured[: len(MAIN)]

    @property
    def coverage(self) -> str:
        """The metric that tells how much of the sources is taken up; empty where there is none."""
        return next((m for m in COVERAGE if m in self.measured), "")

    def main_grid(self) -> Grid:
        """Return the table of the main metrics."""
        return self._grid("main", "", self.main)

    def grids(self, chosen: Sequence[str]) -> list[Grid]:
        """Return a table for each of the metrics that were chosen, and one of those left over."""
        left = list(self.measured)
        grids = []
        for name in chosen:
            names = [value for value in values_of(name) if value in left]
            left = [value for value in left if value not in names]
            if names:
                grids.append(self._grid(name, told(name), names))
        return [*grids, self._grid("others", "", left)] if left else grids

    def unmeasured(self, chosen: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return what no system has a value of, by the reason: metrics, or single values of them."""
        lacking = {
            metric: next((r for each in of_all for r in each.missing), "not measured")
            for metric in self.table.metrics
            if (of_all := self._of_systems(metric)) and not self._is_measured(metric)
        }
        names = dict(lacking)
        for metric in chosen:
            values = [value for value in values_of(metric) if value in self.table.metrics]
            if values and lacking.keys() >= set(values):
                names = {n: reason for n, reason in names.items() if n not in values}
                names[metric] = lacking[values[0]]
        reasons: dict[str, tuple[str, ...]] = {}
        for name, reason in names.items():
            reasons[reason] = (*reasons.get(reason, ()), name)
        return reasons

    def missing(self) -> list[Missing]:
        """Return where samples of a system have no value, of what others have one, by reasons."""
        metrics: dict[tuple[str, tuple[tuple[str, int], ...]], list[str]] = {}
        for each in self.all.values():
            is_told = each.system in self.systems and self._is_measured(each.metric)
            if each.missing and is_told:
                reasons = tuple(each.missing.items())
                metrics.setdefault((each.system, reasons), []).append(each.metric)
        return [
            Missing(system, tuple(names), dict(reasons))
            for (system, reasons), names in metrics.items()
        ]

    def _of_systems(self, metric: str) -> list[Summary]:
        found = (self.all.get((system, metric)) for system in self.systems)
        return [each for each in found if each]

    def _is_measured(self, metric: str) -> bool:
        return any(
            each.number is not None or each.low is not None for each in self._of_systems(metric)
        )

    def _grid(self, name: str, what: str, metrics: Sequence[str]) -> Grid:
        return Grid(
            name,
            what,
            tuple(metrics),
            tuple(self._lines(self.systems, metrics)),
            tuple(self._lines(self.shortcuts, metrics)),
        )

    def _lines(self, systems: Sequence[str], metrics: Sequence[str]) -> Iterator[Line]:
        for system in systems:
            found = [self.all.get((system, metric)) for metric in metrics]
            yield Line(system, _most_samples(found), tuple(map(cell, found)))


def told(metric: str) -> str:
    """Return what a metric measures, in one sentence."""
    return (importlib.import_module(METRICS[metric]).__doc__ or "").partition("\n")[0]


def values_of(metric: str) -> tuple[str, ...]:
    """Return the names of a metric's values: the same of every sample, also of an empty one.

    Of a metric that this version does not know there are none.
    """
    if metric not in METRICS:
        return ()
    found = measures([metric])[0](Scored(Sample(id="none", text=""), Marking(sample="none")))
    if isinstance(found, Generator):
        nobody = Answer(None, error="nobody is asked")
        found = settled([found], lambda questions: [nobody] * len(questions))[0]
    return tuple(found)


def differences(
    table: Table, baseline: str, systems: Sequence[str], metrics: Sequence[str]
) -> list[Difference]:
    """Return the differences that rest on any sample; their p-values are corrected together."""
    return [d for d in table.differences(baseline, systems, metrics) if d.samples]


def _most_samples(found: Sequence[Summary | None]) -> int:
    return max((each.samples for each in found if each), default=0)
