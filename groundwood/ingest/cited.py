"""Cited texts in: anybody's, with their markers and list of sources, and our own three forms."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from groundwood.errors import InputError
from groundwood.ingest.cited_blocks import blocks_of
from groundwood.ingest.cited_list import Entry, find_list, lines_of_text
from groundwood.ingest.cited_ours import LONE, is_json, is_story_text, read_json, read_story_text
from groundwood.ingest.cited_plain import linked_marks
from groundwood.ingest.cited_reader import Reader
from groundwood.ingest.cited_shelf import FileShelf, Found, Shelf, StoreShelf, find_entry
from groundwood.ingest.decode import text_of
from groundwood.ingest.files import open_whole, shown
from groundwood.ingest.sniff import looks_binary
from groundwood.nouns import Article
from groundwood.nouns.cited import CitedSource, CitedText, Covers
from groundwood.text.citations import KnownLabel

__all__ = ["FileShelf", "Shelf", "StoreShelf", "parse_cited", "read_cited"]

LONGEST_TEXT = 1 << 20
"""In characters; a longer text is no story."""

HowMuch = Literal["auto", "sentence", "run", "paragraph"]

_OURS = re.compile(r"^\*v\d+\.\d\d 🌳 · ", re.MULTILINE)
_PAGE = re.compile(r"\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)


def read_cited(
    path: str | Path, articles: Shelf | Sequence[Article], *, covers: HowMuch = "auto"
) -> CitedText:
    """Return the cited text of a file (``-`` is standard input), each marker with its article.

    Raises:
        InputError: the file cannot be read, is no text, is too long, holds no sentence, or is a
            damaged story; the text names the file, and the line where there is one.
    """
    name = shown(Path(path))
    try:
        text, notes = _read(Path(path))
        return parse_cited(text, articles, covers=covers, notes=notes)
    except InputError as exc:
        told = str(exc)
        line = told.removeprefix("line ")
        raise InputError(f"{name}:{line}" if line != told else f"{name}: {told}") from exc


def parse_cited(
    text: str,
    articles: Shelf | Sequence[Article],
    *,
    covers: HowMuch = "auto",
    notes: Iterable[str] = (),
) -> CitedText:
    """Return the cited text, each marker with the article that it stands for.

    A marker covers the sentence that it stands in or directly behind; in our own forms (told by
    their first lines) the run of sentences that it ends. ``covers`` may also be ``paragraph``: what
    stands behind the last sentence of one then covers all its sentences. ``docs/check.md`` states every rule.

    Raises:
        InputError: it is too long, there is no sentence in it, or it is a damaged story of ours.
    """
    shelf = FileShelf(articles) if isinstance(articles, Sequence) else articles
    text = LONE.sub("\ufffd", text.removeprefix("\ufeff"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputError("empty: there is no sentence in it")
    if len(text) > LONGEST_TEXT:
        raise InputError(f"longer than {LONGEST_TEXT:,} characters: that is no story")
    if _PAGE.match(text):
        raise InputError("an HTML page; give the story as plain text, Markdown or JSON")
    if is_story_text(text):
        return _resolved(read_story_text(text), (), shelf, notes)
    if is_json(text):
        return _resolved(read_json(text), (), shelf, notes)
    return _parse(text, shelf, covers, notes)


def _read(path: Path) -> tuple[str, list[str]]:
    with open_whole(path) as stream:
        head = stream.read(1 << 16)
        if looks_binary(head):
            raise InputError("not text; give the story as plain text, Markdown or JSON")
        text, notes = text_of(stream)
    return text, [note.text for note in notes]


def _parse(text: str, shelf: Shelf, covers: HowMuch, notes: Iterable[str]) -> CitedText:
    ours = _OURS.search(text[:2000]) is not None
    rule: Covers = covers if covers != "auto" else "run" if ours else "sentence"
    lines = lines_of_text(text)
    listed = find_list(lines, shelf)
    labels = {entry.label for entry in listed.entries}

    def is_known(label: str) -> bool:
        return label in labels or shelf.by_id(label) is not None

    reader = Reader(text, rule, is_known)
    for block in blocks_of(text, lines, listed.ranges, ours=ours):
        reader.take(block)
    if not reader.sentences:
        raise InputError("there is no sentence in it")
    cited = CitedText(
        form="story Markdown" if ours else "text",
        text=text,
        title=reader.title,
        covers=rule,
        sentences=tuple(reader.sentences),
        markers=tuple(reader.markers),
        left_out=tuple(reader.left_out),
    )
    entries = (*listed.entries, *_by_link(text, is_known))
    return _resolved(cited, entries, shelf, notes)


def _by_link(text: str, is_known: KnownLabel) -> list[Entry]:
    """Return what the numbers that are links themselves lead to."""
    return [
        Entry(label, one.url, one.mark.start, one.mark.end)
        for one in linked_marks(text, is_known)
        if one.url.lower().startswith("http")
        for label in one.mark.labels
    ]


def _resolved(
    cited: CitedText, entries: Sequence[Entry], shelf: Shelf, notes: Iterable[str]
) -> CitedText:
    """Return the text with what each of its labels stands for."""
    listed: dict[str, Entry] = {}
    for entry in entries:
        listed.setdefault(entry.label, entry)
    used = dict.fromkeys(label for sentence in cited.sentences for label in sentence.labels)
    sources = tuple(
        _source(label, listed.get(label) or listed.get(f"^{label}"), shelf, has_list=bool(entries))
        for label in dict.fromkeys((*used, *listed))
    )
    by_place = any(source.by == "position" for source in sources)
    told = ["no list of sources: numbers are taken as places in the file of articles"] * by_place
    return cited.model_copy(update={"sources": sources, "notes": (*notes, *told)})


def _source(label: str, entry: Entry | None, shelf: Shelf, *, has_list: bool) -> CitedSource:
    if entry is not None:
        key = None if label.strip("^").isdigit() else shelf.by_id(label)
        found: Found | None = (key, "id") if key else find_entry(entry.text, shelf)
        article_id, by = found or (None, "nothing")
        return CitedSource(label=label, entry=entry.text[:500], article_id=article_id, by=by)
    key = shelf.by_id(label)
    if key is not None:
        return CitedSource(label=label, article_id=key, by="id")
    if not has_list and label.isdigit() and (key := shelf.at(int(label))) is not None:
        return CitedSource(label=label, article_id=key, by="position")
    return CitedSource(label=label)
