"""Our own stories as cited texts: the text form, with places in it, and the JSON form."""

import re
from collections.abc import Iterator

from groundwood.errors import InputError
from groundwood.nouns import Story
from groundwood.nouns.cited import CitedSentence, CitedText, LeftOut, Marker
from groundwood.render import parse_story
from groundwood.render.parts import parts_of

_HEAD = re.compile(r"\s*v\d+\.\d\d 🌳")
_ID = re.compile(r"\[([0-9a-f]{8,64})\]")
LONE = re.compile("[\ud800-\udfff]")
"""Halves of surrogate pairs, which no file can hold."""
_IDS_BEHIND = re.compile(r"\s*(?:\[[0-9a-f]{8,64}\])+")


def is_story_text(text: str) -> bool:
    """Return whether the text begins as a story's text form does."""
    return _HEAD.match(text) is not None


def is_json(text: str) -> bool:
    """Return whether the text can be nothing but JSON."""
    return re.match(r"\s*\{\s*[\"}]", text) is not None


def read_story_text(text: str) -> CitedText:
    """Return the text form as a cited text; a marker covers the run of sentences that it ends.

    Raises:
        InputError: a part is missing or malformed; the text names the line.
    """
    story = parse_story(text)
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    parts = parts_of(text)
    begin = starts[parts[3].line - 1]
    end = starts[parts[-1 - len(story.notices)].line - 1]
    markers = [
        Marker(start=found.start(), end=found.end(), labels=(found[1],))
        for found in _ID.finditer(text, begin, end)
    ]
    return CitedText(
        form="story text",
        text=text,
        title=story.title,
        updated_at=story.updated_at,
        covers="run",
        sentences=tuple(_placed(story, text, (begin, end), markers)),
        markers=tuple(markers),
        left_out=(
            LeftOut(start=0, end=begin, what="version, title and time"),
            LeftOut(start=end, end=len(text), what="notices and disclaimer"),
        ),
    )


def read_json(text: str) -> CitedText:
    """Return a story's JSON form as a cited text, whose words are its sentences with their ids.

    Raises:
        InputError: it is not JSON, or holds no story; the text names the line or field.
    """
    story = parse_story(text)
    pieces: list[str] = []
    length = 0
    sentences: list[CitedSentence] = []
    markers: list[Marker] = []
    for paragraph, block in enumerate(story.paragraphs):
        for place, one in enumerate(block.sentences):
            words = LONE.sub("\ufffd", " ".join(one.text.split())) or "\ufffd"
            told = words
            gap = "" if not pieces else " " if place else "\n\n"
            start = length + len(gap)
            end = start + len(words)
            ids = one.article_ids
            if ids:
                shown = " " + "".join(f"[{key}]" for key in ids)
                markers.append(Marker(start=end + 1, end=end + len(shown), labels=ids))
                words, end = words + shown, end + len(shown)
            sentences.append(
                CitedSentence(
                    paragraph=paragraph,
                    sentence=place,
                    start=start,
                    end=end,
                    text=told,
                    labels=ids,
                )
            )
            pieces += [gap, words]
            length = end
    if not sentences:
        raise InputError("there is no sentence in it")
    return CitedText(
        form="story JSON",
        text="".join(pieces),
        title=story.title,
        updated_at=story.updated_at,
        covers="run",
        sentences=tuple(sentences),
        markers=tuple(markers),
    )


def _placed(
    story: Story, text: str, body: tuple[int, int], markers: list[Marker]
) -> Iterator[CitedSentence]:
    """Yield the story's sentences with their places: the words stand there in the same order."""
    inside = {place for marker in markers for place in range(marker.start, marker.end)}
    offsets = [p for p in range(*body) if p not in inside and not text[p].isspace()]
    words = "".join(text[place] for place in offsets)
    at = 0
    for paragraph, block in enumerate(story.paragraphs):
        for place, one in enumerate(block.sentences):
            bare = "".join(one.text.split())
            at = words.index(bare, at) + len(bare)
            end = offsets[at - 1] + 1
            behind = _IDS_BEHIND.match(text, end)
            yield CitedSentence(
                paragraph=paragraph,
                sentence=place,
                start=offsets[at - len(bare)],
                end=behind.end() if behind else end,
                text=one.text,
                labels=one.article_ids,
            )
