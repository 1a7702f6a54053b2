"""What rich draws: on a terminal in colour, elsewhere as plain text without spaces at line ends."""

import io
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

Draw = Callable[["Console"], None]
"""Prints something on the console that it is given."""


def put_drawn(draw: Draw, width: int) -> None:
    """Print on standard output; where that is no terminal it is so many columns wide."""
    if not sys.stdout.isatty():
        sys.stdout.buffer.write(drawn(draw, width).encode())
        sys.stdout.flush()
        return
    from rich.console import Console  # slow to load

    draw(Console(highlight=False))


def drawn(draw: Draw, width: int) -> str:
    """Return what is drawn as plain text of so many columns."""
    from rich.console import Console

    file = io.StringIO()
    draw(Console(file=file, highlight=False, width=width, color_system=None))
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines())


def plain_grid() -> "Table":
    """Return a table without lines."""
    from rich.table import Table

    return Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
