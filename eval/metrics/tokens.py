"""How a text is cut into the words that are counted: named, as the figures depend on it."""

import re
import unicodedata
from typing import Literal

from groundwood.eval.metrics.porter import stem

Tokeniser = Literal["ascii", "unicode"]
"""``ascii`` is rouge-score's: lower-case runs of a-z and 0-9, so that *café* is *caf*, and a text
in another script is nothing. ``unicode`` takes the words of every script, case folded, with their
vowel signs; scripts without spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese),
and Korean, whose particles cling to words, by character."""

SHORTEST_STEMMED = 4
"""Characters of the shortest word that rouge-score stems."""
_ASCII = re.compile(r"[a-z0-9]+")
_SINGLE = (
    r"\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59\u0e81-\u0edf\u1000-\u1049\u1050-\u109f"
    r"\u1780-\u17d3\u17e0-\u17e9\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_SIGNS = r"\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff"
_UNICODE = re.compile(rf"[{_SINGLE}]|(?:(?![{_SINGLE}])[\w{_SIGNS}])+")


def tokens(text: str, tokeniser: Tokeniser = "unicode", *, is_stemmed: bool = False) -> list[str]:
    """Return the words of the text in order; ``is_stemmed`` cuts them to their English stems.

    The stems are those of NLTK's Porter stemmer, for words of more than three characters only, as
    rouge-score takes them.
    """
    words = _cut(text, tokeniser)
    if not is_stemmed:
        return words
    return [word if len(word) < SHORTEST_STEMMED else stem(word) for word in words]


def _cut(text: str, tokeniser: Tokeniser) -> list[str]:
    if tokeniser == "ascii":
        return _ASCII.findall(text.lower())
    return _UNICODE.findall(unicodedata.normalize("NFKC", text).casefold())


def n_grams(words: list[str], size: int) -> list[tuple[str, ...]]:
    """Return the runs of ``size`` words, in order."""
    return list(zip(*(words[start:] for start in range(size)), strict=False))
