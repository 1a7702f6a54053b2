"""What is indexed of a text and asked of the index: plain terms, whatever the language."""

import re
from collections.abc import Iterable
from hashlib import blake2b

MOST_TERMS = 64
"""A longer query is cut: more terms cost time and change the ranking little."""

_TERM = re.compile(r"\w+")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
"""Runs of scripts written without spaces: Thai, Lao, Burmese, Khmer, kana and Han characters."""

_STOP_WORDS = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "but",
        "by",
        "can",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "more",
        "most",
        "my",
        "no",
        "not",
        "of",
        "on",
        "one",
        "or",
        "our",
        "out",
        "over",
        "she",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "up",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)


def indexed(text: str) -> str:
    """Return the text as it goes into the index: unspaced scripts as pairs of characters."""
    return text if text.isascii() else _UNSPACED.sub(_pairs, text)


def match_expression(query: str, tags: Iterable[str]) -> str | None:
    """Return the FTS5 expression for any of the query's words under all of the tags.

    Every word is quoted, so that no operator has a meaning. None when the query has no word.
    """
    words = _words(query)
    if not words:
        return None
    any_word = " OR ".join(f'"{word}"' for word in words)
    return " AND ".join([*map(_under, tags), f"({{title text}} : ({any_word}))"])


def tag_expression(tags: Iterable[str]) -> str:
    """Return the FTS5 expression for all of the tags."""
    return " AND ".join(map(_under, tags))


def tag_token(tag: str) -> str:
    """Return the one token that stands for the tag in the index."""
    return "t" + blake2b(tag.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _under(tag: str) -> str:
    return f"tags : {tag_token(tag)}"


def _words(query: str) -> list[str]:
    terms = [term.casefold() for term in _TERM.findall(indexed(query))]
    distinct = list(dict.fromkeys(terms))
    return [term for term in distinct if term not in _STOP_WORDS][:MOST_TERMS] or distinct[:8]


def _pairs(run: re.Match[str]) -> str:
    characters = run.group()
    pairs = [characters[i : i + 2] for i in range(len(characters) - 1)] or [characters]
    return f" {' '.join(pairs)} "
