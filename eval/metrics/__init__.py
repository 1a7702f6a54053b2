"""What is measured of a sample, one file a metric."""

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from groundwood.errors import SettingsError

if TYPE_CHECKING:
    from groundwood.eval.scoring import Measure

METRICS = {
    "citations": "groundwood.eval.metrics.strict",
    "waterfall": "groundwood.eval.metrics.waterfall",
    "validity": "groundwood.eval.metrics.validity",
    "claims": "groundwood.eval.metrics.claims",
    "headline": "groundwood.eval.metrics.headlines",
    "quotations": "groundwood.eval.metrics.quotations",
    "numbers": "groundwood.eval.metrics.numbers",
    "names": "groundwood.eval.metrics.entities",
    "concentration": "groundwood.eval.metrics.concentration",
    "redundancy": "groundwood.eval.metrics.redundancy",
    "copying": "groundwood.eval.metrics.fragments",
    "references": "groundwood.eval.metrics.references",
    "disclaimer": "groundwood.eval.metrics.disclaimers",
    "rouge": "groundwood.eval.metrics.rouge",
    "cost": "groundwood.eval.metrics.costs",
    "answered": "groundwood.eval.metrics.answered",
    "alce": "groundwood.eval.metrics.alce",
    "support": "groundwood.eval.metrics.support",
    "factscore": "groundwood.eval.metrics.factscore",
    "nuggets": "groundwood.eval.metrics.nuggets",
    "summhay": "groundwood.eval.metrics.summhay",
    "longcite": "groundwood.eval.metrics.longcite",
    "retrieval": "groundwood.eval.metrics.retrieval",
    "spans": "groundwood.eval.metrics.spans",
    "conflicts": "groundwood.eval.metrics.conflicts",
}
"""The metrics by name; each module has a function ``measured``, which is a `Measure`."""

DEFAULT = tuple(METRICS)
"""The metrics that are measured where none is named."""


def measures(names: Sequence[str]) -> "list[Measure]":
    """Return the metrics of these names, in order.

    Raises:
        SettingsError: there is no such metric.
    """
    unknown = [name for name in names if name not in METRICS]
    if unknown:
        known = ", ".join(METRICS)
        raise SettingsError(f"--metric: there is no metric {unknown[0]!r}; there are: {known}")
    return [importlib.import_module(METRICS[name]).measured for name in names]
