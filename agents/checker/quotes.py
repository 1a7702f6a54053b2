"""Quotations: what a sentence puts in quotation marks must stand in the source, word for word."""

import re
import unicodedata

_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|«([^»]+)»|「([^」]+)」|„([^“”]+)[“”]")
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
    plain_source = plain(source)
    return [quote for quote in quotations(sentence) if not _holds(plain_source, quote)]


def _holds(source: str, quote: str) -> bool:
    at = 0
    for part in _GAP.split(plain(quote)):
        wanted = part.strip(_EDGES)
        found = source.find(wanted, at)
        if found < 0:
            return False
        at = found + len(wanted)
    return True
