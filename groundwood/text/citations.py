"""Citation markers as people and models write them, and the labels that they name.

Read are ``[a3a17192]``, ``[1]``, ``[1, 2]``, ``[1-3]``, ``[^1]``, ``¹``, ``<sup>1</sup>``,
``(Source 1)``, ``[Sources 1 and 3]``, ``【1†source】`` and links whose words are nothing but such
a number. A year, ``[sic]`` and any other words in brackets are no markers.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

KnownLabel = Callable[[str], bool]

MOST_OF_A_RANGE = 50
"""A range of more numbers is no marker: it is of years, pages or verses."""
HIGHEST_NUMBER = 999
"""A higher number is a marker only where the text or the articles know it as a label."""
LONGEST_LABEL = 80

_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒", "0123456789-,")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_UNITS = frozenset(
    ("m", "km", "cm", "mm", "dm", "nm", "ft", "in", "mi", "yd", "mc", "s", "sec", "kg", "r", "x")
)
_WORD_BEFORE = re.compile(r"[^\W\d_]+\Z")
_YEAR_BEFORE = re.compile(r"(?<!\d)(?:19|20)\d\d\Z")

_KIND = r"(?:sources?|src|refs?|references?|docs?|documents?)"
_MARKER = re.compile(
    rf"""
      \\?\[(?P<square>[^\[\]\n]{{1,200}})\]
    | \((?P<round>{_KIND}[^()\n]{{1,200}})\)
    | 【(?P<wide>[^【】\n†]{{1,80}})(?:†[^【】\n]{{0,200}})?】
    | <sup>\[?(?P<sup>[\d ,;–-]{{1,40}})\]?</sup>
    | (?P<raised>[{_RAISED}](?:[{_RAISED}⁻˒,]{{0,20}}[{_RAISED}])?)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAMED = re.compile(
    rf"{_KIND}[.:]?\s*(?:no\.?|number|\#)?\s*(?=[\d^]|[0-9a-f]{{8}})", re.IGNORECASE
)
_BETWEEN = re.compile(
    rf"\s*(?:[,;&]|\band\b|\s)\s*(?:and\b\s*)?(?:{_KIND}[.:]?\s+)?", re.IGNORECASE
)
_RANGE = re.compile(r"(\d{1,4})\s*[-–—]\s*(\d{1,4})")
_TIGHT_RANGE = re.compile(r"(?<=\d)\s*[-–—]\s*(?=\d)")
_ID = re.compile(r"[0-9a-f]{8,64}")
_NOTE = re.compile(r"\^[\w.:-]{1,40}")


@dataclass(frozen=True)
class Mark:
    """A marker at its half-open range of the text that was searched."""

    start: int
    end: int
    labels: tuple[str, ...]


def marks(text: str, is_known: KnownLabel = lambda label: False) -> Iterator[Mark]:
    """Yield the markers in order, in linear time.

    ``is_known`` says of any words whether they are a label: the id of an article, or an entry of
    the text's own list.
    """
    for found in _MARKER.finditer(text):
        labels = _labels_of(found, text, is_known)
        if labels:
            yield Mark(found.start(), found.end(), labels)


def labels_in(words: str, is_known: KnownLabel = lambda label: False) -> tuple[str, ...]:
    """Return the labels that the words of a bracket name; none where they are no marker."""
    words = words.strip().rstrip("\\")
    if len(words) <= LONGEST_LABEL and is_known(words):
        return (words,)
    named = _NAMED.match(words)
    parts = _BETWEEN.split(_TIGHT_RANGE.sub("-", words[named.end() :] if named else words))
    found: dict[str, None] = {}
    for part in parts:
        labels = _one(part.strip(), is_known, named is not None)
        if not labels:
            return ()
        found.update(dict.fromkeys(labels))
    return tuple(found)


def _labels_of(found: re.Match[str], text: str, is_known: KnownLabel) -> tuple[str, ...]:
    if found["raised"]:
        if not _is_note_sign(text[max(0, found.start() - 20) : found.start()]):
            return ()
        return labels_in(found["raised"].translate(_SUPERSCRIPT), is_known)
    if found["round"]:
        is_named = _NAMED.match(found["round"]) is not None
        return labels_in(found["round"], is_known) if is_named else ()
    return labels_in(found["square"] or found["wide"] or found["sup"], is_known)


def _is_note_sign(before: str) -> bool:
    """Return whether a raised digit behind these characters points to a note, and is no power."""
    if not before or before[-1].isdigit():
        return _YEAR_BEFORE.search(before) is not None
    word = _WORD_BEFORE.search(before)
    return word is None or (len(word[0]) > 1 and word[0].lower() not in _UNITS)


def _one(part: str, is_known: KnownLabel, is_named: bool) -> tuple[str, ...]:
    if not part or len(part) > LONGEST_LABEL:
        return ()
    if is_known(part):
        return (part,)
    if _NOTE.fullmatch(part):
        return (part[1:],)
    between = _RANGE.fullmatch(part)
    if between:
        return _range(int(between[1]), int(between[2]))
    if part.isascii() and part.isdigit():
        number = int(part) if len(part) < 5 else HIGHEST_NUMBER + 1
        return (str(number),) if 0 < number <= HIGHEST_NUMBER else ()
    return (part,) if _ID.fullmatch(part) else ()


def _range(first: int, last: int) -> tuple[str, ...]:
    if not 0 < first <= last <= min(first + MOST_OF_A_RANGE, HIGHEST_NUMBER):
        return ()
    return tuple(str(number) for number in range(first, last + 1))
