"""Stores that are read and so must be there already."""

from pathlib import Path

from groundwood.errors import StoreError
from groundwood.store import open_store
from groundwood.store.base import Store

_FILE = "sqlite:///"


def is_missing(url: str) -> bool:
    """Return whether the URL is that of a store file which is not there; nothing is made."""
    path = url.removeprefix(_FILE)
    return url.startswith(_FILE) and path not in ("", ":memory:") and not Path(path).exists()


def open_existing(url: str) -> Store:
    """Open the store at the URL as `open_store` does, but make no file.

    Raises:
        SettingsError: no store has such a URL.
        StoreError: the store is not there, or cannot be opened.
    """
    if is_missing(url):
        raise StoreError(f"--store: {url} is not there; groundwood ingest makes it")
    return open_store(url)
