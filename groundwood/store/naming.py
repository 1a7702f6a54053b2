"""A store's URL as it is shown and kept: without its password."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_PASSWORD = re.compile(r"(?<=://)([^:/?#@]*):.*(?=@)|(?<=password=)[^&\s]*", re.IGNORECASE)


def shown(url: str) -> str:
    """Return the URL with stars for a password, wherever it stands, also in a malformed one."""
    return _PASSWORD.sub(lambda found: f"{found[1]}:***" if found[1] is not None else "***", url)


def without_password(url: str) -> str:
    """Return the URL as it may be kept and handed on; a password has to come from elsewhere."""
    if not is_postgres(url):
        return url
    parts = urlsplit(url)
    user, _, place = parts.netloc.rpartition("@")
    user = user.partition(":")[0]
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name != "password"]
    netloc = f"{user}@{place}" if user else place
    return parts._replace(netloc=netloc, query=urlencode(kept)).geturl()


def is_postgres(url: str) -> bool:
    """Return whether the URL is that of a store in PostgreSQL."""
    return url.startswith(("postgresql://", "postgres://"))
