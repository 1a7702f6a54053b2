"""What model calls take, added up per agent."""

import threading

from groundwood.nouns import Usage


class Meter:
    """Adds up usage per agent; may be used from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._usage: dict[str, Usage] = {}

    def add(self, agent: str, usage: Usage) -> None:
        """Count the usage to the agent."""
        with self._lock:
            self._usage[agent] = self._usage.get(agent, Usage()) + usage

    async def keep(self) -> None:
        """Let what was added outlive the process; here nobody writes it down."""

    @property
    def usage(self) -> dict[str, Usage]:
        """The usage so far, by agent."""
        with self._lock:
            return dict(self._usage)
