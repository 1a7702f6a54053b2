"""Stories and versions by name: ``slug``, ``slug@v0.22``, or the same with a uuid."""

import re
from typing import NamedTuple

from groundwood.errors import InputError
from groundwood.nouns.version import StoryVersion
from groundwood.store.base import Store

_NAMED = re.compile(r"(?P<story>[^@]+)(?:@v?(?P<version>\d+\.\d\d))?")


class Named(NamedTuple):
    """The name of a story, and of one of its versions where one is named."""

    story: str
    version: str | None = None


def parse_name(text: str) -> Named:
    """Return the parts of ``STORY`` or ``STORY@v0.22``.

    Raises:
        InputError: the text is of neither form.
    """
    match = _NAMED.fullmatch(text.strip())
    if match is None:
        raise InputError(f"{text!r} is not of the form STORY or STORY@v0.22")
    return Named(match["story"], match["version"])


def find_version(store: Store, text: str) -> StoryVersion:
    """Return the version of this name; without a version the newest.

    Raises:
        InputError: there is no such story or version; the text names the nearest, or what there is.
    """
    named = parse_name(text)
    uuid = store.stories.resolve(named.story)
    found = store.stories.get(uuid, named.version)
    if found is None:
        there = ", ".join(f"v{one.version}" for one in store.stories.versions(uuid))
        raise InputError(f"{named.story} has no version v{named.version}; there are: {there}")
    return found


def name_of(version: StoryVersion) -> str:
    """Return what the version is called: ``slug@v0.22``."""
    return f"{version.slug}@v{version.story.version}"
