"""What the pipelines and the gateway know of telemetry: spans, counts and records."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Literal, Protocol

Value = str | bool | int | float | tuple[str, ...]
Attributes = Mapping[str, Value]
Kind = Literal["run", "story", "check", "agent", "model"]
"""What a span is about. A run holds stories, a story or check its agents, an agent its calls.

A call is to a language model or to a served judge.
"""


class Span(Protocol):
    """A stretch of work with a start, an end and attributes; never any text of articles."""

    def set(self, attributes: Attributes) -> None:
        """Add the attributes."""
        ...

    def active(self) -> AbstractContextManager[object]:
        """Let spans that begin inside be children of this one; left by the task that entered it."""
        ...

    def end(self, error: BaseException | None = None) -> None:
        """End it, with the kind of the error (never its text) where there was one."""
        ...


class Telemetry(Protocol):
    """Takes note of what happens. Nothing it does may raise, wait, or change a story.

    Metrics are those of `groundwood.telemetry.names.METRICS`, by name.
    """

    def begin(self, kind: Kind, name: str, attributes: Attributes) -> Span:
        """Begin a span under the active one. Whoever begins it ends it."""
        ...

    def span(self, kind: Kind, name: str, attributes: Attributes) -> AbstractContextManager[Span]:
        """Begin a span, active inside, that ends with the block or with what it raises."""
        ...

    def count(self, metric: str, number: float, attributes: Attributes) -> None:
        """Add to a counter; the number is not negative."""
        ...

    def record(self, metric: str, value: float, attributes: Attributes) -> None:
        """Add a value to a histogram."""
        ...

    def trace_id(self) -> str | None:
        """Return the active trace's id as 32 hexadecimal digits, none where there is none."""
        ...

    def flush(self) -> None:
        """Bring what is kept on this machine up to date; waits for nothing outside it."""
        ...

    def close(self) -> None:
        """Hand over what is left, within a few seconds, and end."""
        ...


@contextmanager
def spanning(span: Span) -> Iterator[Span]:
    """Keep the span active inside, and end it."""
    try:
        with span.active():
            yield span
    except BaseException as exc:
        span.end(exc)
        raise
    span.end()


class NoSpan:
    """A span that nobody looks at."""

    def set(self, attributes: Attributes) -> None:
        """Do nothing."""

    def active(self) -> AbstractContextManager[object]:
        """Change nothing."""
        return nullcontext()

    def end(self, error: BaseException | None = None) -> None:
        """Do nothing."""


NO_SPAN = NoSpan()


class NoTelemetry:
    """Takes note of nothing."""

    def begin(self, kind: Kind, name: str, attributes: Attributes) -> Span:
        """Return a span that nobody looks at."""
        return NO_SPAN

    def span(self, kind: Kind, name: str, attributes: Attributes) -> AbstractContextManager[Span]:
        """Yield a span that nobody looks at."""
        return nullcontext(NO_SPAN)

    def count(self, metric: str, number: float, attributes: Attributes) -> None:
        """Do nothing."""

    def record(self, metric: str, value: float, attributes: Attributes) -> None:
        """Do nothing."""

    def trace_id(self) -> str | None:
        """Return none."""
        return None

    def flush(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


NO_TELEMETRY = NoTelemetry()
