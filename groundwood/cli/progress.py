"""Progress on standard error: a live line on a terminal, plain lines or JSON elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Literal, Protocol

import typer

from groundwood.errors import GroundwoodError, SettingsError
from groundwood.nouns import Usage
from groundwood.pipelines.events import Event
from groundwood.telemetry import close_telemetry
from groundwood.telemetry.logs import json_logging, log_line
from groundwood.telemetry.names import error_type

Kind = Literal["auto", "json", "none"]


class Progress(Protocol):
    """Shows the events of a run as they come."""

    def show(self, event: Event) -> None:
        """Show one event."""
        ...


class NoProgress:
    """Shows nothing."""

    def show(self, event: Event) -> None:
        """Show nothing."""


class JsonProgress:
    """One JSON object a line, without the story's text; see `groundwood.telemetry.logs.log_line`."""

    def show(self, event: Event) -> None:
        """Print the event as one line of JSON."""
        fields = event.model_dump(mode="json", exclude={"story"})
        failed = event.kind == "finished" and event.detail == "failed"
        name = "story.result" if event.kind == "result" else f"stage.{event.kind}"
        line = log_line(name, "error" if failed else "info", **fields)
        print(line, file=sys.stderr, flush=True)


class PlainProgress:
    """One line for each finished stage."""

    def show(self, event: Event) -> None:
        """Print a line when a stage is finished."""
        if event.kind == "finished":
            print(f"{event.seconds:6.1f} s  {told(event)}", file=sys.stderr, flush=True)


@contextmanager
def seen_from_outside(json_: bool) -> Iterator[None]:
    """Close telemetry at the end. As JSON, let logs and the error that ends it be JSON lines, too."""
    with ExitStack() as stack:
        if json_:
            stack.enter_context(json_logging())
        stack.callback(close_telemetry)
        try:
            yield
        except GroundwoodError as exc:
            if not json_:
                raise
            line = log_line("run.failed", "error", error_type=error_type(exc), message=str(exc))
            print(line, file=sys.stderr, flush=True)
            raise typer.Exit(2 if isinstance(exc, SettingsError) else 1) from exc


@contextmanager
def open_progress(kind: Kind) -> Iterator[Progress]:
    """Yield what shows progress: ``auto`` is a live line when standard error is a terminal."""
    if kind == "none":
        yield NoProgress()
    elif kind == "json":
        yield JsonProgress()
    elif not sys.stderr.isatty():
        yield PlainProgress()
    else:
        with _live() as progress:
            yield progress


def told(event: Event) -> str:
    """Return the stage, what it came to, and what the model calls took so far."""
    return "  ".join(filter(None, (f"{event.stage:<9}", event.detail, spent(event.usage))))


def spent(usage: Usage) -> str:
    """Return calls, tokens and cost in words; nothing where no model was asked."""
    if not usage.calls and not usage.cached_calls:
        return ""
    cached = f" + {usage.cached_calls} cached" if usage.cached_calls else ""
    cost = "" if usage.cost is None else f", cost {usage.cost:.4f}"
    tokens = f"{usage.tokens_in} + {usage.tokens_out} tokens"
    return f"[{usage.calls}{cached} calls, {tokens}{cost}]"


@contextmanager
def _live() -> Iterator[Progress]:
    from rich.console import Console  # slow to load, and only a terminal needs it

    console = Console(stderr=True, highlight=False)
    with console.status("starting") as status:

        class Live:
            def show(self, event: Event) -> None:
                if event.kind == "started":
                    status.update(f"{event.stage} …")
                elif event.kind == "finished":
                    console.print(f"{event.seconds:6.1f} s  {told(event)}", markup=False)

        yield Live()
