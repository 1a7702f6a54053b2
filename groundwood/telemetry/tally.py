"""Metrics added up in this process, for a file in Prometheus' text format. Needs no extra."""

import logging
import threading
from bisect import bisect_left
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from groundwood.files import replace_file
from groundwood.telemetry.base import NO_TELEMETRY, Attributes, Kind, Span, Value
from groundwood.telemetry.names import METRICS, Metric
from groundwood.telemetry.prometheus import exposition

Labels = tuple[tuple[str, Value], ...]

_LOG = logging.getLogger("groundwood.telemetry")


@dataclass
class Series:
    """One metric with one set of labels: the sum, how many values, and how many in each bucket.

    ``counts`` has one entry a bucket, not added up, and one for what is above all of them.
    """

    total: float = 0.0
    values: int = 0
    counts: list[int] = field(default_factory=list)


class Tally:
    """Adds metrics up; spans are nobody's. May be used from several threads.

    With a file it writes them there at every flush, whole or not at all: what this process did so
    far. A file that cannot be written is told once as a warning and stops nothing.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._series: dict[str, dict[Labels, Series]] = {name: {} for name in METRICS}
        self._warned = False

    def begin(self, kind: Kind, name: str, attributes: Attributes) -> Span:
        """Return a span that nobody looks at."""
        return NO_TELEMETRY.begin(kind, name, attributes)

    def span(self, kind: Kind, name: str, attributes: Attributes) -> AbstractContextManager[Span]:
        """Yield a span that nobody looks at."""
        return NO_TELEMETRY.span(kind, name, attributes)

    def count(self, metric: str, number: float, attributes: Attributes) -> None:
        """Add to a counter."""
        with self._lock:
            self._at(METRICS[metric], attributes).total += number

    def record(self, metric: str, value: float, attributes: Attributes) -> None:
        """Add a value to a histogram."""
        known = METRICS[metric]
        with self._lock:
            series = self._at(known, attributes)
            series.total += value
            series.values += 1
            series.counts[bisect_left(known.buckets, value)] += 1

    def trace_id(self) -> str | None:
        """Return none."""
        return None

    def text(self) -> str:
        """Return the metrics in Prometheus' text format; empty where nothing was counted."""
        with self._lock:
            return "".join(
                exposition(METRICS[name], series) for name, series in self._series.items() if series
            )

    def flush(self) -> None:
        """Write the file."""
        if self._file is None:
            return
        try:
            replace_file(self._file, self.text())
        except OSError as exc:
            if not self._warned:
                _LOG.warning("metrics cannot be written to %s: %s", self._file, exc.strerror)
            self._warned = True

    def close(self) -> None:
        """Write the file for the last time."""
        self.flush()

    def _at(self, metric: Metric, attributes: Attributes) -> Series:
        labels = tuple(sorted(attributes.items()))
        found = self._series[metric.name].get(labels)
        if found is None:
            slots = len(metric.buckets) + 1 if metric.kind == "histogram" else 0
            found = self._series[metric.name][labels] = Series(counts=[0] * slots)
        return found
