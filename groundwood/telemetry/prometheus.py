"""Prometheus' text exposition format, version 0.0.4.

Names follow OpenTelemetry's rules for Prometheus: dots become underscores, units in braces fall
away, seconds and ``_total`` are added.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import TYPE_CHECKING

from groundwood.telemetry.base import Value
from groundwood.telemetry.names import Metric

if TYPE_CHECKING:
    from groundwood.telemetry.tally import Labels, Series

_ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", '"': '\\"'})


def exposition(metric: Metric, series: "Mapping[Labels, Series]") -> str:
    """Return the metric with all its series, each on a line that ends with a newline."""
    name = _name(metric)
    head = f"# HELP {name} {metric.about}\n# TYPE {name} {metric.kind}\n"
    lines = (
        line
        for labels, one in sorted(series.items(), key=lambda item: str(item[0]))
        for line in _lines(name, metric, _labels(labels), one)
    )
    return head + "".join(f"{line}\n" for line in lines)


def _name(metric: Metric) -> str:
    seconds = "_seconds" if metric.unit == "s" else ""
    total = "_total" if metric.kind == "counter" else ""
    return f"{metric.name.replace('.', '_')}{seconds}{total}"


def _labels(labels: "Labels") -> list[str]:
    return [f'{re.sub(r"[^a-zA-Z0-9_]", "_", name)}="{_value(value)}"' for name, value in labels]


def _value(value: Value) -> str:
    return str(value).translate(_ESCAPED)


def _lines(name: str, metric: Metric, labels: list[str], series: "Series") -> Iterator[str]:
    if metric.kind != "histogram":
        yield f"{name}{_braced(labels)} {_number(series.total)}"
        return
    bounds = [*map(_number, metric.buckets), "+Inf"]
    for bound, count in zip(bounds, accumulate(series.counts), strict=True):
        within = _braced([*labels, f'le="{bound}"'])
        yield f"{name}_bucket{within} {count}"
    yield f"{name}_sum{_braced(labels)} {_number(series.total)}"
    yield f"{name}_count{_braced(labels)} {series.values}"


def _braced(labels: list[str]) -> str:
    return f"{{{','.join(labels)}}}" if labels else ""


def _number(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else repr(float(number))
