"""Stories out: text, Markdown, HTML and JSON; and text in again."""

from groundwood.render.story import Format, parse_story, render_story

__all__ = ["Format", "parse_story", "render_story"]
