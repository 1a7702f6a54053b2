"""Stories out, in four formats, and back in from two."""

from typing import Literal

from groundwood.errors import InputError
from groundwood.nouns import CheckedStory, Outcome, Story

__all__ = ["Format", "parse_story", "render_story"]

Format = Literal["text", "markdown", "html", "json"]


def render_story(story: Story | CheckedStory, format: Format = "text") -> str:
    """Return the story in the format.

    ``text`` is the fixed text form (UTC time, citations as ``[a3a17192]``, no newline at the end);
    ``markdown`` has a list of sources; ``html`` is one self-contained page; ``json`` follows
    ``docs/story.schema.json``. A plain `Story` has no verdicts and sources to show.

    Raises:
        InputError: there is no story to print (only JSON tells why), its text form would not read
            back, or there is no such format.
    """
    checked = story if isinstance(story, CheckedStory) else _unchecked(story)
    if format == "json":
        from groundwood.render.json import render_json

        return render_json(checked)
    if checked.story is None:
        why = checked.outcome.reason or checked.outcome.error
        raise InputError(f"no story to print: {checked.outcome.status}: {why}")
    if format == "text":
        from groundwood.render.text import render_text

        return render_text(checked.story)
    if format == "markdown":
        from groundwood.render.markdown import render_markdown

        return render_markdown(checked, checked.story)
    if format == "html":
        from groundwood.render.html import render_html

        return render_html(checked, checked.story)
    raise InputError(f"no such format: {format!r}; there are text, markdown, html and json")


def parse_story(text: str) -> Story:
    """Return the story of a text or JSON form.

    Raises:
        InputError: it is neither; the text names the line or field.
    """
    if text.lstrip().startswith("{"):
        from groundwood.render.json import parse_json

        checked = parse_json(text)
        if checked.story is None:
            raise InputError(f"no story inside: {checked.outcome.status}")
        return checked.story
    from groundwood.render.text import parse_text

    return parse_text(text)


def _unchecked(story: Story) -> CheckedStory:
    return CheckedStory(outcome=Outcome(status="unchanged"), story=story)
