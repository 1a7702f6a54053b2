"""Troubles that pass by themselves: a model that breaks, a story that somebody else holds."""

import asyncio
import random
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")

TRIES = 4
"""How often a story is tried that the model fails, each try with all the patience of the gateway."""


async def outcome_of(work: Coroutine[Any, Any, T]) -> T | Exception:
    """Return what the work returns, or the exception that ended it: of one story, not of the batch.

    When this is cancelled the work is, and has ended when this has.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task})
    finally:
        task.cancel()
        await asyncio.wait({task})
    failure = task.exception()
    if failure is None:
        return task.result()
    if isinstance(failure, Exception):
        return failure
    raise failure


@dataclass(eq=False)
class Pulse:
    """When the model last brought a story to its end, on the monotonic clock."""

    last: float = float("-inf")

    def beat(self) -> None:
        """Take note that it did."""
        self.last = time.monotonic()


def wait_after(tries: int) -> float:
    """Return the seconds to wait after so many tries: doubling from one, with jitter."""
    return random.uniform(0.5, 1.0) * 2.0 ** (tries - 1)
