"""The blocks of a text: prose, list items, headings, rows of tables, and what is not read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundwood.ingest.cited_list import Line

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"\s{0,3}#{1,6}(?:\s+|$)")
_CLOSING_HASHES = re.compile(r"\s+#+\s*\Z")
_UNDERLINE = re.compile(r"\s{0,3}(?:={2,}|-{2,})\s*\Z")
_RULE = re.compile(r"\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|={3,})\Z")
_ROW = re.compile(r"\s{0,3}\|.*\|\s*\Z")
_ROW_RULE = re.compile(r"[\s|:-]+\Z")
_ITEM = re.compile(r"\s*(?:[-*+•▪‣]|\(?\d{1,3}[.)])\s+")
_QUOTE = re.compile(r"\s{0,3}>")
_FRONT_MATTER = re.compile(r"---\n(?:[\w-]+:.*\n|\s+.*\n|-\s.*\n|#.*\n){1,200}?---\s*(?:\n|\Z)")
_OURS = re.compile(r"\s*(?:\*v\d+\.\d\d 🌳 ·|>\s*\*\*Notice:\*\*|\*Disclaimer: )")


@dataclass(frozen=True)
class Block:
    """A stretch of the text, and what it is.

    ``prose`` is read sentence by sentence, ``item`` too; a ``heading`` and a ``row`` of a table
    are read where they bear a marker; anything else is left out under its name.
    """

    what: str
    start: int
    end: int


Ranges = Sequence[tuple[int, int]]


def blocks_of(text: str, lines: Sequence[Line], left_out: Ranges, *, ours: bool) -> Iterator[Block]:
    """Yield the blocks in order; ``left_out`` are ranges of the list of sources.

    ``ours`` also leaves out version, notices and disclaimer of our own Markdown.
    """
    front = _FRONT_MATTER.match(text)
    skipped_to = front.end() if front else 0
    if front:
        yield Block("front matter", 0, front.end())
    scan = _Scan(lines, left_out, ours)
    open_: list[Line] = []
    for at, line in enumerate(lines):
        if line.start < skipped_to:
            continue
        kind = scan.kind(at)
        if kind is None and not (open_ and _parts(open_[-1], line)):
            open_.append(line)
            continue
        if kind == "underline" and len(open_) == 1:
            yield Block("heading", open_[0].start, open_[0].end)
            open_ = []
            continue
        yield from _joined(open_)
        open_ = [line] if kind is None else []
        if kind is not None and kind not in ("blank", "underline"):
            end = scan.end(at, kind)
            yield Block(kind, line.start, lines[end].end)
            skipped_to = lines[end].end + 1
    yield from _joined(open_)


def heading_words(text: str, block: Block) -> tuple[int, int]:
    """Return the range of the heading's words, without its hashes."""
    words = text[block.start : block.end]
    opening = _HEADING.match(words)
    closing = _CLOSING_HASHES.search(words)
    end = closing.start() if closing and opening else len(words)
    return block.start + (opening.end() if opening else 0), block.start + end


def item_start(text: str, block: Block) -> int:
    """Return the offset of the item's words, behind its bullet or number."""
    bullet = _ITEM.match(text, block.start, block.end)
    return bullet.end() if bullet else block.start


class _Scan:
    """Says what each line opens, in linear time: what was not found once is not looked for again."""

    def __init__(self, lines: Sequence[Line], left_out: Ranges, ours: bool) -> None:
        self._lines = lines
        self._ends = dict(left_out)
        self._ours = ours
        self._never: set[str] = set()

    def kind(self, at: int) -> str | None:
        """Return what the line opens besides prose; none where it is prose."""
        line = self._lines[at]
        if line.start in self._ends:
            return "sources"
        if line.is_blank:
            return "blank"
        if self._ours and _OURS.match(line.text):
            return "notice" if "Notice" in line.text else "version or disclaimer"
        if _HEADING.match(line.text):
            return "heading"
        if self._shut(at) is not None:
            return "code" if _FENCE.match(line.text) else "comment"
        if _ROW.match(line.text):
            return "rule" if _ROW_RULE.match(line.text) else "row"
        if _UNDERLINE.match(line.text) and at and not self._lines[at - 1].is_blank:
            return "underline"
        return "rule" if _RULE.match(line.text) else None

    def end(self, at: int, kind: str) -> int:
        """Return the index of the last line of what begins here."""
        if kind in ("code", "comment"):
            return self._shut(at) or at
        if kind == "sources":
            end = self._ends[self._lines[at].start]
            while self._lines[at].end < end:
                at += 1
        return at

    def _shut(self, at: int) -> int | None:
        """Return where a fence or comment closes; one that never does is none: nothing hides."""
        line = self._lines[at].text
        fence = _FENCE.match(line)
        mark = fence[1] if fence else "-->" if line.lstrip().startswith("<!--") else None
        if mark is None or mark in self._never:
            return None
        for place in range(at + 1 if fence else at, len(self._lines)):
            text = self._lines[place].text.strip()
            if (text.startswith(mark) and not text.strip(mark[0])) if fence else mark in text:
                return place
        self._never.add(mark)
        return None


def _parts(before: Line, line: Line) -> bool:
    """Return whether a line of prose begins a block of its own behind another one."""
    return bool(_ITEM.match(line.text)) or bool(_QUOTE.match(before.text)) != bool(
        _QUOTE.match(line.text)
    )


def _joined(lines: Sequence[Line]) -> Iterator[Block]:
    if lines:
        what = "item" if _ITEM.match(lines[0].text) else "prose"
        yield Block(what, lines[0].start, lines[-1].end)
