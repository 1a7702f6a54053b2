"""How many are done, on standard error: a live line on a terminal, nothing elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def counting(what: str, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Yield what is told how many are done."""
    if quiet or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console  # slow to load, and only a terminal needs it

    with Console(stderr=True, highlight=False).status(f"0 {what}") as status:
        yield lambda done: status.update(f"{done:,} {what}")
