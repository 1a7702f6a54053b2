"""How many stories are under way at once: as many as keep the model busy."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, runtime_checkable

STORY_BYTES = 8 * 2**20
"""What a story under way may hold in memory, with room."""
SHARE = 0.25
"""The share of the machine's memory that stories under way may take."""
MOST = 256
WITHOUT_A_MODEL = 2
"""Stories without a model need the processor alone: one more than it works on at a time."""
STEP = 4
"""Stories at a time that are begun and have not yet asked the model anything."""


class Load(NamedTuple):
    """How many requests the model is at work on, and how many wait for their turn."""

    under_way: int
    waiting: int


@runtime_checkable
class Loaded(Protocol):
    """A model that knows how busy it is."""

    @property
    def load(self) -> tuple[int, int]:
        """How many requests are under way, and how many wait."""
        ...


def most_stories() -> int:
    """Return how many stories the machine's memory has room for, at least 1."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return max(1, min(MOST, int(memory * SHARE / STORY_BYTES)))


@dataclass(eq=False)
class Flow:
    """Decides how many stories are begun: no more while enough requests wait for the model.

    Enough is half of what the model is at work on: a story that begins now asks its first question
    only when it has looked for its evidence. ``limit`` is the most stories under way at once;
    ``load`` says how busy the model is, none where there is no model to wait for. ``fresh`` are the
    stories that have not come to the model yet.
    """

    limit: int
    load: Callable[[], Load | None]
    fresh: set[str] = field(default_factory=set)

    def room(self, active: int) -> int:
        """Return how many stories may begin now, with so many under way; one where none is."""
        load = self.load()
        if load is None:
            return max(0, min(self.limit, WITHOUT_A_MODEL) - active)
        if active and load.waiting > max(STEP, load.under_way // 2):
            return 0
        return max(int(active == 0), min(self.limit - active, STEP - len(self.fresh)))
