"""What can be seen from outside: spans, metrics and structured logs. Off unless it is asked for.

`telemetry` is what the pipelines and the gateway call; where nothing is asked for it does nothing.
The only home of OpenTelemetry, which is loaded when it is turned on and not before.
"""

from groundwood.telemetry.base import NO_TELEMETRY, Attributes, Kind, Span, Telemetry
from groundwood.telemetry.current import close_telemetry, run_span, telemetry, trace_id, using
from groundwood.telemetry.place import about

__all__ = [
    "NO_TELEMETRY",
    "Attributes",
    "Kind",
    "Span",
    "Telemetry",
    "about",
    "close_telemetry",
    "run_span",
    "telemetry",
    "trace_id",
    "using",
]
