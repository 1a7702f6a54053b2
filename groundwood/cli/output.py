"""Where results go: standard output, and files that are whole or not there."""

import sys
from pathlib import Path
from typing import get_args

from groundwood.errors import InputError
from groundwood.files import replace_file
from groundwood.nouns import CheckedStory
from groundwood.render import Format, render_story
from groundwood.render.story import ENDINGS


def print_story(checked: CheckedStory, format_: Format) -> None:
    """Print the story; the text form ends without a newline, as it is defined, except on a screen."""
    text = render_story(checked, format_)
    end = "" if format_ == "text" and not sys.stdout.isatty() else "\n"
    sys.stdout.buffer.write((text.rstrip("\n") + end).encode())
    sys.stdout.flush()


def put_text(text: str, out: Path | None) -> None:
    """Print the text as it is, or write it to the file, whole or not at all.

    Raises:
        InputError: the file cannot be written.
    """
    if out is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
        return
    try:
        replace_file(out, text)
    except OSError as exc:
        raise InputError(f"--out: {out}: {exc.strerror}") from exc


def write_files(checked: CheckedStory, folder: Path, slug: str) -> dict[Format, Path]:
    """Write the story in every format and return the files; each is written aside, then renamed.

    Raises:
        InputError: the folder cannot be made or written.
    """
    files: dict[Format, Path] = {
        format_: folder / f"{slug}{ENDINGS[format_]}" for format_ in get_args(Format)
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for format_, file in files.items():
            replace_file(file, render_story(checked, format_))
    except OSError as exc:
        raise InputError(f"--out: {folder}: {exc.strerror}") from exc
    return files
