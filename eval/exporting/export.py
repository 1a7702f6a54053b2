"""A run as files for other programs."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from groundwood.errors import InputError, SettingsError
from groundwood.eval.exporting import inspect_log, table_files, verdict_lines
from groundwood.eval.exporting.tables import Shown, as_it_is, hidden
from groundwood.eval.runs import Run

FORMATS: Mapping[str, Callable[[Run, Path, Shown], None]] = {
    "parquet": table_files.write_parquet,
    "csv": table_files.write_csv,
    "jsonl": verdict_lines.write,
    "inspect": inspect_log.write,
}
"""What writes a format: ``jsonl`` a file, the others a folder."""


def export(run: Run, format_: str, out: str | Path, *, without_texts: bool = False) -> None:
    """Write a run into a file or folder; what is written is whole, or not there.

    ``parquet`` and ``csv`` are a folder with one file a table, see
    `groundwood.eval.exporting.tables`; ``jsonl`` is one file with a verdict a line; ``inspect`` a
    folder with one log a system. Files that a folder has already are replaced by those of the same
    name.

    Args:
        run: a scored run.
        format_: a name of `FORMATS`.
        out: the file or folder.
        without_texts: sources, outputs and references are replaced by ``sha256:`` and the SHA-256
            of their UTF-8, so that texts of others need not be passed on.

    Raises:
        InputError: it is no scored run, its files are of different scorings, or ``out`` cannot be
            written.
        SettingsError: there is no such format, or pandas or pyarrow are needed and not installed.
    """
    if format_ not in FORMATS:
        raise SettingsError(f"--format: no format {format_!r}; there are: {', '.join(FORMATS)}")
    place = Path(out)
    aside = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        FORMATS[format_](run, aside, hidden if without_texts else as_it_is)
        _put(aside, place)
    except OSError as exc:
        raise InputError(f"--out: {place}: {exc.strerror or exc}") from exc
    finally:
        _remove(aside)


def _put(aside: Path, place: Path) -> None:
    """Rename what was written; into a folder that exists already its files."""
    if aside.is_file() or not place.exists():
        aside.replace(place)
        return
    for file in aside.iterdir():
        file.replace(place / file.name)


def _remove(aside: Path) -> None:
    if aside.is_dir():
        shutil.rmtree(aside)
    elif aside.is_file():
        aside.unlink()
