"""Stories as files that are whole or not there."""

import os
from datetime import datetime
from pathlib import Path

from groundwood.render.story import Format

ENDINGS: dict[Format, str] = {"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json"}


def replace_file(file: Path, text: str, moment: datetime | None = None) -> None:
    """Write the text as UTF-8 aside and rename it over the file, so that it is never half there.

    One process at a time may write a file: what a killed one left aside is written over. The file is
    dated with the moment where one is given. Its folder must be there.
    """
    aside = file.with_name(f".{file.name}.part")
    try:
        aside.write_bytes(text.encode())
        if moment is not None:
            os.utime(aside, (moment.timestamp(), moment.timestamp()))
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
