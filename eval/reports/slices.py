"""The main metrics on parts of a run: by tag, by number of sources, by length."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np

from groundwood.eval.reports.figures import Line
from groundwood.eval.reports.walk import Judged
from groundwood.eval.reports.words import cell
from groundwood.eval.scoring import Row, Scored
from groundwood.eval.summaries import Table

MOST_TAGS = 20

Range = tuple[float, str]
"""The highest number of a range, and what the range is called."""
Names = dict[str, list[Row]]
"""The rows of each slice, in the order in which slices are shown."""

_BY_SOURCES: tuple[Range, ...] = (
    (0, "no source"),
    (1, "1 source"),
    (3, "2 to 3 sources"),
    (7, "4 to 7 sources"),
    (inf, "8 sources or more"),
)


@dataclass(frozen=True)
class Slice:
    """A part of the samples, with one line a system."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Cut:
    """The slices of one kind."""

    by: str
    slices: tuple[Slice, ...]


@dataclass
class Shapes:
    """How many sources and sentences each sample has."""

    _shapes: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def add(self, story: Scored, sentences: Sequence[Judged]) -> None:
        """Measure one sample."""
        key = story.sample.id, story.sample.system
        self._shapes[key] = len(story.sample.sources), len(story.marking.sentences)

    def cuts(self, rows: Sequence[Row], metrics: Sequence[str]) -> list[Cut]:
        """Return the slices of the rows, whose samples have all been added.

        What would cut a run into one slice only is left out.
        """
        found = [
            Cut(by, tuple(_slices(rows, metrics, names)))
            for by, names in {
                "tag": _tags(rows),
                "number of sources": self._named(rows, _BY_SOURCES, of=0),
                "length": self._named(rows, _thirds([n for _, n in self._shapes.values()]), of=1),
            }.items()
        ]
        return [cut for cut in found if len(cut.slices) > 1]

    def _named(self, rows: Sequence[Row], ranges: Sequence[Range], of: int) -> Names:
        """Return the rows of each range that a number lies in: of sources (0) or sentences (1)."""
        names: Names = {name: [] for _, name in ranges}
        for row in rows:
            count = self._shapes[row.sample, row.system][of]
            names[next(name for most, name in ranges if count <= most)].append(row)
        return names


def _slices(rows: Sequence[Row], metrics: Sequence[str], names: Names) -> Iterator[Slice]:
    systems = tuple(dict.fromkeys(row.system for row in rows))
    for name, part in names.items():
        lines = (_line([row for row in part if row.system == s], s, metrics) for s in systems)
        if part:
            yield Slice(name, tuple(line for line in lines if line.samples))


def _line(rows: Sequence[Row], system: str, metrics: Sequence[str]) -> Line:
    table = Table(rows)
    cells = tuple(cell(table.summary(system, metric)) for metric in metrics)
    return Line(system, len(rows), cells)


def _tags(rows: Sequence[Row]) -> Names:
    counts = Counter(tag for row in rows for tag in row.tags)
    common = [tag for tag, _ in counts.most_common(MOST_TAGS)]
    names = {tag: [row for row in rows if tag in row.tags] for tag in common}
    return names | {"none of these": [row for row in rows if not set(common) & set(row.tags)]}


def _thirds(counts: Sequence[int]) -> list[Range]:
    """Return the ranges of sentences that part the samples into thirds, where they can be parted."""
    ends = np.quantile(counts, [1 / 3, 2 / 3, 1], method="inverted_cdf").astype(int).tolist()
    lows = [min(counts), *(end + 1 for end in ends)]
    return [
        (high, f"{low} sentences" if low == high else f"{low} to {high} sentences")
        for low, high in zip(lows, ends, strict=False)
        if low <= high
    ]
