"""Quotations: what a sentence puts in quotation marks must stand in the source, word for word."""

import re
import unicodedata
from functools import lru_cache

_QUOTED = re.compile(
    r"“([^”]+)”|\"([^\"]+)\"|«([^»]+)»|「([^」]+)」|„([^“”]+)[“”]"
    r"|(?<!\w)‘((?:[^‘’]|’(?=\w))+)’(?!\w)|(?<!\w)'(?!(?:s|t|re|ve|ll|d|m)\b)((?:[^'.]|'(?=\w)){2,120})'(?!\w)"
)
_MARKS = str.maketrans(
    {
        **dict.fromkeys('“”„«»「」"', " "),
        **dict.fromkeys("‘’ʼ`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "\u00a0": " ",
        "…": "...",
    }
)
_GAP = re.compile(r"\.\.\.|\[[^\]]*\]")
_SPACES = re.compile(r"\s+")
_EDGES = " ,.;:!?'-"


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """Return the text folded for comparison: NFKC, case, quotation marks, dashes and spaces."""
    folded = unicodedata.normalize("NFKC", text).translate(_MARKS).casefold()
    return _SPACES.sub(" ", folded).strip()


def quotations(text: str) -> list[str]:
    """Return what stands between quotation marks, in order."""
    return ["".join(filter(None, match.groups())).strip() for match in _QUOTED.finditer(text)]


def misquoted(sentence: str, source: str) -> list[str]:
    """Return the quotations of the sentence that the source does not have.

    Typographic variants are equal, ``[insertions]`` and ``…`` may stand for anything, and the
    punctuation at a quotation's edges does not count. Quotation marks of the source do not count.
    """
    quotes = quotations(sentence)
    return [quote for quote in quotes if not _holds(plain(source), quote)]


def _holds(source: str, quote: str) -> bool:
    parts = [part.strip(_EDGES) for part in _GAP.split(plain(quote))]
    wanted = [rf"(?<!\w){re.escape(part)}(?!\w)" for part in parts if part]
    at = 0
    for pattern in wanted:
        found = re.compile(pattern).search(source, at)
        if found is None:
            return False
        at = found.end()
    return True
