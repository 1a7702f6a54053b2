"""Which of an article's links may be live."""

from urllib.parse import quote, urlsplit

LONGEST_URL = 2000


def live_url(url: str | None) -> str | None:
    """Return the URL, safely quoted, when it is a plain http or https one; none otherwise."""
    if url is None or len(url) > LONGEST_URL:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return quote(parts.geturl(), safe="%:/?#[]@!$&'()*+,;=~-._")
