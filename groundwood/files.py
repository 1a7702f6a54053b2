"""Files that are whole or not there: written aside, then renamed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(file: Path, *, alone: bool = False) -> Iterator[Path]:
    """Yield where to write what takes the file's place at the end; its folder must be there.

    That is a hidden place in the same folder; after an error nothing is left there. What a killed
    process leaves there stays, unless ``alone`` says that one process at a time writes the file: then
    the next one writes over it.

    Raises:
        OSError: it cannot be renamed.
    """
    aside = file.with_name(f".{file.name}.{'part' if alone else os.getpid()}")
    try:
        yield aside
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


def replace_file(file: Path, text: str) -> None:
    """Put the text, as UTF-8, in the file's place.

    Raises:
        OSError: it cannot be written.
    """
    with replacing(file) as aside:
        aside.write_bytes(text.encode())
