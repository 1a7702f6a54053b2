"""The HTML form: one page that needs no script and no network.

Nothing on it is live but links to http and https addresses, and its Content-Security-Policy allows
only its own style sheet, so that a story may be shown wherever a page may.
"""

import hashlib
import re
from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from groundwood.nouns import CheckedStory, Story
from groundwood.render.links import live_url
from groundwood.render.proof import proof_of
from groundwood.render.told import day, minute, story_of

if TYPE_CHECKING:
    import jinja2

_STRANGE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def render_page(story: Story | CheckedStory) -> str:
    """Return the page: everything that comes from an article or a model is escaped.

    Pointing at a citation, focusing or tapping it shows its source and the cited passage.

    Raises:
        InputError: there is no story to print.
    """
    css = _asset("story.css").strip()
    digest = b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return _template().render(
        story=story_of(story),
        checked=story if isinstance(story, CheckedStory) else None,
        proof=proof_of(story),
        css=css,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    )


def printable(value: object) -> object:
    """Return text without the characters that HTML forbids; the replacement character instead."""
    return _STRANGE.sub("\ufffd", value) if type(value) is str else value


@cache
def _template() -> "jinja2.Template":
    import jinja2  # loaded when a page is made

    environment = jinja2.Environment(
        autoescape=True,
        finalize=printable,
        keep_trailing_newline=True,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(day=day, minute=minute, live_url=live_url)
    return environment.from_string(_asset("story.html"))


def _asset(name: str) -> str:
    return (files("groundwood.render") / name).read_text(encoding="utf-8")
