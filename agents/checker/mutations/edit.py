"""What a mutation is, and how a word of a sentence is replaced without breaking its grammar."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ARTICLE = re.compile(r"\b(?P<article>[Aa])n?(?P<space> [\"“‘']?)$")
_SILENT_H = re.compile(r"(?:hour|honest|honor|honour|heir)", re.IGNORECASE)
_SOUNDS_CONSONANT = re.compile(r"(?:uni[tvqf]|us[eua]|euro|one\b|once\b|u[kns]\b)", re.IGNORECASE)
_SPOKEN_VOWEL = re.compile(r"(?:8|11\b|18\b|[FHLMNRSX][A-Z]{1,4}\b)")
_NOT_BEFORE = re.compile(r"(?:\bnot|n[’']t) $", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z][\w’'-]*|\d[\d,.]*\d|\d|[^\w\s]")


@dataclass(frozen=True)
class Mutation:
    """A sentence altered so that it says something that its source does not say.

    ``old`` and ``new`` are the words replaced and the words that stand there now; both are empty
    where the structure changed (a role swap, a negation, a splice).
    """

    kind: str
    text: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Token:
    """A word, number or sign with its place in the sentence."""

    text: str
    start: int
    end: int


def tokens(sentence: str) -> list[Token]:
    """Return the words, numbers and signs of the sentence, in order."""
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(sentence)]


def substitute(sentence: str, start: int, end: int, new: str) -> str:
    """Return the sentence with the stretch replaced, and ``a`` or ``an`` before it put right.

    A replacement at the head of the sentence takes over the capital.
    """
    before, after = sentence[:start], sentence[end:]
    if new and sentence[start:end][:1].isupper() and not before.strip(" \"“‘'"):
        new = new[:1].upper() + new[1:]
    article = _ARTICLE.search(before)
    if article and new:
        right = article["article"] + ("n" if _begins_with_vowel(new) else "")
        before = f"{before[: article.start()]}{right}{article['space']}"
    return before + new + after


def replaced(kind: str, sentence: str, start: int, end: int, new: str) -> Mutation:
    """Return the mutation that puts ``new`` in place of the stretch."""
    return Mutation(kind, substitute(sentence, start, end, new), sentence[start:end], new)


def each(kind: str, pattern: re.Pattern[str], new: str, sentence: str) -> Iterator[Mutation]:
    """Yield a mutation for each match without ``not`` before it; ``new`` may name its groups."""
    for match in pattern.finditer(sentence):
        put = match.expand(new)
        if _NOT_BEFORE.search(sentence, max(0, match.start() - 5), match.start()):
            continue
        if put.casefold() != match.group().casefold():
            yield replaced(kind, sentence, match.start(), match.end(), put)


def listed(words: str) -> frozenset[str]:
    """Return the words between white space as a set."""
    return frozenset(words.split())


def capitalised(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def _begins_with_vowel(word: str) -> bool:
    word = word.lstrip("\"“‘'")
    if _SPOKEN_VOWEL.match(word) or _SILENT_H.match(word):
        return True
    return word[:1].lower() in {*"aeiou"} and not _SOUNDS_CONSONANT.match(word)
