"""The metrics, with their units and buckets, and the kinds of errors.

`gen_ai.*` follows OpenTelemetry's semantic conventions for generative AI, with their advised
buckets; what they have no name for begins with ``groundwood.``.
"""

from dataclasses import dataclass
from typing import Literal

from groundwood.errors import GroundwoodError

STORIES = "groundwood.stories"
FINDINGS = "groundwood.findings"
COST = "groundwood.cost"
STORY_DURATION = "groundwood.story.duration"
CHECKS = "groundwood.checks"
CHECK_DURATION = "groundwood.check.duration"
TOKEN_USAGE = "gen_ai.client.token.usage"
OPERATION_DURATION = "gen_ai.client.operation.duration"
OTHER_ERROR = "_OTHER"
"""What the conventions call the kind of an error that has none."""


@dataclass(frozen=True)
class Metric:
    """A metric. ``unit`` is UCUM; ``buckets`` are the upper bounds of a histogram's."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    unit: str
    about: str
    buckets: tuple[float, ...] = ()


_TOKENS = tuple(float(4**power) for power in range(14))
_SECONDS = tuple(round(0.01 * 2**power, 2) for power in range(14))
_STORY_SECONDS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1000.0)

METRICS = {
    metric.name: metric
    for metric in (
        Metric(STORIES, "counter", "{story}", "Stories by outcome."),
        Metric(FINDINGS, "counter", "{sentence}", "Checked sentences by finding."),
        Metric(COST, "counter", "{currency}", "Cost of model calls at the configured prices."),
        Metric(STORY_DURATION, "histogram", "s", "Duration of a story.", _STORY_SECONDS),
        Metric(CHECKS, "counter", "{check}", "Checks of a cited text by outcome."),
        Metric(CHECK_DURATION, "histogram", "s", "Duration of such a check.", _STORY_SECONDS),
        Metric(TOKEN_USAGE, "histogram", "{token}", "Tokens of a model call.", _TOKENS),
        Metric(
            OPERATION_DURATION,
            "histogram",
            "s",
            "Duration of a call to a model or judge.",
            _SECONDS,
        ),
    )
}


def error_type(error: BaseException) -> str:
    """Return the error's kind: our own errors by their name, others with their module."""
    kind = type(error)
    plain = isinstance(error, GroundwoodError) or kind.__module__ == "builtins"
    return kind.__qualname__ if plain else f"{kind.__module__}.{kind.__qualname__}"
