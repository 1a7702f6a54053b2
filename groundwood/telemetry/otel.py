"""OpenTelemetry: spans and metrics of ours over OTLP/HTTP, or into the providers of a host."""

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from urllib.parse import urlsplit

from opentelemetry import metrics, trace
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import (
    ConsoleMetricExporter,
    MetricExporter,
    PeriodicExportingMetricReader,
)
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SpanExporter

from groundwood._version import __version__
from groundwood.errors import SettingsError
from groundwood.telemetry.base import Attributes, Kind, Span, spanning
from groundwood.telemetry.names import METRICS, error_type

TIMEOUT = 2.0
"""Seconds for one export with its retries, unless OTEL_EXPORTER_OTLP_TIMEOUT says otherwise."""
CLOSING = 5.0
"""Seconds to hand over what is left."""

_LOG = logging.getLogger("groundwood.telemetry")
_THEIRS = logging.getLogger("opentelemetry")
_SCOPE = "groundwood"


@dataclass(frozen=True, eq=False)
class OtelSpan:
    """A span of OpenTelemetry's; the text of an error is never kept, only its kind."""

    span: trace.Span

    def set(self, attributes: Attributes) -> None:
        """Add the attributes."""
        self.span.set_attributes(attributes)

    def active(self) -> AbstractContextManager[object]:
        """Make it the parent of what begins inside."""
        return trace.use_span(
            self.span, end_on_exit=False, record_exception=False, set_status_on_exception=False
        )

    def end(self, error: BaseException | None = None) -> None:
        """End it, failed where there was an error."""
        if error is not None:
            self.span.set_attribute("error.type", error_type(error))
            self.span.set_status(trace.StatusCode.ERROR)
        self.span.end()


class OtelTelemetry:
    """Spans and metrics through the given providers; ``end`` is called once to close them."""

    def __init__(
        self,
        tracers: trace.TracerProvider,
        meters: metrics.MeterProvider,
        end: Callable[[], None] = lambda: None,
    ) -> None:
        self._tracer = tracers.get_tracer(_SCOPE, __version__)
        meter = meters.get_meter(_SCOPE, __version__)
        self._counters = {
            one.name: meter.create_counter(one.name, one.unit, one.about)
            for one in METRICS.values()
            if one.kind == "counter"
        }
        self._histograms = {
            one.name: meter.create_histogram(
                one.name, one.unit, one.about, explicit_bucket_boundaries_advisory=one.buckets
            )
            for one in METRICS.values()
            if one.kind == "histogram"
        }
        self._end = end

    def begin(self, kind: Kind, name: str, attributes: Attributes) -> Span:
        """Begin a span under the active one; a model call's is a client's."""
        outside = trace.SpanKind.CLIENT if kind == "model" else trace.SpanKind.INTERNAL
        return OtelSpan(self._tracer.start_span(name, kind=outside, attributes=attributes))

    def span(self, kind: Kind, name: str, attributes: Attributes) -> AbstractContextManager[Span]:
        """Begin a span, active inside."""
        return spanning(self.begin(kind, name, attributes))

    def count(self, metric: str, number: float, attributes: Attributes) -> None:
        """Add to a counter."""
        self._counters[metric].add(number, attributes)

    def record(self, metric: str, value: float, attributes: Attributes) -> None:
        """Add a value to a histogram."""
        self._histograms[metric].record(value, attributes)

    def trace_id(self) -> str | None:
        """Return the active trace's id."""
        context = trace.get_current_span().get_span_context()
        return trace.format_trace_id(context.trace_id) if context.is_valid else None

    def flush(self) -> None:
        """Do nothing: spans and metrics are sent in the background."""

    def close(self) -> None:
        """Send what is left, for `CLOSING` seconds at most."""
        self._end()


def open_otel(environ: Mapping[str, str]) -> OtelTelemetry:
    """Return telemetry into the providers that this process has set, else over OTLP/HTTP.

    Follows OpenTelemetry's environment variables; the service's name is groundwood unless they say
    otherwise.

    Raises:
        SettingsError: one of the variables has no usable value.
    """
    theirs = trace.get_tracer_provider(), metrics.get_meter_provider()
    if isinstance(theirs[0], TracerProvider) or isinstance(theirs[1], MeterProvider):
        return OtelTelemetry(*theirs)
    try:
        return _own(environ)
    except (ValueError, OSError, RuntimeError, ImportError) as exc:
        raise SettingsError(f"OTEL_*: OpenTelemetry cannot be set up: {exc}") from exc


def _own(environ: Mapping[str, str]) -> OtelTelemetry:
    resource = Resource.create(_service(environ))
    tracers = TracerProvider(resource=resource, shutdown_on_exit=False)
    exporter = _span_exporter(environ)
    if exporter is not None:
        tracers.add_span_processor(BatchSpanProcessor(exporter))
    readers = [PeriodicExportingMetricReader(one) for one in _metric_exporters(environ)]
    meters = MeterProvider(readers, resource=resource, shutdown_on_exit=False)
    quiet = Quiet(environ)
    closing = (Closing(tracers.shutdown), Closing(meters.shutdown))

    def end() -> None:
        for one in closing:
            one.begin()
        for one in closing:
            one.wait(CLOSING)
        quiet.leave()

    return OtelTelemetry(tracers, meters, end)


def _service(environ: Mapping[str, str]) -> dict[str, str]:
    named = environ.get("OTEL_SERVICE_NAME") or SERVICE_NAME in environ.get(
        "OTEL_RESOURCE_ATTRIBUTES", ""
    )
    return {SERVICE_VERSION: __version__} | ({} if named else {SERVICE_NAME: "groundwood"})


def _chosen(environ: Mapping[str, str], signal: str) -> str:
    """Return which exporter is asked for: otlp, console or none."""
    variable = f"OTEL_{signal}_EXPORTER"
    name = environ.get(variable, "").strip().lower() or "otlp"
    if name not in ("otlp", "console", "none"):
        raise SettingsError(f"{variable}: {name!r} is none of otlp, console and none")
    protocol = f"OTEL_EXPORTER_OTLP_{signal}_PROTOCOL"
    asked = environ.get(protocol) or environ.get("OTEL_EXPORTER_OTLP_PROTOCOL")
    if name == "otlp" and asked not in (None, "", "http/protobuf"):
        raise SettingsError(f"OTEL_EXPORTER_OTLP_PROTOCOL: {asked!r}: only http/protobuf is spoken")
    return name


def _timeout(environ: Mapping[str, str], signal: str) -> float | None:
    names = ("OTEL_EXPORTER_OTLP_TIMEOUT", f"OTEL_EXPORTER_OTLP_{signal}_TIMEOUT")
    return None if any(environ.get(name) for name in names) else TIMEOUT


def _span_exporter(environ: Mapping[str, str]) -> SpanExporter | None:
    match _chosen(environ, "TRACES"):
        case "otlp":
            return OTLPSpanExporter(timeout=_timeout(environ, "TRACES"))
        case "console":
            return ConsoleSpanExporter()
    return None


def _metric_exporters(environ: Mapping[str, str]) -> list[MetricExporter]:
    match _chosen(environ, "METRICS"):
        case "otlp":
            return [OTLPMetricExporter(timeout=_timeout(environ, "METRICS"))]
        case "console":
            return [ConsoleMetricExporter()]
    return []


class Closing:
    """Something that ends in a thread, which is there beforehand: none can be started at the exit."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._asked = threading.Event()
        self._done = threading.Event()
        self._work = work
        threading.Thread(target=self._run, name="groundwood-telemetry", daemon=True).start()

    def begin(self) -> None:
        """Let it end."""
        self._asked.set()

    def wait(self, seconds: float) -> bool:
        """Return whether it has ended; waits no longer than the seconds."""
        return self._done.wait(seconds)

    def _run(self) -> None:
        self._asked.wait()
        try:
            self._work()
        finally:
            self._done.set()


class Quiet(logging.Handler):
    """Says once that nothing is delivered, and where to, instead of all that OpenTelemetry logs.

    What it logs can hold the collector's URL with a key in it; host and port are told, no more.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        super().__init__(logging.WARNING)
        url = environ.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") or environ.get(
            "OTEL_EXPORTER_OTLP_ENDPOINT"
        )
        self._address = _address(url or "http://localhost:4318")
        self._told: set[str] = set()
        self._before = _THEIRS.propagate
        _THEIRS.propagate = False
        _THEIRS.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Tell each kind of trouble once."""
        undelivered = record.name.startswith("opentelemetry.exporter")
        trouble = "" if undelivered else record.name
        if trouble in self._told:
            return
        self._told.add(trouble)
        if undelivered:
            _LOG.warning("telemetry is not delivered: no answer of %s that fits", self._address)
        else:
            _LOG.warning("telemetry is incomplete: %s warns", trouble)

    def leave(self) -> None:
        """Let OpenTelemetry log as before."""
        _THEIRS.removeHandler(self)
        _THEIRS.propagate = self._before


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    except ValueError:
        return "the collector"
