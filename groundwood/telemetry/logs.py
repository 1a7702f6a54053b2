"""Structured logs: one JSON object a line, and never any text of articles, prompts or keys."""

import json
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TextIO

from groundwood.telemetry.current import trace_id
from groundwood.telemetry.names import error_type
from groundwood.telemetry.place import place

_OURS = "groundwood"


def log_line(event: str, level: str = "info", *, at: float | None = None, **fields: Any) -> str:
    """Return one line of JSON, without its newline.

    It begins with ``time`` (UTC, RFC 3339, microseconds), ``level`` (debug, info, warning, error,
    critical), ``event``, ``run_id``, ``story`` and ``trace_id``; the last three are null where there
    is none. ``at`` is a time in seconds since 1970, left out it is now.
    """
    moment = datetime.now(UTC) if at is None else datetime.fromtimestamp(at, UTC)
    where = place()
    line: dict[str, Any] = {
        "time": moment.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "level": level,
        "event": event,
        "run_id": where.run_id,
        "story": where.story,
        "trace_id": trace_id(),
    }
    return json.dumps({**line, **fields}, ensure_ascii=False, separators=(",", ":"))


class JsonLines(logging.Handler):
    """Writes what is logged as JSON lines, to standard error if no stream is given.

    Of our own loggers it writes the message. What other libraries log may quote what they were
    given, so that of theirs it writes the message before values are put into it, and nothing of a
    message that was put together already. Of an exception it writes the kind.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        super().__init__()
        self._stream = stream
        self.addFilter(_ours_or_warning)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        try:
            line = log_line("log", record.levelname.lower(), at=record.created, **_fields(record))
            print(line, file=self._stream or sys.stderr, flush=True)
        except (OSError, ValueError, TypeError):  # a closed stream, or a message that does not fit
            self.handleError(record)


@contextmanager
def json_logging(stream: TextIO | None = None) -> Iterator[None]:
    """Let everything that Python code logs or warns of inside be written as JSON lines."""
    root, ours = logging.getLogger(), logging.getLogger(_OURS)
    handler, level = JsonLines(stream), ours.level
    root.addHandler(handler)
    ours.setLevel(min(filter(None, (level, logging.INFO))))
    logging.captureWarnings(True)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        ours.setLevel(level)
        root.removeHandler(handler)


def _ours_or_warning(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or _is_ours(record)


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name == _OURS or record.name.startswith(f"{_OURS}.")


def _fields(record: logging.LogRecord) -> Mapping[str, Any]:
    fields: dict[str, Any] = {"logger": record.name}
    if _is_ours(record):
        fields["message"] = record.getMessage()
    elif record.args:
        fields["message"] = str(record.msg)
    if record.exc_info and record.exc_info[1] is not None:
        fields["error_type"] = error_type(record.exc_info[1])
    return fields
