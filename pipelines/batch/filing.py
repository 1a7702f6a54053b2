"""The files of a batch: made after the commit, and made again where they are missing."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from groundwood.errors import StoreError
from groundwood.files import replacing
from groundwood.nouns.runs import BatchRun, TopicRun, TopicStatus
from groundwood.pipelines.batch.plan import Output
from groundwood.render import render_story
from groundwood.render.story import ENDINGS
from groundwood.store.base import Store

WITH_FILES: tuple[TopicStatus, ...] = ("published", "unchanged")
_PAGE = 100
_COARSE = 0.001
"""Seconds by which a file system may round what a file is dated with."""


@dataclass(frozen=True)
class Filer:
    """Writes the story of a topic into the output folder, in each format.

    A file is dated with its story's version (``updated_at``): one that is missing or older is made
    anew, one that is newer is of a later version and stays.
    """

    output: Output
    run: BatchRun
    date: str

    def path(self, slug: str, ending: str) -> Path:
        """Return where a file of the topic goes."""
        places = {"date": self.date, "plan": self.run.plan, "run": self.run.id, "slug": slug}
        return self.output.folder / (self.output.path.format(**places) + ending)

    def paths(self, slug: str) -> list[Path]:
        """Return the files of the topic, in the order of the formats."""
        return [self.path(slug, ENDINGS[format_]) for format_ in self.output.formats]

    def file(self, row: TopicRun, store: Store, told: Callable[[Path], None]) -> None:
        """Write the files of the row's version; ``told`` is called after each.

        Raises:
            StoreError: a file or folder cannot be written.
        """
        version = store.stories.get(_uuid(row), row.version)
        if version is None:
            raise StoreError(f"the store has no version {row.version} of {row.slug!r}")
        for format_ in self.output.formats:
            file = self.path(row.slug, ENDINGS[format_])
            text = render_story(version.checked, format_)
            self._write(file, text, version.story.updated_at)
            told(file)

    def missing(self, row: TopicRun, store: Store) -> bool:
        """Whether a file of the row's version is not there, or is of an earlier one."""
        for known in store.stories.versions(_uuid(row)):
            if known.version == row.version:
                return any(_is_older(file, known.updated_at) for file in self.paths(row.slug))
        return True

    def make_up(self, store: Store, told: Callable[[TopicRun, Path], None]) -> int:
        """Write what is missing of all topics that have a story; return for how many."""
        made, last = 0, None
        while page := store.runs.topics(self.run.id, *WITH_FILES, after=last, limit=_PAGE):
            for row in page:
                if self.missing(row, store):
                    self.file(row, store, partial(told, row))
                    made += 1
            last = page[-1]
        return made

    def _write(self, file: Path, text: str, moment: datetime) -> None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with replacing(file, alone=True) as aside:
                aside.write_bytes(text.encode())
                os.utime(aside, (moment.timestamp(), moment.timestamp()))
        except OSError as exc:
            raise StoreError(f"[output] folder: {file}: {exc.strerror}") from exc


def _uuid(row: TopicRun) -> UUID:
    assert row.story is not None  # published and unchanged rows name their story
    return row.story


def _is_older(file: Path, moment: datetime) -> bool:
    try:
        return file.stat().st_mtime < moment.timestamp() - _COARSE
    except FileNotFoundError:
        return True
