"""The telemetry of this process: opened at the first use, as the environment says."""

import atexit
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from groundwood.telemetry.base import Span, Telemetry
from groundwood.telemetry.choice import open_telemetry
from groundwood.telemetry.place import about

_lock = threading.Lock()
_current: Telemetry | None = None


def telemetry() -> Telemetry:
    """Return what takes note of what happens in this process.

    Raises:
        SettingsError: a variable asks for what cannot be had; the text names it.
    """
    global _current
    if _current is None:
        with _lock:
            if _current is None:
                _current = open_telemetry()
                atexit.register(close_telemetry)
    return _current


def close_telemetry() -> None:
    """Hand over what is left, within a few seconds; the next use opens anew."""
    global _current
    with _lock:
        ended, _current = _current, None
        atexit.unregister(close_telemetry)
    if ended is not None:
        ended.close()


@contextmanager
def using(chosen: Telemetry) -> Iterator[None]:
    """Let this process use the given telemetry inside, whatever the environment says."""
    global _current
    before, _current = _current, chosen
    try:
        yield
    finally:
        _current = before


def trace_id() -> str | None:
    """Return the active trace's id as 32 hexadecimal digits, none where there is none.

    Opens nothing: lines that are logged while telemetry ends ask for it, too.
    """
    return None if _current is None else _current.trace_id()


@contextmanager
def run_span(run_id: str | None = None) -> Iterator[Span]:
    """Open the span of a run: stories written inside belong to it, and logs name its id."""
    watching = telemetry()
    attributes = {"groundwood.run_id": run_id} if run_id else {}
    try:
        with about(run_id=run_id), watching.span("run", "run", attributes) as span:
            yield span
    finally:
        watching.flush()
