"""How a store's URL is shown: without its password."""

import re

_PASSWORD = re.compile(r"(?<=://)([^:/?#@]*):.*(?=@)|(?<=password=)[^&\s]*", re.IGNORECASE)


def shown(url: str) -> str:
    """Return the URL with stars for a password, wherever it stands, also in a malformed one."""
    return _PASSWORD.sub(lambda found: f"{found[1]}:***" if found[1] is not None else "***", url)


def is_postgres(url: str) -> bool:
    """Return whether the URL is that of a store in PostgreSQL."""
    return url.startswith(("postgresql://", "postgres://"))
