"""Citation markers in running text: where they stand, and which sentences they cover.

A marker closes a stretch of text where a sentence ends with it. A marker inside a sentence, as other
writers set them, covers its sentence and what no marker covers before it in the paragraph.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from groundwood.nouns import Citation, Sentence
from groundwood.text.sentences import sentence_spans

Ids = tuple[str, ...]

_STOPS = ".!?…।؟۔。！？"
_WIDE_STOPS = "。！？"
_WIDE_CLOSERS = "」』）】"
_CLOSERS = "\"'”’»›)]}" + _WIDE_CLOSERS
_GOES_ON = ",;:)]}–—-&/%"

_MARKER = re.compile(r"\[([0-9a-f]{8,64})\]")
_SHUT = rf"[{re.escape(_CLOSERS)}]*"
_ENDING = re.compile(rf"{_SHUT}(?:[{_STOPS}]+{_SHUT}(?=\s|\Z)|[{_WIDE_STOPS}]+[{_WIDE_CLOSERS}]*)")
_ENDED = re.compile(rf"[{_STOPS}]{_SHUT}\Z")
_LAST_STOPS = re.compile(rf"(?<=[^\s{_STOPS}])[{_STOPS}]+\Z")
_TAIL = 64  # closing punctuation is looked for in so many last characters


@dataclass(frozen=True)
class Stretch:
    """Text without markers and the ids that cover all of it; no ids where no marker does."""

    text: str
    ids: Ids = ()


def holds_marker(text: str) -> bool:
    """Return whether the text holds what would read as a citation marker."""
    return _MARKER.search(text) is not None


def marked(stretch: Stretch) -> str:
    """Return the text with its markers before its closing full stop, else at its end."""
    if not stretch.ids:
        return stretch.text
    stop = _LAST_STOPS.search(stretch.text[-_TAIL:])
    cut = len(stretch.text) - (len(stop.group()) if stop else 0)
    markers = "".join(f"[{key}]" for key in stretch.ids)
    return f"{stretch.text[:cut]} {markers}{stretch.text[cut:]}"


def glue(text: str) -> str:
    """Return what stands between this sentence and the next: a space, nothing after wide stops."""
    return "" if text.endswith(tuple(_WIDE_STOPS)) else " "


def read_paragraph(text: str) -> tuple[Sentence, ...]:
    """Return the paragraph's sentences, each with the citations that cover it."""
    return tuple(
        Sentence(text=piece, citations=tuple(Citation(article_id=key) for key in stretch.ids))
        for stretch in stretches(text)
        for piece in _sentences(stretch.text)
    )


def stretches(text: str) -> list[Stretch]:
    """Return the paragraph cut where coverage changes, markers taken out; in linear time."""
    found: list[_Found] = []
    words, start = _Words(), 0
    for ids, begin, end in _marks(text):
        words.add(text[start:begin])
        ending = _ENDING.match(text, end)
        start = ending.end() if ending else end
        if not words.length and found:
            found[-1].ids.update(dict.fromkeys(ids))
            continue
        words.marks.append((words.length, ids))
        if ending or (words.length and _closes(words.pieces[-1], text, end)):
            words.add(text[end:start])
            found += _covered(words)
            words = _Words()
    words.add(text[start:])
    found += _covered(words)
    return [Stretch(stretch.text, tuple(stretch.ids)) for stretch in found]


@dataclass
class _Words:
    """Text gathered without its markers, and where in it they stood."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[tuple[int, list[str]]] = field(default_factory=list)

    def add(self, piece: str) -> None:
        piece = piece.rstrip() if self.pieces else piece.strip()
        if piece:
            self.pieces.append(piece)
            self.length += len(piece)


@dataclass
class _Found:
    """A stretch whose ids may still grow."""

    text: str
    ids: dict[str, None]


def _marks(text: str) -> Iterator[tuple[list[str], int, int]]:
    """Yield the ids of markers that stand together, and where these begin and end."""
    ids, start, end = list[str](), 0, 0
    for marker in _MARKER.finditer(text):
        if ids and text[end : marker.start()].strip():
            yield ids, start, end
            ids = []
        if not ids:
            start = marker.start()
        ids.append(marker.group(1))
        end = marker.end()
    if ids:
        yield ids, start, end


def _closes(words: str, text: str, end: int) -> bool:
    """Return whether a sentence ends with the marker behind these words, which ends here."""
    if _ENDED.search(words[-_TAIL:]):
        return True
    after = text[end : end + _TAIL]
    following = after.strip()[:1]
    if not following:
        return True
    return after[0].isspace() and not following.islower() and following not in _GOES_ON


def _covered(words: _Words) -> list[_Found]:
    """Cut the text behind each sentence that holds a mark; what follows the last is uncited."""
    text = "".join(words.pieces)
    if len(words.marks) == 1 and not text[words.marks[0][0] :].strip(_STOPS + _CLOSERS):
        return [_Found(text, dict.fromkeys(words.marks[0][1]))] if text else []
    ends = [span.end for span in sentence_spans(text)] if text and words.marks else []
    covering: dict[int, dict[str, None]] = {}
    for place, ids in words.marks if ends else ():
        end = ends[min(bisect_left(ends, place), len(ends) - 1)]
        covering.setdefault(end, {}).update(dict.fromkeys(ids))
    whole = (
        _Found(text[start:end].strip(), covering.get(end, {}))
        for start, end in pairwise([0, *covering, len(text)])
    )
    return [stretch for stretch in whole if stretch.text]


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences; what stands together otherwise than they are printed stays whole."""
    start, before = 0, 0
    for span in sentence_spans(text):
        if span.start and text[before : span.start] == glue(text[start:before]):
            yield text[start:before]
            start = span.start
        before = span.end
    if before > start:
        yield text[start:before]
