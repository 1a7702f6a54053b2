"""From the blocks of a text to its sentences, each with the labels that cover it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from groundwood.ingest.cited_blocks import Block, heading_words, item_start
from groundwood.ingest.cited_plain import Cluster, Plain, covered, plain_of
from groundwood.nouns.cited import CitedSentence, Covers, LeftOut, Marker
from groundwood.text.citations import KnownLabel
from groundwood.text.clean import drop_controls
from groundwood.text.sentences import sentence_spans

LONGEST_HEADING, LONGEST_TITLE = 12, 30
"""A line of so many words without closing punctuation or marker is a heading; the first line of
the text may be longer."""
LONGEST_LABEL = 5
"""So many words in bold, without a figure, before a colon, full stop or dash, head a paragraph."""

_CLOSED = re.compile(r"[.!?…:;,।؟۔。！？]['\"”’»)\]」』]*\s*\Z")
_WORD = re.compile(r"\w")
_LABEL = re.compile(
    r"""(?P<label>(?P<bold>\*\*|__)(?P<words>[^*_\n\d]{1,60}?)
        (?:[.:](?P=bold)|(?P=bold)\s?[.:]|(?P=bold)(?=\s[–—-]\s)))\s+(?:[–—-]\s+)?(?=\S)""",
    re.VERBOSE,
)

_Span = tuple[int, int]
_Owned = dict[int, list[Cluster]]


@dataclass
class Reader:
    """Takes blocks in order, and keeps sentences, markers and what is left out."""

    text: str
    covers: Covers
    is_known: KnownLabel
    title: str = ""
    sentences: list[CitedSentence] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    _paragraph: int = 0
    _is_first: bool = True

    def take(self, block: Block) -> None:
        """Read the next block."""
        if block.what in ("heading", "row"):
            self._furniture(block)
        elif block.what in ("prose", "item"):
            self._prose(block)
        else:
            self._leave(block, block.what)
            return
        self._is_first = False

    def _leave(self, block: Block, what: str) -> None:
        self.left_out.append(LeftOut(start=block.start, end=block.end, what=what))

    def _furniture(self, block: Block) -> None:
        """Read a heading or a row as one sentence where it bears a marker; leave it out else."""
        start, end = heading_words(self.text, block)
        plain = self._plain(start, end)
        words = _line(plain.text.replace("|", " ") if block.what == "row" else plain.text)
        if block.what == "heading":
            self.title = self.title or words
        if plain.clusters and _WORD.search(words):
            self._add(plain, [(0, len(plain.chars))], [words])
        else:
            self._leave(block, "heading" if block.what == "heading" else "row of a table")

    def _prose(self, block: Block) -> None:
        start = item_start(self.text, block) if block.what == "item" else block.start
        start = self._behind_label(start, block.end)
        plain = self._plain(start, block.end)
        if block.what == "prose" and self._is_heading(plain):
            self.title = self.title or _line(plain.text)
            self._leave(block, "heading")
            return
        text = plain.text
        spans = [(span.start, span.end) for span in sentence_spans(text)]
        told = {span: _line(text[slice(*span)]) for span in spans}
        spans = [span for span in spans if _WORD.search(told[span])]
        if spans:
            self._add(plain, spans, [told[span] for span in spans])
        else:
            self._behind(plain.clusters)

    def _behind_label(self, start: int, end: int) -> int:
        """Return where the block goes on behind a bold label such as ``**Background:**``."""
        found = _LABEL.match(self.text, start, end)
        if found is None or len(found["words"].split()) > LONGEST_LABEL:
            return start
        self.left_out.append(LeftOut(start=start, end=found.end("label"), what="label"))
        return found.end()

    def _plain(self, start: int, end: int) -> Plain:
        plain, found = plain_of(self.text, start, end, self.is_known)
        self.markers += (Marker(start=m.start, end=m.end, labels=m.labels) for m in found)
        return plain

    def _is_heading(self, plain: Plain) -> bool:
        words = plain.text.strip()
        longest = LONGEST_TITLE if self._is_first else LONGEST_HEADING
        return not (
            plain.clusters
            or "\n" in words
            or _CLOSED.search(words[-20:])
            or len(words.split()) > longest
        )

    def _add(self, plain: Plain, spans: list[_Span], texts: list[str]) -> None:
        """Keep the sentences with what covers them."""
        ends = [end for _, end in spans]
        own: _Owned = {}
        for cluster in plain.clusters:
            own.setdefault(covered(ends, cluster.place), []).append(cluster)
        covering = _REACH[self.covers](own, len(spans))
        for place, (span, text) in enumerate(zip(spans, texts, strict=True)):
            inside = own.get(place, [])
            labels = (label for c in covering.get(place, ()) for label in c.labels)
            self.sentences.append(
                CitedSentence(
                    paragraph=self._paragraph,
                    sentence=place,
                    start=min([plain.offsets[span[0]], *(c.start for c in inside)]),
                    end=max([plain.offsets[span[1] - 1] + 1, *(c.end for c in inside)]),
                    text=text,
                    labels=tuple(dict.fromkeys(labels)),
                )
            )
        self._paragraph += 1

    def _behind(self, clusters: list[Cluster]) -> None:
        """Give markers that stand alone to the sentence before them."""
        if clusters and self.sentences:
            last = self.sentences[-1]
            labels = [*last.labels, *(label for c in clusters for label in c.labels)]
            unique = tuple(dict.fromkeys(labels))
            self.sentences[-1] = last.model_copy(update={"labels": unique})


def _runs(own: _Owned, number: int) -> _Owned:
    """Return for each sentence the markers of the sentence that ends its run."""
    covering: _Owned = {}
    for place in range(number - 1, -1, -1):
        covering[place] = own.get(place, []) or covering.get(place + 1, [])
    return covering


def _paragraphs(own: _Owned, number: int) -> _Owned:
    """Return for each sentence its own markers, and those of the last one."""
    closing = own.get(number - 1, [])
    return {place: [*own.get(place, []), *closing] for place in range(number)}


_REACH: dict[Covers, Callable[[_Owned, int], _Owned]] = {
    "sentence": lambda own, number: own,
    "run": _runs,
    "paragraph": _paragraphs,
}


def _line(text: str) -> str:
    return " ".join(drop_controls(text).split())
