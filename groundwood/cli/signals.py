"""Ctrl-C and SIGTERM: either ends a command tidily, and is told in one line."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_BY_CODE = {128 + number: number for number in (signal.SIGINT, signal.SIGTERM)}
_TEXTS = {signal.SIGINT: "interrupted", signal.SIGTERM: "ended by SIGTERM"}


@contextmanager
def told_when_interrupted() -> Iterator[None]:
    """Let SIGTERM end what is inside as Ctrl-C does, with exit code 143 instead of 130.

    Either is told in one line on standard error, with ``--json`` as a JSON object.
    """
    sent: list[signal.Signals] = []
    try:
        with _sigterm_as_ctrl_c(sent):
            yield
    except SystemExit as exc:
        number = _BY_CODE.get(exc.code) if isinstance(exc.code, int) else None
        if number is None:
            raise
        number = signal.SIGTERM if sent else number
        print(_line(number), file=sys.stderr, flush=True)
        raise SystemExit(128 + number) from exc


@contextmanager
def _sigterm_as_ctrl_c(sent: list[signal.Signals]) -> Iterator[None]:
    """Add SIGTERM to ``sent`` when it comes, and do what Ctrl-C would do at that moment."""

    def terminated(number: int, frame: FrameType | None) -> None:
        sent.append(signal.Signals(number))
        interrupt = signal.getsignal(signal.SIGINT)
        if callable(interrupt):
            interrupt(signal.SIGINT, frame)
        else:  # who starts a command in the background lets it ignore Ctrl-C
            raise KeyboardInterrupt

    in_main = threading.current_thread() is threading.main_thread()
    if not in_main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, terminated)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _line(number: signal.Signals) -> str:
    if "--json" not in sys.argv[1:]:
        return f"groundwood: {_TEXTS[number]}"
    from groundwood.telemetry.logs import log_line  # most commands end without it

    return log_line("run.interrupted", "warning", signal=number.name)
