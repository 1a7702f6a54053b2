"""The article store: open one by its URL."""

from groundwood.errors import SettingsError
from groundwood.store.base import ArticleStore, Match, PutReport, Retraction, Store

__all__ = ["ArticleStore", "Match", "PutReport", "Retraction", "Store", "open_store"]

_SQLITE = "sqlite://"
_POSTGRES = ("postgresql:", "postgres:")


def open_store(url: str) -> Store:
    """Open the store at the URL, and make it when it is not there.

    ``sqlite:///path`` is a file (four slashes for an absolute path), ``sqlite://`` is in memory.

    Raises:
        SettingsError: no store has such a URL.
        StoreError: the store cannot be opened, or was written by a newer version.
    """
    if url.startswith(_POSTGRES):
        raise SettingsError("--store: PostgreSQL is not in this version; use sqlite:///path")
    if not (url == _SQLITE or url.startswith(f"{_SQLITE}/")):
        raise SettingsError(f"--store: {url!r} is not of the form sqlite:///path")
    from groundwood.store.sqlite import SqliteStore  # keeps the driver out of start-up

    path = url.removeprefix(_SQLITE).removeprefix("/")
    return SqliteStore(path or ":memory:")
