"""The words of a block without its markers and markup, and where each character came from."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from groundwood.text.citations import KnownLabel, Mark, labels_in, marks
from groundwood.text.markup import unescape

_HIDDEN = re.compile(
    r"""
      (?P<comment><!--.{0,2000}?-->)
    | (?P<fence>`{1,3})(?P<code>[^`\n]{1,500})(?P=fence)
    | (?P<image>!\[[^\[\]]{0,300}\]\([^()\s]{0,2000}\))
    | \[(?P<words>(?:[^\[\]\n\\]|\\.|\[[^\[\]\n]{0,80}\]){1,500})\]\(
        (?P<url>[^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?)(?:\s+["'][^"'\n]{0,300}["'])?\)
    | <(?P<address>(?:https?|mailto):[^<>\s]{1,2000})>
    """,
    re.VERBOSE | re.DOTALL,
)
_MARKUP = re.compile(
    r"""
      \\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<entity>&(?:\#[xX]?[0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});)
    | (?P<tag></?(?:a|b|i|em|strong|sup|sub|span|br|u|s|p|mark|small|cite|q|del|ins|code)\b[^<>]{0,300}>)
    | (?<!\d)(?:\*{1,3}|~~)(?=[^\s*])|(?<=[^\s*])(?:\*{1,3}|~~)(?!\d)
    | (?<![^\W_])_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?![^\W_])
    | ^[ \t]{0,8}>[ \t]?(?:>[ \t]?){0,8}
    """,
    re.VERBOSE | re.MULTILINE,
)
_GAP = re.compile(r"[\s,;&]{0,4}\Z")
_GLUED_STOP = re.compile(r"[.!?]['\"”’)]?\Z")
_PAIRS = frozenset(("()", "[]", "**", "__"))
_TIGHT = " \t\n.,;:!?)]}…'\"”’»。！？।؟؛،"


@dataclass
class Plain:
    """Characters without markers, each with its offset; and the clusters of markers among them."""

    chars: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    clusters: list["Cluster"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words."""
        return "".join(self.chars)

    def add(self, piece: str, offset: int, *, step: int = 1) -> None:
        """Add characters that stand at this offset and behind it."""
        self.chars += piece
        self.offsets += (offset + step * place for place in range(len(piece)))

    def strip(self) -> None:
        """Take white space off the end."""
        while self.chars and self.chars[-1].isspace():
            self.chars.pop()
            self.offsets.pop()
        for number in range(len(self.clusters) - 1, -1, -1):
            if self.clusters[number].place <= len(self.chars):
                break
            self.clusters[number] = replace(self.clusters[number], place=len(self.chars))


@dataclass(frozen=True)
class Cluster:
    """Markers that stand together: their range, their labels, and their place among the words."""

    start: int
    end: int
    labels: tuple[str, ...]
    place: int


@dataclass(frozen=True)
class Linked:
    """A number that is a link: where it stands, and where it leads."""

    mark: Mark
    url: str


def linked_marks(text: str, is_known: KnownLabel) -> Iterator[Linked]:
    """Yield the links whose words are a marker and nothing else."""
    for found in _HIDDEN.finditer(text):
        if found["words"] is not None:
            labels = _link_labels(found["words"], is_known)
            if labels:
                yield Linked(Mark(found.start(), found.end(), labels), found["url"])


def plain_of(text: str, start: int, end: int, is_known: KnownLabel) -> tuple[Plain, list[Mark]]:
    """Return the words between the offsets, and the markers that stood among them, by offset."""
    block = text[start:end]
    hidden = list(_HIDDEN.finditer(block))
    linked = [one.mark for one in linked_marks(block, is_known)]
    found = sorted([*linked, *marks(_masked(block, hidden), is_known)], key=lambda m: m.start)
    places = {mark.start for mark in linked}
    kept = {match.start(): match for match in hidden if match.start() not in places}
    plain = Plain()
    at = 0
    for first, last, labels in _clusters(block, found):
        _words(plain, block, (at, first), kept, start)
        at = last
        _place(plain, block, (first, last, labels), start)
    _words(plain, block, (at, len(block)), kept, start)
    return plain, [Mark(m.start + start, m.end + start, m.labels) for m in found]


def covered(ends: list[int], place: int) -> int:
    """Return the index of the sentence, by the ends of all, that the place is in or behind."""
    return min(bisect_left(ends, place), len(ends) - 1)


def _masked(block: str, hidden: list[re.Match[str]]) -> str:
    """Return the block with what holds no markers blotted out, its length as before."""
    pieces, at = [], 0
    for match in hidden:
        pieces += [block[at : match.start()], "\x00" * (match.end() - match.start())]
        at = match.end()
    return "".join([*pieces, block[at:]])


def _link_labels(words: str, is_known: KnownLabel) -> tuple[str, ...]:
    bare = re.sub(r"\\(.)", r"\1", words).strip()
    inner = bare[1:-1] if bare[:1] in "[(" and bare[-1:] in "])" else bare
    return labels_in(inner, is_known)


def _clusters(block: str, found: list[Mark]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the ranges of markers that stand together, with brackets that hold nothing else."""
    groups: list[list[Mark]] = []
    for mark in found:
        if groups and _GAP.match(block, groups[-1][-1].end, mark.start):
            groups[-1].append(mark)
        else:
            groups.append([mark])
    for group in groups:
        start, end = group[0].start, group[-1].end
        while start and block[start - 1] + block[end : end + 1] in _PAIRS:
            start, end = start - 1, end + 1
        labels = dict.fromkeys(label for mark in group for label in mark.labels)
        yield start, end, tuple(labels)


def _place(
    plain: Plain, block: str, cluster: tuple[int, int, tuple[str, ...]], offset: int
) -> None:
    start, end, labels = cluster
    after = block[end : end + 1]
    if not after or after in _TIGHT:
        plain.strip()
    place = len(plain.chars)
    if after.isupper() and _GLUED_STOP.search("".join(plain.chars[-3:])):
        plain.add(" ", offset + start)
    plain.clusters.append(Cluster(start + offset, end + offset, labels, place))


def _words(
    plain: Plain,
    block: str,
    between: tuple[int, int],
    hidden: dict[int, re.Match[str]],
    offset: int,
) -> None:
    """Add what stands between the offsets of the block: code and links by their words alone."""
    at, end = between
    for start in sorted(key for key in hidden if at <= key < end):
        match = hidden[start]
        _literal(plain, block, (at, start), offset)
        group = next((name for name in ("code", "words") if match[name] is not None), None)
        if group == "code":
            plain.add(match["code"], offset + match.start("code"))
        elif group == "words":
            _literal(plain, block, match.span("words"), offset)
        at = match.end()
    _literal(plain, block, (at, end), offset)


def _literal(plain: Plain, block: str, between: tuple[int, int], offset: int) -> None:
    at, end = between
    for found in _MARKUP.finditer(block, at, end):
        plain.add(block[at : found.start()], offset + at)
        if found["escaped"]:
            plain.add(found["escaped"], offset + found.start("escaped"))
        elif found["entity"]:
            plain.add(unescape(found["entity"]), offset + found.start(), step=0)
        at = found.end()
    plain.add(block[at:end], offset + at)
