"""Paragraphs and sentences of news text, as spans of its characters.

Wikimedia's `sentencex` finds the boundaries; a thin layer mends what news text needs beyond it.
``docs/decisions/sentences.md`` holds the measurements behind the choice.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from groundwood.nouns.article import Span

WINDOW = 20_000
"""Longest stretch in characters given to the splitter at once, so that its time stays linear."""

_Range = tuple[int, int]

_WIDE_SPACE = re.compile(r"[^\S \t\n\r]")
"""White space of more than one byte, before which the splitter stumbles: to it, plain spaces."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|[-_])")
_BULLET = re.compile(r"\s*(?:[-–—•·▪‣◦*]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s)")
_LINE_CLOSED = re.compile(r"[.!?…:;。!?।؟۔]['\"”’»)\]」』]*\s*$")
_OPENS_LINE = re.compile(r"\s*[\"“‘«(\[]?[^\W_a-z]")
_RAGGED = 0.6

_LOWER_NEXT = re.compile(r"[a-z][^A-Z\s]*(?:\s|$)")
_ENDS_DOT = re.compile(r"\w\.$")
_TITLE = re.compile(r"(?:^|[\s(“\"‘])(?:Mss?|Messrs|Mmes?|Mlles?|Cmdr|Brig|Vice Adm|Lt|Cpl|Pvt)\.$")
_FRENCH_TITLE = re.compile(r"(?:^|\s)(?:M|MM|Me|Mgr)\.$")
_ENUMERATOR = re.compile(r"\(?\d{1,3}[.)]$")
_INITIAL = re.compile(r"(?:^|\W)[A-Z]\.$")
_NEXT_INITIAL = re.compile(r"[A-Z]\.")
_BEFORE_NUMBER = re.compile(
    r"(?:^|[\s(])(?:[Aa]pprox|[Nn]os?|Nr|[Vv]ol|[Ff]ig|[Pp]p?|[Cc]h|[Ss]ec|[Aa]rt|[Pp]ar)\.$"
)
_NUMBER = re.compile(r"[$€£¥#]?\d")
_CLOCK = re.compile(r"\b[ap]\.m\.$")
_ZONE = re.compile(
    r"(?:[A-Z]{1,3}[SD]?T|GMT|UTC|Eastern|Central|Mountain|Pacific|Atlantic|Local|Greenwich)\b"
)
_QUOTE_SHUT = re.compile(r"[」』]$")
_HIRAGANA = re.compile(r"[ぁ-ん]")
_NO_WORD = re.compile(r"[\W_]*$")

_MISSED = re.compile(
    r"(?:(?<=[.!?…][)\]])"  # a whole sentence in brackets
    r"|(?<=[.!?…]['’][\"”])"  # a quotation that ends with a quotation
    r"|(?<=\b[Nn]o\.))"  # "no." is a number sign only before a number
    r"\s+(?=[\"“‘«(\[]?[A-Z])"
)


def paragraph_spans(text: str) -> tuple[Span, ...]:
    """Return the blocks between blank lines, in order, trimmed of surrounding white space."""
    return tuple(Span(start=start, end=end) for start, end in _paragraphs(text))


def sentence_spans(text: str, language: str | None = None) -> tuple[Span, ...]:
    """Return the sentences as half-open spans: in order, disjoint, trimmed, none across a blank line.

    Together they cover every character that is not white space. A quotation of several sentences
    stays one span where its marks are paired. Lines that are not wrapped prose (list items,
    headings) are sentences of their own. ``language`` is a declared code (``en``, ``pt-BR``); an
    unknown or wrong one does no harm. Takes time linear in the length of the text.
    """
    code = _code(language)
    return tuple(
        Span(start=start, end=end)
        for block in _paragraphs(text)
        for stretch in _lines_joined(text, block)
        for start, end in _sentences(text, stretch, code)
    )


def sentences(text: str, language: str | None = None) -> tuple[str, ...]:
    """Return the sentences' texts; see `sentence_spans`."""
    return tuple(text[span.start : span.end] for span in sentence_spans(text, language))


def _code(language: str | None) -> str:
    found = _LANGUAGE.match((language or "en").lower())
    return found.group() if found else "en"


def _trim(text: str, start: int, end: int) -> _Range:
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    return start, start + len(inner.strip())


def _trimmed(text: str, ranges: Iterable[_Range]) -> Iterator[_Range]:
    for start, end in ranges:
        start, end = _trim(text, start, end)
        if start < end:
            yield start, end


def _lines(text: str, start: int, end: int) -> Iterator[_Range]:
    for line in text[start:end].splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)


def _paragraphs(text: str) -> Iterator[_Range]:
    first: int | None = None
    last = 0
    for start, end in _lines(text, 0, len(text)):
        if text[start:end].isspace():
            if first is not None:
                yield first, last
            first = None
            continue
        line = _trim(text, start, end)
        first = line[0] if first is None else first
        last = line[1]
    if first is not None:
        yield first, last


def _lines_joined(text: str, block: _Range) -> Iterator[_Range]:
    """Yield the block's stretches of prose: wrapped lines together, list items and headings apart."""
    lines = list(_lines(text, *block))
    widest = max(end - start for start, end in lines)
    begin = block[0]
    for (start, end), (after, after_end) in pairwise(lines):
        if _line_ends(text[start:end], text[after:after_end], widest):
            yield begin, end
            begin = after
    yield begin, block[1]


def _line_ends(line: str, after: str, widest: int) -> bool:
    if _BULLET.match(after) or _LINE_CLOSED.search(line[-12:]):
        return True
    return len(line) < _RAGGED * widest and _OPENS_LINE.match(after) is not None


def _sentences(text: str, stretch: _Range, code: str) -> Iterator[_Range]:
    start, end = stretch
    while end - start > WINDOW:
        found = list(_boundaries(text, (start, start + WINDOW), code))
        whole = found[:-1] or found  # the last one may go on in the next window
        yield from whole
        start = found[-1][0] if len(found) > 1 else start + WINDOW
    yield from _boundaries(text, (start, end), code)


def _boundaries(text: str, stretch: _Range, code: str) -> Iterator[_Range]:
    from sentencex import get_sentence_boundaries  # type: ignore[import-untyped]  # loaded at first use

    offset = stretch[0]
    found = get_sentence_boundaries(code, _WIDE_SPACE.sub(" ", text[offset : stretch[1]]))
    raw = ((offset + b["start_index"], offset + b["end_index"]) for b in found)
    yield from _joined(text, _trimmed(text, _split_missed(text, raw)), code)


def _split_missed(text: str, ranges: Iterable[_Range]) -> Iterator[_Range]:
    for start, end in ranges:
        for gap in _MISSED.finditer(text, start, end):
            yield start, gap.start()
            start = gap.end()
        yield start, end


def _joined(text: str, ranges: Iterable[_Range], code: str) -> Iterator[_Range]:
    current: _Range | None = None
    for start, end in ranges:
        if current is not None and _one_sentence(text[slice(*current)], text[start:end], code):
            current = current[0], end
            continue
        if current is not None:
            yield current
        current = start, end
    if current is not None:
        yield current


def _one_sentence(before: str, after: str, code: str) -> bool:
    """Return whether the splitter parted one sentence: each rule names a case of news text."""
    tail = before[-16:]
    return bool(
        _NO_WORD.match(after)
        or (_ENDS_DOT.search(tail) and _LOWER_NEXT.match(after))
        or _TITLE.search(tail)
        or (code == "fr" and _FRENCH_TITLE.search(tail))
        or _ENUMERATOR.match(before)
        or (_INITIAL.search(tail) and _NEXT_INITIAL.match(after))
        or (_BEFORE_NUMBER.search(tail) and _NUMBER.match(after))
        or (_CLOCK.search(tail) and _ZONE.match(after))
        or (_QUOTE_SHUT.search(tail) and _HIRAGANA.match(after))
    )
