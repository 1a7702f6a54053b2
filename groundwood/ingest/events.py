"""What reading yields: first raw rows from a file, then what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from groundwood.nouns import Article


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a file, with the line on which it begins (1 is the first, 0 is unknown)."""

    line: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bad:
    """A place of a file that gives no record. Line 0 stands for the file as a whole."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the user should know of a place that is used all the same."""

    line: int
    text: str


Raw = Row | Bad | Note
"""What a format's reader yields, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An article. ``replaces``: it is a newer version of one that was accepted before."""

    file: str
    line: int
    article: Article
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row, or (line 0) a whole file, that cannot be used, and why."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Warned:
    """What was changed or left out of a row that is kept."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row that is an article which was accepted before, with the place of that one."""

    file: str
    line: int
    first: str


Event = Accepted | Rejected | Warned | Duplicate
"""What `read_events` yields, in the order of the input."""
