"""The text form of a story: to the byte, and back.

::

    v0.24 🌳 ⍽            the version, a tree, U+0020 U+00A0
    (blank line between parts)
    The title
    2024-08-18 02:09:53.946000
    One sentence. Another one [a3a17192].
    Notice: What the verdicts call for.
    Disclaimer: The fixed text.

A marker stands before the full stop that ends the run of sentences which it covers; after a closing
quotation mark or bracket, and where there is no closing punctuation, it stands behind.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from uuid import NAMESPACE_URL, uuid5

from groundwood.errors import InputError
from groundwood.nouns import Citation, Paragraph, Sentence, Story
from groundwood.text.sentences import sentence_spans

TREE = "🌳"
TAIL = " \u00a0"
NOTICE = "Notice: "
DISCLAIMER = "Disclaimer: "
TIME_FORMAT = "%Y-%m-%d %H:%M:%S.%f"

MARKER = re.compile(r"\[[0-9a-f]{8,64}\]")
_RUN = re.compile(r" ((?:\[[0-9a-f]{8,64}\])+)")
_BEFORE_STOP = re.compile(r"[.!?…。！？]+\Z")
_STOP_BEHIND = re.compile(r"[.!?…。！？]+(?=\s|\Z)")
_HEAD = re.compile(rf"v(\d+\.\d{{2}}) {TREE}(?: \u00a0)?\Z")


def render_text(story: Story) -> str:
    """Return the text form, without a newline at its end.

    Raises:
        InputError: a part would not read back as what it is: it holds a line break or a citation
            marker, begins with ``Notice:`` or ``Disclaimer:``, or an uncited sentence stands
            before a cited one in its paragraph and would read as covered by its marker.
    """
    parts = [
        f"v{story.version} {TREE}{TAIL}",
        _line("title", story.title),
        story.updated_at.strftime(TIME_FORMAT).rjust(26, "0"),
        *map(_paragraph, story.paragraphs),
        *(NOTICE + _line("notice", notice) for notice in story.notices),
        DISCLAIMER + _line("disclaimer", story.disclaimer),
    ]
    return "\n\n".join(parts)


def parse_text(text: str) -> Story:
    """Return the story that the text form holds.

    A marker covers the run of sentences since the last marker of its paragraph; sentences behind
    the last marker are uncited. The uuid is derived from the text; parent and spans are unknown.

    Raises:
        InputError: a part is missing or malformed; the text names its line.
    """
    blocks = list(_blocks(text.replace("\r\n", "\n").replace("\r", "\n")))
    if len(blocks) < 4:
        raise InputError("not a story: it has no version, title, time and disclaimer")
    (line, head), (_, title), (time_line, time), *rest = blocks
    version = _HEAD.match(head)
    if version is None:
        raise InputError(f"line {line}: expected 'v0.01 {TREE}', not {head[:40]!r}")
    last_line, last = rest.pop()
    if not last.startswith(DISCLAIMER):
        raise InputError(f"line {last_line}: expected 'Disclaimer: …', not {last[:40]!r}")
    notices: list[str] = []
    while rest and rest[-1][1].startswith(NOTICE):
        notices.insert(0, rest.pop()[1].removeprefix(NOTICE))
    return Story(
        uuid=uuid5(NAMESPACE_URL, text),
        version=version.group(1),
        title=title,
        updated_at=_time(time_line, time),
        paragraphs=tuple(parse_paragraph(block) for _, block in rest),
        notices=tuple(notices),
        disclaimer=last.removeprefix(DISCLAIMER),
    )


def parse_paragraph(block: str) -> Paragraph:
    """Return the paragraph with each sentence's own citations."""
    sentences: list[Sentence] = []
    for stretch, ids in _stretches(block):
        citations = tuple(Citation(article_id=key) for key in ids)
        sentences += [
            Sentence(text=stretch[span.start : span.end], citations=citations)
            for span in sentence_spans(stretch)
        ]
    return Paragraph(sentences=tuple(sentences))


def marked(text: str, markers: str) -> str:
    """Return the sentence with the markers before its closing full stop, else behind it."""
    if not markers:
        return text
    stop = _BEFORE_STOP.search(text)
    cut = stop.start() if stop and stop.start() else len(text)
    return f"{text[:cut]} {markers}{text[cut:]}"


def _paragraph(paragraph: Paragraph) -> str:
    runs = [(ids, list(run)) for ids, run in groupby(paragraph.sentences, lambda s: s.article_ids)]
    if any(not ids for ids, _ in runs[:-1]):
        text = next(run[0].text for ids, run in runs[:-1] if not ids)
        raise InputError(f"uncited sentence before a cited one: {text[:60]!r}")
    printed = " ".join(_printed_run(ids, run) for ids, run in runs)
    if printed.startswith((NOTICE, DISCLAIMER)):
        raise InputError(f"a paragraph begins like a notice or disclaimer: {printed[:60]!r}")
    return printed


def _printed_run(ids: tuple[str, ...], run: list[Sentence]) -> str:
    text = " ".join(_line("sentence", sentence.text) for sentence in run)
    return marked(text, "".join(f"[{key}]" for key in ids))


def _line(part: str, text: str) -> str:
    if len(text.splitlines()) != 1 or text != text.strip():
        raise InputError(f"the {part} is not one line of text: {text[:60]!r}")
    if MARKER.search(text):
        raise InputError(f"the {part} holds a citation marker: {text[:60]!r}")
    return text


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, with their numbers."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line


def _time(line: int, text: str) -> datetime:
    try:
        return datetime.strptime(text, TIME_FORMAT).replace(tzinfo=UTC)
    except ValueError as exc:
        raise InputError(
            f"line {line}: expected a time like 2024-08-18 02:09:53.946000, not {text[:40]!r}"
        ) from exc


def _stretches(block: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each run of text with the ids that its marker names; none for the last, if unmarked."""
    start = 0
    for run in _RUN.finditer(block):
        stop = _STOP_BEHIND.match(block, run.end())
        end = stop.end() if stop else run.end()
        ids = tuple(dict.fromkeys(MARKER.findall(run.group(1))))
        yield (
            block[start : run.start()].strip() + block[run.end() : end],
            tuple(key[1:-1] for key in ids),
        )
        start = end
    if block[start:].strip():
        yield block[start:].strip(), ()
