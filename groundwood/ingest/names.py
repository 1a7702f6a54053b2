"""Who is who: which row is the same article again, and which id each article gets."""

import hashlib
from dataclasses import dataclass

from groundwood.errors import InputError
from groundwood.ingest.draft import Draft
from groundwood.ingest.values import is_web
from groundwood.nouns import Article, digest_of
from groundwood.nouns.article import SHORT


@dataclass(frozen=True, slots=True)
class Seen:
    """What is remembered of an accepted article: enough to know it again, not its text."""

    id: str
    named: bool
    text: int
    rest: int
    place: str


@dataclass(frozen=True, slots=True)
class Named:
    """An article with its id. ``replaces`` is the place of the older version, if there is one."""

    article: Article
    replaces: str | None


@dataclass(frozen=True, slots=True)
class Same:
    """The draft is the article of the place ``first``; ``differs``: in other fields than text."""

    first: str
    differs: bool


class Names:
    """Remembers the articles of one reading, and names the next.

    A given id names its article, also where several share an address. Without one the address
    names it, and where there is no web address its text.
    """

    def __init__(self) -> None:
        self._by_id: dict[str, Seen] = {}
        self._by_digest: dict[bytes, Seen] = {}
        self._by_name: dict[str, Seen] = {}

    def admit(self, draft: Draft, place: str) -> Named | Same:
        """Return the draft as an article, or say which article it is again.

        Raises:
            InputError: its id stands for another text; the text names the id and the place.
        """
        name = draft.given or draft.original
        base = draft.url if draft.url and is_web(draft.url) else draft.text
        digest = digest_of(base, "")
        seen = self._known(draft, digest)
        if seen is not None and seen.text != hash(draft.text):
            if name:
                raise InputError(f"id {name} already stands for another text, at {seen.place}")
            if not seen.named:
                return self._remember(draft, digest, place, older=seen)
            digest = _digest(base, draft.text)
            seen = self._by_digest.get(bytes.fromhex(digest))
        if seen is not None:
            return Same(seen.place, differs=seen.rest != _rest(draft))
        if name and bytes.fromhex(digest) in self._by_digest:
            digest = _digest(base, name)
        return self._remember(draft, digest, place)

    def _known(self, draft: Draft, digest: str) -> Seen | None:
        if draft.given:
            return self._by_id.get(draft.given)
        if draft.original:
            return self._by_name.get(draft.original)
        return self._by_digest.get(bytes.fromhex(digest))

    def _remember(self, draft: Draft, digest: str, place: str, older: Seen | None = None) -> Named:
        key = older.id if older else draft.given or self._shortest(digest)
        name = draft.given or draft.original
        seen = Seen(key, bool(name), hash(draft.text), _rest(draft), place)
        self._by_id[key] = self._by_digest[bytes.fromhex(digest)] = seen
        if draft.original and not draft.given:
            self._by_name[draft.original] = seen
        return Named(_article(draft, key, digest), older.place if older else None)

    def _shortest(self, digest: str) -> str:
        """Return as few digits of the digest as are free, at least eight."""
        return next(digest[:size] for size in range(SHORT, 65) if digest[:size] not in self._by_id)


def _digest(base: str, name: str) -> str:
    return hashlib.sha256(f"{base}\n{name}".encode("utf-8", "replace")).hexdigest()


def _rest(draft: Draft) -> int:
    return hash(
        (
            draft.title,
            draft.url,
            draft.source,
            draft.author,
            draft.published_at,
            draft.tags,
            draft.language,
        )
    )


def _article(draft: Draft, key: str, digest: str) -> Article:
    return Article(
        id=key,
        digest=digest,
        title=draft.title,
        text=draft.text,
        url=draft.url,
        source=draft.source,
        author=draft.author,
        published_at=draft.published_at,
        tags=draft.tags,
        language=draft.language,
        original_id=draft.remembered,
    )
