"""How much of one text another repeats, and whether the two state the same facts."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

from groundwood.agents.retriever.terms import WORD

SHINGLE = 3
"""Words in a shingle."""
MOST_WORDS = 5000
"""Words of a text that are looked at, so that a huge article stays cheap."""

_UNSPACED = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])")
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"(?<=[\w,;] )[A-Z]\w+")
_COUNTS_AND_DENIALS = """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    thousand million billion trillion dozen dozens first second third half
    no not none never neither nor nobody nothing without cannot denied denies deny false t
"""
_FACT_WORDS = frozenset(_COUNTS_AND_DENIALS.split())
"""Words that state a count, an order or a denial (``t`` is what ``didn't`` leaves behind)."""


@dataclass(frozen=True)
class Print:
    """The fingerprint of a text: its word shingles, the figures and denials it states, its names."""

    shingles: frozenset[str]
    facts: frozenset[str]
    names: frozenset[str]

    def share_in(self, other: "Print") -> float:
        """Return the share in [0, 1] of this text's shingles that the other text has too."""
        return len(self.shingles & other.shingles) / len(self.shingles) if self.shingles else 0.0

    def new_to(self, other: "Print") -> int:
        """Return how many shingles the other text lacks: about the count of new words."""
        return len(self.shingles - other.shingles)


def words(text: str) -> list[str]:
    """Return the folded words; each character of Chinese and Japanese is a word."""
    folded = unicodedata.normalize("NFKC", text[: MOST_WORDS * 20]).casefold()
    found = WORD.finditer(_UNSPACED.sub(r" \1 ", folded))
    return [match.group() for match in islice(found, MOST_WORDS)]


def fingerprint(text: str) -> Print:
    """Return the text's fingerprint; a text shorter than a shingle is one shingle."""
    found = words(text)
    starts = range(max(1, len(found) - SHINGLE + 1)) if found else ()
    shingles = frozenset(" ".join(found[i : i + SHINGLE]) for i in starts)
    figures = {figure.replace(",", "") for figure in _FIGURE.findall(text[: MOST_WORDS * 20])}
    facts = frozenset(figures | _FACT_WORDS.intersection(found))
    return Print(shingles, facts, frozenset(_NAME.findall(text[: MOST_WORDS * 20])))
