"""What is indexed of a text and asked of the index: plain terms, whatever the language."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import blake2b

TOKENIZER = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
"""How FTS5 takes terms from a text: folded words without diacritics, in Porter's stems."""

TITLE_WEIGHT = 2
"""How often a word in a title counts."""

MOST_TERMS = 64
"""A longer query is cut: more terms cost time and change the ranking little."""

LONGEST_QUERY = 20_000
"""Characters of a query that are looked at."""

_WORD_CATEGORIES = {"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "Co", "Mn", "Mc"}

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff]+"
)
"""Runs of scripts written without spaces: Thai, Lao, Burmese, Khmer, kana and Han characters."""

_STOP_WORDS = """
a about after all also an and any are as at be because been but by can did do does for from
had has have he her his how i if in into is it its just more most my no not of on one or our
out over she so some such than that the their them then there these they this those to up
was we were what when where which while who whom why will with would you your
"""
_STOPPED = frozenset(_STOP_WORDS.split())


def indexed(text: str) -> str:
    """Return the text as it goes into the index: unspaced scripts as overlapping character pairs.

    The last character of a run follows alone, so that each one starts a term.
    """
    return text if text.isascii() else _UNSPACED.sub(_pairs, text)


def match_expression(query: str, tags: Iterable[str]) -> str | None:
    """Return the FTS5 expression for any of the query's words under all of the tags.

    Every word is quoted, so that no operator has a meaning. None when the query has no word.
    """
    words = query_words(query)
    if not words:
        return None
    either = " OR ".join(map(_quoted, words))
    return " AND ".join([*map(_under, tags), f"({{title text}} : ({either}))"])


def tag_expression(tags: Iterable[str]) -> str:
    """Return the FTS5 expression for all of the tags."""
    return " AND ".join(map(_under, tags))


def query_words(query: str) -> list[str]:
    """Return the query's words in lower case: no stop words unless there is nothing else."""
    distinct = list(dict.fromkeys(_words(query[:LONGEST_QUERY].lower())))
    return [word for word in distinct if word not in _STOPPED][:MOST_TERMS] or distinct[:MOST_TERMS]


def starts_pairs(word: str) -> bool:
    """Return whether the word is one character of an unspaced script: it asks for all its pairs."""
    return len(word) == 1 and is_unspaced(word)


def is_unspaced(term: str) -> bool:
    """Return whether the term begins with a character of an unspaced script."""
    return _UNSPACED.match(term) is not None


def tag_token(tag: str) -> str:
    """Return the one token that stands for the tag in the index."""
    return "t" + blake2b(tag.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _under(tag: str) -> str:
    return f"tags : {tag_token(tag)}"


def _words(text: str) -> Iterator[str]:
    """Yield runs of letters, digits and marks; of an unspaced script, its character pairs."""
    spaced = "".join(c if unicodedata.category(c) in _WORD_CATEGORIES else " " for c in text)
    for word in _UNSPACED.sub(_apart, spaced).split():
        if len(word) > 1 and _UNSPACED.fullmatch(word):
            yield from (word[i : i + 2] for i in range(len(word) - 1))
        else:
            yield word


def _quoted(word: str) -> str:
    """Return the word as an FTS5 string; a lone character of an unspaced script starts a pair."""
    return f'"{word}" *' if starts_pairs(word) else f'"{word}"'


def _apart(run: re.Match[str]) -> str:
    return f" {run.group()} "


def _pairs(run: re.Match[str]) -> str:
    characters = run.group()
    return f" {' '.join(characters[i : i + 2] for i in range(len(characters)))} "
