"""Reading: the events of every input in order, or the articles of all of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import IO, overload

from groundwood.errors import InputError
from groundwood.ingest import csv_rows, feed_rows, json_rows, page_rows
from groundwood.ingest.draft import draft
from groundwood.ingest.events import (
    Accepted,
    Bad,
    Duplicate,
    Event,
    Note,
    Raw,
    Rejected,
    Row,
    Warned,
)
from groundwood.ingest.files import Source, find, open_whole, shown
from groundwood.ingest.names import Names, Same
from groundwood.ingest.sniff import HEAD, Format, sniff
from groundwood.nouns import Article

READERS: dict[Format, Callable[[IO[bytes]], Iterator[Raw]]] = {
    Format.JSON: json_rows.read,
    Format.CSV: csv_rows.read,
    Format.FEED: feed_rows.read,
    Format.HTML: page_rows.read,
}


@dataclass(frozen=True, repr=False)
class ReadResult(Sequence[Article]):
    """The articles that were read, as a sequence, and what became of everything else.

    ``duplicates`` counts the rows that were an accepted article again, or an older version of it.
    """

    articles: tuple[Article, ...]
    rejected: tuple[Rejected, ...] = ()
    warnings: tuple[Warned, ...] = ()
    duplicates: int = 0

    def __len__(self) -> int:
        return len(self.articles)

    @overload
    def __getitem__(self, place: int) -> Article: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Article, ...]: ...
    def __getitem__(self, place: int | slice) -> Article | tuple[Article, ...]:
        return self.articles[place]

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles)

    def __repr__(self) -> str:
        return (
            f"<{len(self.articles)} articles, {len(self.rejected)} rejected, "
            f"{self.duplicates} duplicates, {len(self.warnings)} warnings>"
        )


def read_articles(source: Source, *, now: datetime | None = None) -> ReadResult:
    """Return the articles of files, folders or standard input (``"-"``).

    JSON lines, JSON, CSV, TSV, RSS, Atom and HTML are read, each also with gzip; the content tells
    which it is. What cannot be used is in ``rejected`` with file, line and reason. ``now`` decides
    which dates lie in the future (a naive one is UTC). ``docs/articles.md`` states every rule.

    Raises:
        InputError: there is no usable article at all; the text says why, file by file.
    """
    kept: dict[str, Article] = {}
    rejected, warnings, duplicates = [], [], 0
    for event in read_events(source, now=now):
        match event:
            case Accepted():
                kept[event.article.id] = event.article
                duplicates += event.replaces
            case Rejected():
                rejected.append(event)
            case Warned():
                warnings.append(event)
            case Duplicate():
                duplicates += 1
    if not kept:
        raise InputError(_nothing(rejected))
    return ReadResult(tuple(kept.values()), tuple(rejected), tuple(warnings), duplicates)


def read_events(source: Source, *, now: datetime | None = None) -> Iterator[Event]:
    """Yield what becomes of each row of the input, in its order, holding one row at a time.

    A JSON file without lines, a feed or a page is held as a whole. Of each article about half a
    kilobyte is remembered, so that it is known when it comes again. Nothing is raised for what the
    input holds: a file that cannot be used is a `Rejected` with line 0.
    """
    names = Names()
    today = now or datetime.now(UTC)
    today = today if today.tzinfo else today.replace(tzinfo=UTC)
    for path in find(source):
        if isinstance(path, Rejected | Warned):
            yield path
        else:
            yield from _file(path, names, today)


def _file(path: Path, names: Names, now: datetime) -> Iterator[Event]:
    file = shown(path)
    try:
        with open_whole(path) as stream:
            head = stream.read(HEAD)
            stream.seek(0)
            raws = READERS[sniff(head, path.name)](stream)
            first = next(raws, Bad(0, "there are no articles in it"))
            for raw in chain((first,), raws):
                yield from _events(raw, file, names, now)
    except InputError as exc:
        yield Rejected(file, 0, str(exc))


def _events(raw: Raw, file: str, names: Names, now: datetime) -> Iterator[Event]:
    match raw:
        case Row():
            yield from _row(raw, file, names, now)
        case Bad():
            yield Rejected(file, raw.line, raw.reason)
        case Note():
            yield Warned(file, raw.line, raw.text)


def _row(row: Row, file: str, names: Names, now: datetime) -> Iterator[Event]:
    said: list[str] = []
    try:
        admitted = names.admit(draft(row.values, now, said.append), told(file, row.line))
    except InputError as exc:
        yield Rejected(file, row.line, str(exc))
        return
    except RecursionError:
        yield Rejected(file, row.line, "nested too deeply to be read")
        return
    if isinstance(admitted, Same):
        if admitted.differs:
            yield Warned(file, row.line, f"the same text as {admitted.first}: that one is kept")
        yield Duplicate(file, row.line, admitted.first)
        return
    for text in said:
        yield Warned(file, row.line, text)
    if admitted.replaces:
        text = f"another text at the address of {admitted.replaces}, which it replaces"
        yield Warned(file, row.line, text)
    yield Accepted(file, row.line, admitted.article, replaces=admitted.replaces is not None)


def told(file: str, line: int) -> str:
    """Return the place as it is named in messages."""
    return f"{file}:{line}" if line else file


def _nothing(rejected: Sequence[Rejected]) -> str:
    reasons = [f"{told(each.file, each.line)}: {each.reason}" for each in rejected[:3]]
    more = [f"and {len(rejected) - 3} more"] if len(rejected) > 3 else []
    return "; ".join(["no usable article", *reasons, *more])
