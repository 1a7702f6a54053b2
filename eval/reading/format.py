"""What a format of samples is."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from groundwood.eval.reading.records import records
from groundwood.eval.reading.row import Row
from groundwood.eval.samples import Sample
from groundwood.nouns import Article

Articles = Sequence[Article] | None
Reader = Callable[[Path, str, Articles], Iterator[Sample]]


@dataclass(frozen=True)
class Format:
    """A kind of file that holds samples.

    ``takes`` tells the format from the first record of a file, which is none where the file is
    plain text. ``read`` takes the file, its name within the folder without endings, and the
    articles; ``articles`` says whether it has a use for them.
    """

    name: str
    what: str
    takes: Callable[[Row | None], bool]
    read: Reader
    articles: Literal["none", "optional", "needed"] = "none"


def each_record(make: Callable[[Row], Iterable[Sample]]) -> Reader:
    """Return the reader of a format whose every record holds its samples and their sources."""

    def read(path: Path, name: str, articles: Articles) -> Iterator[Sample]:
        for row in records(path):
            yield from make(row)

    return read
