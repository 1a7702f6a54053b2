"""Pages from templates: escaped, self-contained, each with a policy for its own style sheet."""

import hashlib
import re
from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from groundwood.render.links import live_url
from groundwood.render.told import day, minute

if TYPE_CHECKING:
    import jinja2

_STRANGE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def fill(name: str, styles: tuple[str, ...], **values: Any) -> str:
    """Return the template of this name filled in; ``css`` and ``policy`` are added to the values.

    The policy allows nothing but the page's own style sheet, made of ``styles``. A name is that of
    a file of this package, or ``package/file``.
    """
    css = "\n".join(_asset(style).strip() for style in styles)
    digest = b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return _environment().get_template(name).render(css=css, policy=policy, **values)


def printable(value: object) -> object:
    """Return text without the characters that HTML forbids; the replacement character instead."""
    return _STRANGE.sub("\ufffd", value) if type(value) is str else value


@cache
def _environment() -> "jinja2.Environment":
    import jinja2  # loaded when a page is made

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_asset),
        autoescape=True,
        finalize=printable,
        keep_trailing_newline=True,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(day=day, minute=minute, live_url=live_url)
    return environment


def _asset(name: str) -> str:
    package, _, file = name.rpartition("/")
    return (files(package or "groundwood.render") / file).read_text(encoding="utf-8")
