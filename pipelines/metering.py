"""Usage a task at a time, so that a checkpoint holds what its finished tasks took."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, runtime_checkable

from groundwood.gateway.base import Model
from groundwood.gateway.usage import Meter
from groundwood.nouns import Usage

UsageByAgent = Mapping[str, Usage]

_current: ContextVar[Meter | None] = ContextVar("meter of the running task", default=None)


class TaskMeter(Meter):
    """A meter that hands each usage on to the meter of the task that runs, and to one more."""

    def __init__(self, other: Meter | None = None) -> None:
        super().__init__()
        self._other = other

    def add(self, agent: str, usage: Usage) -> None:
        """Count the usage here, to the other meter, and to the running task where there is one."""
        super().add(agent, usage)
        for meter in (self._other, _current.get()):
            if meter is not None:
                meter.add(agent, usage)


@runtime_checkable
class Metered(Model, Protocol):
    """A model that counts what its calls take."""

    @property
    def meter(self) -> Meter: ...

    def metered(self, meter: Meter) -> Model:
        """Return the same model, counting into the meter."""
        ...


@contextmanager
def task_meter() -> Iterator[Meter]:
    """Yield a meter of what this task's model calls take."""
    meter = Meter()
    token = _current.set(meter)
    try:
        yield meter
    finally:
        _current.reset(token)


def add_usage(old: UsageByAgent, new: UsageByAgent) -> dict[str, Usage]:
    """Return the usages added up agent by agent."""
    agents = dict.fromkeys([*old, *new])
    return {agent: old.get(agent, Usage()) + new.get(agent, Usage()) for agent in agents}
