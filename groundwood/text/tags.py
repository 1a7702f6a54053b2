"""Tags: one rule that makes the spellings of a tag equal."""

import re
import unicodedata
from collections.abc import Iterable

_GAPS = re.compile(r"[\s_\-\u2010-\u2015]+")


def normalise_tag(tag: str) -> str:
    """Return the tag in NFC, case-folded, each run of spaces, ``-`` and ``_`` one space, trimmed.

    ``"South Korea"``, ``" SOUTH-KOREA "`` and ``"south_korea"`` are one tag, ``"south korea"``.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", tag).casefold())
    return _GAPS.sub(" ", folded).strip()


def normalise_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the normalised tags in their first order, without repeats and without empty ones."""
    return tuple(dict.fromkeys(filter(None, map(normalise_tag, tags))))
