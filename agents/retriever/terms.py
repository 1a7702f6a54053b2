"""The words of a text as the ranking sees them, the same for queries and passages."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import cast

WORD = re.compile(
    r"[\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff]+"
)
"""A word with its vowel signs, which ``\\w`` alone parts in Hebrew, Arabic and Indian scripts."""
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
LONGEST_WORD = 40
"""Characters of the longest word that is stemmed; what is longer is no word."""

_STOP_WORDS = """
    a about after all also an and any are as at be been before being but by can could did do does
    for from had has have he her his how i if in into is it its may more most no not of on or our
    s said say says she should so some such t than that the their them then there these they this
    those to up was we were what when where which while who why will with would you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""English words that carry no topic; other languages rely on the weight of rare words alone."""


def terms(text: str) -> list[str]:
    """Return the index terms in reading order: folded words without accents, by Porter's stems.

    That is what the full-text index of the store does, so that what it finds is found again here.
    Scripts written without spaces (Chinese, Japanese) and Korean, whose particles cling to words,
    give overlapping pairs of characters.
    """
    return [term for word in WORD.findall(_folded(text)) for term in _parts(word)]


def query_terms(query: str) -> list[str]:
    """Return the query's distinct terms without stop words (with them where there are no others)."""
    every = list(dict.fromkeys(terms(query)))
    return [term for term in every if not is_stop_term(term)] or every


@lru_cache(maxsize=512)
def content_terms(text: str) -> frozenset[str]:
    """Return the text's distinct terms that carry a topic."""
    return frozenset(term for term in terms(text) if not is_stop_term(term))


def is_stop_term(term: str) -> bool:
    """Return whether the term carries no topic."""
    return term in _stop_terms()


@cache
def _stop_terms() -> frozenset[str]:
    return frozenset(terms(" ".join(STOP_WORDS)))


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart))


def _parts(word: str) -> Iterator[str]:
    if word.isascii():
        yield _stem(word)
        return
    position = 0
    for run in _UNSPACED.finditer(word):
        if position < run.start():
            yield word[position : run.start()]
        yield from _pairs(run.group())
        position = run.end()
    if position < len(word):
        yield word[position:]


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    for first, second in pairwise(run):
        yield first + second


@cache
def _stemmer() -> Callable[[str], str]:
    from snowballstemmer import stemmer  # type: ignore[import-untyped]  # loaded at first use

    return cast(Callable[[str], str], stemmer("porter").stemWord)


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return word if len(word) > LONGEST_WORD else _stemmer()(word)
