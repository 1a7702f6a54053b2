"""The terms that FTS5 takes from a text, for a store that has another index."""

import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

from groundwood.errors import StoreError
from groundwood.store.terms import TITLE_WEIGHT, TOKENIZER, indexed, is_unspaced, starts_pairs

MOST_KNOWN = 200_000
"""Chunks of text whose terms are remembered; about 40 MB."""

_CHUNK = re.compile("[0-9A-Za-z\x80-\U0010ffff]+")
"""What FTS5 parts at every other ASCII character; the rest is FTS5's own to part."""

_LONGEST = 100
"""Characters of a term that an index keeps as it is."""

_SET_UP = f"""
    CREATE VIRTUAL TABLE texts USING fts5 (text, content = '', tokenize = "{TOKENIZER}");
    CREATE VIRTUAL TABLE found USING fts5vocab (texts, 'instance');
"""


class TermCounts(NamedTuple):
    """What an index holds of an article: how often each term stands in it, and of how many.

    A term in the title counts `TITLE_WEIGHT` times in ``counts`` and once in ``size``.
    """

    counts: dict[str, int]
    size: int


class _Taken(NamedTuple):
    """The terms of a chunk, and how many FTS5 counts."""

    terms: tuple[str, ...]
    size: int


class Tokenizer:
    """FTS5's tokenizer without its index. May be used from several threads.

    The terms are FTS5's own, not an imitation of them: other stemmers of the same name give other
    stems ("technology": ``technolog`` here, ``technologi`` there), and then other ranks. A very
    long term is given as a digest of it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, _Taken] = {}
        self._fts = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        try:
            self._fts.executescript(_SET_UP)
        except sqlite3.Error as exc:
            raise StoreError(f"SQLite's FTS5, which takes terms from texts: {exc}") from exc

    def count(self, articles: Sequence[tuple[str, str]]) -> list[TermCounts]:
        """Return the terms of each (title, text).

        A term that begins with a character of an unspaced script also counts as `pairs_of` that
        character.
        """
        chunks = [[Counter(_CHUNK.findall(indexed(part))) for part in each] for each in articles]
        with self._lock:
            self._learn(set().union(*(part for each in chunks for part in each)))
            return [self._counts(title, text) for title, text in chunks]

    def terms(self, words: Iterable[str]) -> list[str]:
        """Return what to ask for, for each word: one term as a rule, none for marks alone."""
        asked = list(words)
        chunks = [
            chunk for word in asked if not starts_pairs(word) for chunk in _CHUNK.findall(word)
        ]
        with self._lock:
            self._learn(set(chunks))
            found = [self._known[chunk].terms for chunk in chunks]
        lone = [pairs_of(word) for word in asked if starts_pairs(word)]
        return [*lone, *(term for terms in found for term in terms if not is_pairs(term))]

    def close(self) -> None:
        """Release the tokenizer; calling it again does nothing."""
        with self._lock:
            self._fts.close()

    def _counts(self, title: Counter[str], text: Counter[str]) -> TermCounts:
        counts: dict[str, int] = {}
        size, known = 0, self._known
        for part, weight in ((title, TITLE_WEIGHT), (text, 1)):
            for chunk, times in part.items():
                terms, number = known[chunk]
                size += number * times
                added = weight * times
                for term in terms:
                    counts[term] = counts.get(term, 0) + added
        return TermCounts(counts, size)

    def _learn(self, chunks: set[str]) -> None:
        """Have FTS5 take the terms of those chunks that are not known."""
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        known = self._known
        new = list(chunks - known.keys())
        if not new:
            return
        found: list[list[str]] = [[] for _ in new]
        self._fts.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", enumerate(new))
        for place, term in self._fts.execute("SELECT doc, term FROM found ORDER BY doc, offset"):
            found[place].append(term or "")  # marks alone are a term without characters
        self._fts.execute("INSERT INTO texts (texts) VALUES ('delete-all')")
        known.update((chunk, _taken(terms)) for chunk, terms in zip(new, found, strict=True))


def pairs_of(character: str) -> str:
    """Return the term that stands for all terms which begin with the character."""
    return f"{character}*"


def is_pairs(term: str) -> bool:
    """Return whether the term stands for all that begin with a character."""
    return term.endswith("*")


def _taken(terms: Sequence[str]) -> _Taken:
    kept = [term if len(term) <= _LONGEST else _digest(term) for term in terms if term]
    return _Taken((*kept, *(pairs_of(t[0]) for t in kept if is_unspaced(t))), len(terms))


def _digest(term: str) -> str:
    return "~" + blake2b(term.encode(), digest_size=16).hexdigest()
