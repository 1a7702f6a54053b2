"""What may travel to a worker on another machine, and what must not: keys and passwords stay."""

import os
from collections.abc import Mapping
from pathlib import Path

from groundwood.errors import SettingsError
from groundwood.settings import Settings
from groundwood.store.naming import without_password

_SQLITE = "sqlite://"
_PREFIX = "GROUNDWOOD_"
_OWN = {"store", "cache_dir"}
"""Settings that each machine has for itself."""


def carried(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the settings of the environment that workers are to share: none that is a secret."""
    names = (
        f"{_PREFIX}{name.upper()}"
        for name, field in Settings.model_fields.items()
        if name not in _OWN and "SecretStr" not in str(field.annotation)
    )
    return {name: environ[name] for name in names if name in environ}


def handed_on(url: str) -> str:
    """Return the store's URL as it may be handed on: without a password, a file's path absolute."""
    if url.startswith(f"{_SQLITE}/"):
        return f"{_SQLITE}/{Path(url.removeprefix(f'{_SQLITE}/')).absolute()}"
    return without_password(url)


def own_store(url: str, own: str) -> str:
    """Return the URL for a worker to open: its own setting where that names the same store.

    So a password comes from the worker's own ``GROUNDWOOD_STORE``, else from where PostgreSQL's
    client looks for it (``PGPASSFILE``, ``PGPASSWORD``, the service file).
    """
    return own if handed_on(own) == url else url


def is_file(url: str) -> bool:
    """Whether the store is a file, which is on one machine."""
    return url.startswith(_SQLITE)


def check_shared(url: str) -> None:
    """See that several processes can use the store.

    Raises:
        SettingsError: it is in memory.
    """
    if url.removeprefix(_SQLITE) in ("", "/", "/:memory:"):
        raise SettingsError(
            "--engine ray: a store in memory is in one process; "
            "give --store sqlite:///path on one machine, postgresql://… on several"
        )
