"""The front door of rendering: one verb out, one verb in."""

import importlib
from typing import Any, Literal, get_args

from groundwood.errors import InputError
from groundwood.nouns import CheckedStory, Story

Format = Literal["text", "markdown", "html", "json"]
ENDINGS: dict[Format, str] = {"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json"}
"""How the names of stories' files end."""

_HOMES: dict[str, str] = {
    "text": "groundwood.render.text:render_text",
    "markdown": "groundwood.render.markdown:render_markdown",
    "html": "groundwood.render.page:render_page",
    "json": "groundwood.render.as_json:render_json",
}
"""Where each format is made, loaded when it is first asked for. A new format is one line here."""


def render_story(story: Story | CheckedStory, format: Format = "text") -> str:
    """Return the story in the format.

    ``text`` is the fixed text form, without a newline at its end (the others have one);
    ``markdown`` lists the sources; ``html`` is one self-contained page with the proof of each
    citation; ``json`` follows ``docs/story.schema.json``. Of a bare `Story` only the ids of its
    sources are shown.

    Raises:
        InputError: there is no such format; there is no story, because its run abstained or failed
            (only JSON holds such an outcome); or the text form would not read back as it was.
    """
    if format not in _HOMES:
        raise InputError(f"format: expected one of {', '.join(get_args(Format))}, not {format!r}")
    rendered: str = _load(_HOMES[format])(story)
    return rendered


def parse_story(text: str) -> Story:
    """Return the story that its text form, or its JSON form, holds.

    The text form keeps neither uuid nor parent nor spans: the uuid is derived from the text. A
    marker covers the sentences since the last marker of its paragraph.

    Raises:
        InputError: it is neither; the text names the line or field and what was expected there.
    """
    is_json = text.lstrip("\ufeff \t\r\n").startswith("{")
    home = (
        "groundwood.render.as_json:parse_json" if is_json else "groundwood.render.text:parse_text"
    )
    story: Story = _load(home)(text)
    return story


def _load(home: str) -> Any:
    module, _, name = home.partition(":")
    return getattr(importlib.import_module(module), name)
