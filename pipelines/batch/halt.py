"""How a batch is asked to stop: by a signal, or by something that makes going on useless."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

SIGNALS = (signal.SIGINT, signal.SIGTERM)
_SIGNALLED = 128
"""What a shell adds to a signal's number to make an exit code."""


@dataclass(eq=False)
class Halt:
    """Whether a batch is to stop, and why. The first reason stands."""

    reason: str = ""
    code: int | None = None
    event: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    def __bool__(self) -> bool:
        return self.event.is_set()

    def stop(self, reason: str, code: int | None = None) -> None:
        """Ask to stop. ``code`` is the exit code where it is not that of the run's outcome."""
        if not self:
            self.reason, self.code = reason, code
        self.event.set()

    async def wait(self) -> None:
        """Return when it is to stop."""
        await self.event.wait()

    @contextmanager
    def on_signals(self) -> Iterator[None]:
        """Let SIGINT and SIGTERM ask to stop; a second one ends the process at once.

        What is in the store and among the checkpoints is whole at any moment, so that nothing is
        lost by that. Usable in the main thread of a running event loop.
        """
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self._signalled, number)
        try:
            yield
        finally:
            for number in SIGNALS:
                loop.remove_signal_handler(number)

    def _signalled(self, number: signal.Signals) -> None:
        code = _SIGNALLED + number
        if self.code is not None:
            os._exit(code)
        self.reason = ""
        self.event.clear()
        self.stop(f"ended by {number.name}", code)
