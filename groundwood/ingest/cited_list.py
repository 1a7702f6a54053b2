"""The list of sources at the end of a text, and its footnotes."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from groundwood.ingest.cited_shelf import Shelf, find_entry, urls_in
from groundwood.text.citations import labels_in

_HEADING = re.compile(
    r"\s{0,3}(?:#{1,6}\s+)?[*_]{0,3}(?:\d+\.?\s+)?(?:works cited|further sources|list of sources|"
    r"sources?|references?|notes?|footnotes?|endnotes?|citations?|bibliography|links|"
    r"sources cited|notes and references|quellen|literatur|fuentes|fonti)[*_]{0,3}:?[*_]{0,3}:?"
    r"(?:\s+#+)?\s*",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"\s{0,3}[*_]{0,3}(?:sources?|references?|notes?|citations?|links)\s*:\s*[*_]{0,3}\s*(?=\\?\[)",
    re.IGNORECASE,
)
_INLINE_LABEL = re.compile(r"\\?\[(\^?[^\[\]\s]{1,64})\\?\]:?(?!\()")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-+)\s*")
_ANY_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
_BULLET = r"(?:[-*+•]\s+)?"
_KIND = r"(?:source|src|ref|reference|doc|document|note)"
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LABELLED = re.compile(
    rf"""\s{{0,8}}{_BULLET}[*_]{{0,2}}(?:
      \\?\[(?P<square>\^?[^\[\]\s]{{1,64}}|{_KIND}\s+\d{{1,3}})\\?\][*_]{{0,2}}(?:\s*:|(?=\s|\())
    | 【(?P<wide>\d{{1,3}})】
    | {_KIND}\s*[#]?(?P<kind>\d{{1,3}}|[0-9a-f]{{8,64}})[*_]{{0,2}}\s*[:.)–—-][*_]{{0,2}}
    | `?(?P<id>[0-9a-f]{{8,64}})`?[*_]{{0,2}}\s*(?::|\s[–—-])
    | <sup>(?P<sup>\d{{1,3}})</sup>
    | (?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,3}})
    )\s*(?P<entry>.*)""",
    re.VERBOSE | re.IGNORECASE,
)
_COUNTED = re.compile(r"\s{0,8}[*_]{0,2}\(?(?P<number>\d{1,3})[.)][*_]{0,2}\s+(?P<entry>.*)")
_BULLETED = re.compile(r"\s{0,8}[-*+•]\s+(?P<entry>.*)")
_FOOTNOTE = re.compile(r"\s{0,3}\[\^[^\[\]\s]{1,64}\]:")
MOST_ENTRIES = 500
"""More numbered lines at the end of a text, without a heading, are no list of sources."""

_GROUPS = ("square", "wide", "kind", "id", "sup", "raised")


@dataclass(frozen=True)
class Line:
    """A line of the text at its half-open range, without its end."""

    start: int
    end: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands on it."""
        return not self.text.strip()


@dataclass(frozen=True)
class Entry:
    """One source of the list: its label, its words on one line, and its half-open range."""

    label: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class SourceList:
    """The entries, and the half-open ranges that hold them with their heading."""

    entries: tuple[Entry, ...] = ()
    ranges: tuple[tuple[int, int], ...] = ()


def lines_of_text(text: str) -> list[Line]:
    """Return the lines with their places."""
    found, start = [], 0
    for line in text.split("\n"):
        found.append(Line(start, start + len(line), line))
        start += len(line) + 1
    return found


def find_list(lines: Sequence[Line], shelf: Shelf) -> SourceList:
    """Return the list of sources: under its heading, else what the text ends with; and footnotes.

    Without a heading, lines that begin with ``[1]`` or the like are a list where the text ends with
    them and each names an address or an article, or a text above; numbered lines (``1. …``) only
    where each names one.
    """
    notes = list(_footnotes(lines))
    taken = {line.start for _, those in notes for line in those}
    rest = [line for line in lines if line.start not in taken]
    listed = _headed(rest, shelf) or _closing(rest, shelf)
    groups = [*listed, *notes, *_titles(lines, taken)]
    entries = [_entry(label, those) for label, those in groups if label is not None]
    if not entries:
        entries, groups = _on_one_line(rest)
    spans = sorted((those[0].start, those[-1].end) for _, those in groups)
    return SourceList(tuple(entries), tuple(_merged(spans, lines)))


def _merged(spans: list[tuple[int, int]], lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the ranges, those joined between which only blank lines stand."""
    words = [line.start for line in lines if not line.is_blank]
    start, end = -1, -1
    for first, last in spans:
        if start >= 0 and bisect_left(words, end) < bisect_left(words, first):
            yield start, end
            start = -1
        start, end = (first if start < 0 else start), last
    if start >= 0:
        yield start, end


_Group = tuple[str | None, list[Line]]


def _footnotes(lines: Sequence[Line]) -> Iterator[_Group]:
    at = 0
    while at < len(lines):
        if not _FOOTNOTE.match(lines[at].text):
            at += 1
            continue
        end = at + 1
        while end < len(lines) and lines[end].text.startswith(("  ", "\t")):
            end += 1
        yield _label(lines[at].text), list(lines[at:end])
        at = end


def _titles(lines: Sequence[Line], taken: set[int]) -> Iterator[_Group]:
    """Yield the headings that stand right over footnotes."""
    words = [line for line in lines if not line.is_blank]
    for line, after in pairwise(words):
        if after.start in taken and line.start not in taken and _HEADING.fullmatch(line.text):
            yield None, [line]


def _on_one_line(lines: Sequence[Line]) -> tuple[list[Entry], list[_Group]]:
    """Return the entries of a last line like ``Sources: [1] …; [2] …``, and that line."""
    last = next((line for line in reversed(lines) if not line.is_blank), None)
    start = _INLINE.match(last.text) if last else None
    if last is None or start is None:
        return [], []
    found = list(_INLINE_LABEL.finditer(last.text, start.end()))
    ends = [one.start() for one in found[1:]] + [len(last.text)]
    entries = [
        Entry(one[1], last.text[one.end() : end].strip(" ;,"), last.start, last.end)
        for one, end in zip(found, ends, strict=True)
    ]
    return entries, [(None, [last])] if entries else []


def _headed(lines: Sequence[Line], shelf: Shelf) -> list[_Group]:
    for at in range(len(lines) - 1, -1, -1):
        if _HEADING.fullmatch(lines[at].text) and not lines[at].is_blank:
            skip = at + 1
            if skip < len(lines) and _UNDERLINE.fullmatch(lines[skip].text):
                skip += 1
            groups = _entries(lines, skip, shelf)
            if groups:
                return [(None, list(lines[at:skip])), *groups]
    return []


def _entries(lines: Sequence[Line], start: int, shelf: Shelf) -> list[_Group]:
    """Return the groups of lines of each entry, up to what is no entry.

    Where none has a label, bullets and lines that name a source are counted.
    """
    groups: list[_Group] = []
    after_blank, has_labels = True, False
    for at in range(start, len(lines)):
        line = lines[at]
        label = _label(line.text, counted=True)
        if _ANY_HEADING.match(line.text):
            break
        if line.is_blank:
            after_blank = True
            continue
        if label is not None:
            groups.append((label, [line]))
            has_labels = True
        elif not has_labels and _begins(line.text, groups, shelf, after_blank=after_blank):
            groups.append((str(len(groups) + 1), [line]))
        elif groups and (not after_blank or line.text.startswith(("  ", "\t"))):
            groups[-1][1].append(line)
        else:
            break
        after_blank = False
    return groups


def _begins(line: str, groups: list[_Group], shelf: Shelf, *, after_blank: bool) -> bool:
    """Return whether a line without a label is a source of its own, and not the last one's rest."""
    if _BULLETED.match(line):
        return True
    has_url = next(urls_in(line), None) is not None
    if after_blank and has_url:
        return True
    last = groups[-1][1][-1].text if groups else ""
    if line[:1].isspace() or (_continues(line) and next(urls_in(last), None) is None):
        return False
    return find_entry(line, shelf) is not None


def _closing(lines: Sequence[Line], shelf: Shelf) -> list[_Group]:
    """Return the entries that the text ends with, without a heading."""
    start = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        if _label(lines[at].text, counted=True) is not None:
            start = at
        elif not (lines[at].is_blank or _continues(lines[at].text)):
            break
    above = "\n".join(line.text for line in lines[:start])
    groups = _entries(lines, start, shelf)
    if not above.strip() or len(groups) > MOST_ENTRIES:
        return []
    kept: dict[str | None, _Group] = {}
    for group in reversed(groups):
        if group[0] in kept or not _is_source(group, above, shelf):
            break
        kept[group[0]] = group
    return list(kept.values())[::-1]


def _is_source(group: _Group, above: str, shelf: Shelf) -> bool:
    """Return whether the lines are a source, and no sentence that begins with a number."""
    label, lines = group
    words = " ".join(line.text for line in lines)
    if next(urls_in(words), None) is not None or find_entry(words, shelf) is not None:
        return True
    is_named = _label(lines[0].text) is not None and f"[{label}]" in above
    return is_named and not words.endswith((".", "!", "?"))


def _continues(line: str) -> bool:
    return line.startswith(("  ", "\t")) or line.strip().lower().startswith(
        ("http", "www.", "<http")
    )


def _label(line: str, *, counted: bool = False) -> str | None:
    found = _LABELLED.match(line)
    if found is not None:
        raw = next(filter(None, (found[group] for group in _GROUPS)), "")
        raw = raw.translate(_RAISED)
        return raw if raw.startswith("^") else (labels_in(raw) or (raw,))[0]
    numbered = _COUNTED.match(line) if counted else None
    return str(int(numbered["number"])) if numbered else None


def _entry(label: str, lines: list[Line]) -> Entry:
    first = lines[0].text
    found = _LABELLED.match(first) or _COUNTED.match(first) or _BULLETED.match(first)
    words = [found["entry"] if found else first, *(line.text for line in lines[1:])]
    return Entry(label, " ".join(" ".join(words).split()), lines[0].start, lines[-1].end)
