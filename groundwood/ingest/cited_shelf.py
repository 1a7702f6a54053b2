"""Which article a label or an entry of a source list stands for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from groundwood.nouns import Article, ArticleId, Topic, digest_of
from groundwood.nouns.cited import How
from groundwood.store.base import ArticleStore

NEAREST = 20
"""So many articles of a store are compared with an entry: those that share its words."""

REMEMBERED = 1 << 15
"""So many titles and addresses are compared without being read again."""

_ID = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{8,64}(?![0-9A-Za-z])")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'|\\]+", re.IGNORECASE)
_URL_TAIL = re.compile(r"[.,;:!?)\]}*_`]+\Z")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|cmpid|ref|ref_src", re.IGNORECASE)
_WORD = re.compile(r"\w+")

Found = tuple[ArticleId, How]


class Shelf(Protocol):
    """The articles that a text may cite."""

    def by_id(self, label: str) -> ArticleId | None:
        """Return the article of this id, or of this id in the file it came from."""
        ...

    def at(self, number: int) -> ArticleId | None:
        """Return the article at this place, from 1; none where the articles have no order."""
        ...

    def near(self, entry: str) -> Sequence[Article]:
        """Return the articles that the entry could mean."""
        ...


@dataclass(frozen=True)
class FileShelf:
    """Articles in the order of their file."""

    articles: Sequence[Article]

    def by_id(self, label: str) -> ArticleId | None:
        """Return the article of this id; a longer or shorter start of its digest will do."""
        if label in self._names:
            return self._names[label]
        if not _ID.fullmatch(label):
            return None
        found = [article.id for article in self.articles if article.digest.startswith(label)]
        return found[0] if len(found) == 1 else None

    def at(self, number: int) -> ArticleId | None:
        """Return the article at this place of the file, from 1."""
        return self.articles[number - 1].id if 1 <= number <= len(self.articles) else None

    def near(self, entry: str) -> Sequence[Article]:
        """Return all articles."""
        return self.articles

    @cached_property
    def _names(self) -> dict[str, ArticleId]:
        given = {a.original_id: a.id for a in self.articles if a.original_id}
        return given | {article.id: article.id for article in self.articles}


@dataclass(frozen=True)
class StoreShelf:
    """Articles of a store: found by id and words, in no order."""

    store: ArticleStore

    def by_id(self, label: str) -> ArticleId | None:
        """Return the article of this id."""
        return next(iter(self.store.get([label])), None) if _ID.fullmatch(label) else None

    def at(self, number: int) -> ArticleId | None:
        """Return none: a store has no first article."""
        return None

    def near(self, entry: str) -> Sequence[Article]:
        """Return the articles named by an address of the entry, and those that share its words."""
        ids = [digest_of(url, "")[:8] for url in urls_in(entry)]
        words = " ".join(_WORD.findall(_URL.sub(" ", entry)))
        ids += [match.article_id for match in self.store.search(words, Topic(), limit=NEAREST)]
        return list(self.store.get(ids).values())


def find_entry(entry: str, shelf: Shelf) -> Found | None:
    """Return the article that an entry names by id, else by address, else by title."""
    for found in _ID.finditer(entry):
        key = shelf.by_id(found[0])
        if key is not None:
            return key, "id"
    near = shelf.near(entry)
    addresses = {normal_url(url) for url in urls_in(entry)}
    same = [article.id for article in near if article.url and normal_url(article.url) in addresses]
    if len(set(same)) == 1:
        return same[0], "address"
    titled = _titled(entry, near)
    return None if titled is None else (titled, "title")


def urls_in(entry: str) -> Iterator[str]:
    """Yield the web addresses of the entry, without the punctuation behind them."""
    for found in _URL.finditer(entry):
        url = _URL_TAIL.sub("", found[0])
        yield url if url.lower().startswith("http") else f"https://{url}"


@lru_cache(maxsize=REMEMBERED)
def normal_url(url: str) -> str:
    """Return the address without what does not change where it leads.

    Scheme, ``www.``, case of the host, default ports, a closing slash, fragments, tracking
    parameters and percent-coding do not count.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url.strip()
    kept = [pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0])]
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    return f"{host}{port}{unquote(parts.path).rstrip('/')}{query}"


def _titled(entry: str, near: Sequence[Article]) -> ArticleId | None:
    told = _plain(_URL.sub(" ", entry))
    named = [(a, _plain(a.title)) for a in near if a.title]
    found = [(a, t) for a, t in named if t == told or (t.count(" ") > 2 and t in told)]
    longest = max((len(title) for _, title in found), default=0)
    best = [article for article, title in found if len(title) == longest]
    if len(best) > 1:
        best = [a for a in best if a.source and _plain(a.source) in told]
    return best[0].id if len(best) == 1 else None


@lru_cache(maxsize=REMEMBERED)
def _plain(text: str) -> str:
    """Return the words in lower case between spaces, so that only whole words are found in it."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "
