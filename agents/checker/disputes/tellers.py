"""Who is named as telling what an article says."""

import re
from functools import lru_cache

from groundwood.agents.retriever import screen
from groundwood.nouns import Article

LONGEST = 80
"""Characters of an outlet's name or a title that is printed as a name."""

_UNFIT = re.compile(r"[\[\]<>{}|;:\r\n\t]|https?:", re.IGNORECASE)
_NAMED = re.compile(r"\w")


def teller(article: Article) -> str:
    """Return the outlet, else the title in quotation marks, else the id of the article.

    A name that is too long, holds what looks like markup or a marker, or speaks to a machine is
    passed over.
    """
    if _is_fit(article.source):
        return " ".join((article.source or "").split())
    if _is_fit(article.title):
        return f"“{' '.join(article.title.split())}”"
    return f"article {article.id}"


def is_named(article: Article) -> bool:
    """Say whether the article can be called by its outlet or title."""
    return _is_fit(article.source) or _is_fit(article.title)


@lru_cache(maxsize=1024)
def _is_fit(name: str | None) -> bool:
    return bool(
        name
        and name.strip()
        and len(name) <= LONGEST
        and _NAMED.search(name)
        and not _UNFIT.search(name)
        and not screen.instruction(name)
        and not screen.debris(name)
    )
