"""The annotated page of a check: the text as it was given, each sentence with its finding."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from groundwood.nouns import Citation, Finding, Source, Verdict
from groundwood.nouns.cited import Check, CheckedText, CitedSentence, CitedSource, Marker, tone_of
from groundwood.render.proof import Piece, pieces_of
from groundwood.render.templates import fill
from groundwood.render.told import fact_lines, outlets_line


@dataclass(frozen=True)
class Part:
    """A stretch of a block: plain words, a marker (``mark``), or a sentence (``shown``)."""

    text: str = ""
    mark: str = ""
    shown: "ShownCheck | None" = None


@dataclass(frozen=True)
class Shown:
    """A source with the passages that bear on a sentence, and how they bear on it."""

    how: str
    source: Source
    passages: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True)
class ShownCheck:
    """A sentence on the page: its words, its verdict, and the passages that decided."""

    key: str
    tone: str
    parts: tuple[Part, ...]
    verdict: Verdict
    proof: tuple[Shown, ...]


@dataclass(frozen=True)
class ShownBlock:
    """A paragraph of the page; ``what`` names a stretch that is not checked."""

    parts: tuple[Part, ...]
    what: str = ""


@dataclass(frozen=True)
class ShownSource:
    """An entry of the sources: what the text says of it, and the article that it stands for."""

    key: str
    label: str
    cited: CitedSource
    source: Source | None


def render_check_page(checked: CheckedText) -> str:
    """Return the page: everything that comes from the text or an article is escaped.

    Pointing at a finding, focusing or tapping it shows why, and the passages of the sources.
    """
    sources = _sources(checked)
    checks = list(_checks(checked, {one.cited.label: one for one in sources}))
    findings = Counter(str(check.verdict.finding) for check in checked.checks)
    return fill(
        "check.html",
        ("story.css", "check.css"),
        checked=checked,
        title=checked.cited.title or PurePath(checked.file).name,
        blocks=tuple(_blocks(checked, checks)),
        checks=checks,
        failing=[one for one in checks if not one.verdict.finding.may_be_published],
        findings=findings.most_common(),
        sources=sources,
        outlets_line=outlets_line,
        fact_lines=fact_lines,
    )


def marker_label(label: str) -> str:
    """Return the label as it is printed: in brackets."""
    return f"[{label}]"


def _sources(checked: CheckedText) -> list[ShownSource]:
    known = {source.article_id: source for source in checked.sources}
    return [
        ShownSource(
            key=f"source-{number}",
            label=marker_label(cited.label),
            cited=cited,
            source=known.get(cited.article_id or ""),
        )
        for number, cited in enumerate(checked.cited.sources, 1)
    ]


def _checks(checked: CheckedText, sources: dict[str, ShownSource]) -> Iterator[ShownCheck]:
    known = {source.article_id: source for source in checked.sources}
    for number, (sentence, check) in enumerate(
        zip(checked.cited.sentences, checked.checks, strict=True), 1
    ):
        yield ShownCheck(
            key=str(number),
            tone=tone_of(check.verdict.finding),
            parts=tuple(_parts(checked, sentence, sources)),
            verdict=check.verdict,
            proof=tuple(_proof(check, known)),
        )


def _parts(
    checked: CheckedText, sentence: CitedSentence, sources: dict[str, ShownSource]
) -> Iterator[Part]:
    text, at = checked.cited.text, sentence.start
    for marker in _inside(checked.cited.markers, sentence):
        if marker.start > at:
            yield Part(text[at : marker.start])
        found = [sources[label] for label in marker.labels if label in sources]
        is_known = bool(found) and all(one.cited.article_id for one in found)
        target = f"#{found[0].key}" if found else "#sources"
        yield Part(text[marker.start : marker.end], mark=target if is_known else "unknown")
        at = marker.end
    if sentence.end > at:
        yield Part(text[at : sentence.end])


def _inside(markers: Sequence[Marker], sentence: CitedSentence) -> list[Marker]:
    return [m for m in markers if sentence.start <= m.start and m.end <= sentence.end]


def _proof(check: Check, known: dict[str, Source]) -> Iterator[Shown]:
    verdict = check.verdict
    how = "supports it" if verdict.finding.may_be_published else "says so"
    if verdict.finding in (Finding.MISATTRIBUTED, Finding.UNKNOWN_SOURCE, Finding.UNCITED):
        how = "would support it"
    yield from _shown(how, verdict.evidence, known)
    yield from _shown("tells otherwise", verdict.against, known)
    yield from _shown("says so too, uncited", verdict.corroboration, known)
    told = {citation.article_id for citation in (*verdict.evidence, *verdict.against)}
    nearest = [citation for citation in check.nearest if citation.article_id not in told]
    yield from _shown("the closest passage of what it cites", nearest, known)


def _shown(how: str, citations: Iterable[Citation], known: dict[str, Source]) -> Iterator[Shown]:
    for citation in citations:
        source = known.get(citation.article_id)
        if source is not None:
            yield Shown(how, source, tuple(_passages(source, citation)))


def _passages(source: Source, citation: Citation) -> Iterator[tuple[Piece, ...]]:
    for quoted in source.passages:
        start, end = quoted.passage.start, quoted.passage.end
        inside = [span for span in citation.spans if start <= span.start and span.end <= end]
        if inside:
            yield pieces_of(quoted, inside)


def _blocks(checked: CheckedText, checks: list[ShownCheck]) -> Iterator[ShownBlock]:
    """Yield the paragraphs of the page; what stands between sentences is kept, blank lines part."""
    text = checked.cited.text
    stretches: list[tuple[int, int, str | ShownCheck]] = [
        *((one.start, one.end, one.what) for one in checked.cited.left_out),
        *((s.start, s.end, c) for s, c in zip(checked.cited.sentences, checks, strict=True)),
    ]
    open_: list[Part] = []
    at = 0
    for start, end, what in sorted(stretches, key=lambda stretch: stretch[:2]):
        before, *others = text[at : max(at, start)].split("\n\n")
        lead = others[-1] if others else before
        is_apart = isinstance(what, str) and what != "label"
        if others or is_apart:
            yield from _closed([*open_, Part(before.rstrip())])
            yield from (b for other in others[:-1] for b in _closed([Part(other.strip())]))
            open_, lead = [], lead.lstrip() if others else ""
        if is_apart:
            yield from _closed([Part(lead)])
            yield ShownBlock((Part(text[start:end].strip("\n")),), str(what))
        else:
            told = Part(text[start:end]) if isinstance(what, str) else Part(shown=what)
            open_ += [Part(lead if lead.strip() else " " * bool(open_)), told]
        at = max(at, end)
    yield from _closed([*open_, Part(text[at:].rstrip())])


def _closed(parts: list[Part]) -> Iterator[ShownBlock]:
    kept = tuple(part for part in parts if part.shown or part.text)
    if any(part.shown or part.text.strip() for part in kept):
        yield ShownBlock(kept)
