"""Where the running task is: in which run, and at which story. Logs say so in every line."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A run and a story; none where there is none."""

    run_id: str | None = None
    story: str | None = None


_NOWHERE = Place()
_place: ContextVar[Place] = ContextVar("place", default=_NOWHERE)


def place() -> Place:
    """Return where the running task is."""
    return _place.get()


@contextmanager
def about(*, run_id: str | None = None, story: str | None = None) -> Iterator[None]:
    """Let the lines that are logged inside name the run and the story; none leaves them as they are."""
    before = _place.get()
    token = _place.set(Place(run_id or before.run_id, story or before.story))
    try:
        yield
    finally:
        _place.reset(token)
