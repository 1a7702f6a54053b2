"""The words of a text as the ranking sees them, the same for queries and passages."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
_NO_SINGULAR = ("ss", "us", "is")

_STOP_WORDS = """
    a about after all also an and any are as at be been before being but by can could did do does
    for from had has have he her his how i if in into is it its may more most no not of on or our
    s said say says she should so some such t than that the their them then there these they this
    those to up was we were what when where which while who why will with would you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""English words that carry no topic; other languages rely on the weight of rare words alone."""


def terms(text: str) -> list[str]:
    """Return the index terms in reading order: folded words, plurals made singular.

    Scripts written without spaces (Chinese, Japanese) and Korean, whose particles cling to words,
    give overlapping pairs of characters.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return [term for word in _WORD.findall(folded) for term in _parts(word)]


def query_terms(query: str) -> list[str]:
    """Return the query's distinct terms without stop words (with them where there are no others)."""
    every = list(dict.fromkeys(terms(query)))
    return [term for term in every if term not in STOP_WORDS] or every


def _parts(word: str) -> Iterator[str]:
    if word.isascii():
        yield _singular(word)
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


def _singular(word: str) -> str:
    """Return the word without its plural ending: Harman's S stemmer (JASIS 42, 1991)."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(_NO_SINGULAR):
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    return word[:-1]
