"""What the environment asks for: OpenTelemetry, a file of metrics, both, or nothing."""

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from importlib.util import find_spec
from pathlib import Path

from groundwood.errors import SettingsError
from groundwood.telemetry.base import (
    NO_TELEMETRY,
    Attributes,
    Kind,
    Span,
    Telemetry,
)
from groundwood.telemetry.tally import Tally

ON = "GROUNDWOOD_OTEL"
METRICS_FILE = "GROUNDWOOD_METRICS_FILE"

_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
_HINTS = (
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
    "OTEL_TRACES_EXPORTER",
    "OTEL_METRICS_EXPORTER",
)
_EXPORTER = "opentelemetry.exporter.otlp.proto.http"


class Several:
    """Several telemetries as one; spans are the first one's."""

    def __init__(self, first: Telemetry, *others: Telemetry) -> None:
        self._first = first
        self._all = (first, *others)

    def begin(self, kind: Kind, name: str, attributes: Attributes) -> Span:
        """Begin a span of the first."""
        return self._first.begin(kind, name, attributes)

    def span(self, kind: Kind, name: str, attributes: Attributes) -> AbstractContextManager[Span]:
        """Open a span of the first."""
        return self._first.span(kind, name, attributes)

    def count(self, metric: str, number: float, attributes: Attributes) -> None:
        """Count for all."""
        for one in self._all:
            one.count(metric, number, attributes)

    def record(self, metric: str, value: float, attributes: Attributes) -> None:
        """Record for all."""
        for one in self._all:
            one.record(metric, value, attributes)

    def trace_id(self) -> str | None:
        """Return the first one's."""
        return self._first.trace_id()

    def flush(self) -> None:
        """Flush all."""
        for one in self._all:
            one.flush()

    def close(self) -> None:
        """Close all, what is kept on this machine before what is sent away."""
        for one in reversed(self._all):
            one.close()


def open_telemetry(environ: Mapping[str, str] = os.environ) -> Telemetry:
    """Return what the environment asks for.

    Raises:
        SettingsError: a variable has no usable value, or the extra that it needs is not installed.
    """
    file = environ.get(METRICS_FILE)
    chosen: list[Telemetry] = []
    if otel_wanted(environ):
        from groundwood.telemetry.otel import open_otel  # loads OpenTelemetry

        chosen.append(open_otel(environ))
    if file:
        chosen.append(Tally(Path(file)))
    if len(chosen) > 1:
        return Several(*chosen)
    return chosen[0] if chosen else NO_TELEMETRY


def otel_wanted(environ: Mapping[str, str]) -> bool:
    """Whether OpenTelemetry is asked for and may be used.

    ``GROUNDWOOD_OTEL`` decides; without it any of OpenTelemetry's own variables that names an
    exporter or where to send to is enough, if the extra is installed. ``OTEL_SDK_DISABLED=true``
    turns everything off.

    Raises:
        SettingsError: it is asked for by ``GROUNDWOOD_OTEL`` and the extra is not installed.
    """
    asked = environ.get(ON, "").strip().lower()
    if asked and asked not in _YES | _NO:
        raise SettingsError(f"{ON}: {asked!r} is neither 1 nor 0")
    if asked in _NO or environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return False
    if not asked and not any(environ.get(name) for name in _HINTS):
        return False
    installed = _installed()
    if asked and not installed:
        raise SettingsError(f"{ON}: needs the extra otel: pip install 'groundwood[otel]'")
    return installed


def _installed() -> bool:
    try:
        return find_spec(_EXPORTER) is not None and find_spec("opentelemetry.sdk") is not None
    except ModuleNotFoundError:
        return False
