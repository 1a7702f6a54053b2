"""The article store: open one by its URL."""

from typing import TYPE_CHECKING

from groundwood.errors import SettingsError
from groundwood.store.base import ArticleStore, Match, PutReport, Retraction, Store
from groundwood.store.naming import is_postgres, shown

__all__ = ["ArticleStore", "Match", "PutReport", "Retraction", "Store", "open_store"]

if TYPE_CHECKING:
    from groundwood.store.postgres_responses import PostgresResponses

_SQLITE = "sqlite://"
_NO_DRIVER = "--store: PostgreSQL needs its driver: pip install 'groundwood[postgres]'"


def open_store(url: str) -> Store:
    """Open the store at the URL, and make it when it is not there.

    ``sqlite:///path`` is a file (four slashes for an absolute path), ``sqlite://`` is in memory,
    ``postgresql://user@host:port/database`` is PostgreSQL, which needs the extra ``postgres``.

    Raises:
        SettingsError: no store has such a URL, or what it needs is not installed.
        StoreError: the store cannot be opened, or was written by a newer version.
    """
    if is_postgres(url):
        return _open_postgres(url)
    if not (url == _SQLITE or url.startswith(f"{_SQLITE}/")):
        raise SettingsError(
            f"--store: {shown(url)!r} is not of the form sqlite:///path or postgresql://host/database"
        )
    from groundwood.store.sqlite import SqliteStore  # keeps the driver out of start-up

    path = url.removeprefix(_SQLITE).removeprefix("/")
    return SqliteStore(path or ":memory:")


def open_responses(url: str) -> "PostgresResponses":
    """Return the response cache in the PostgreSQL store at the URL; it is opened when it is used.

    Raises:
        SettingsError: the URL cannot be read, or the driver is not installed.
    """
    try:
        from groundwood.store.postgres_responses import PostgresResponses  # as below
    except ImportError as exc:
        raise SettingsError(f"{_NO_DRIVER} ({exc})") from exc
    return PostgresResponses(url)


def _open_postgres(url: str) -> Store:
    try:
        from groundwood.store.postgres import PostgresStore  # the driver is optional
    except ImportError as exc:
        raise SettingsError(f"{_NO_DRIVER} ({exc})") from exc
    return PostgresStore(url)
