"""Which of an article's links may be live."""

from urllib.parse import quote, urlsplit

LONGEST_URL = 2000
"""In characters; longer ones are printed nowhere."""


def live_url(url: str | None) -> str | None:
    """Return the URL, percent-quoted, when it is a plain http or https one; none otherwise.

    One that holds a user name is not live: it is how a link hides its true host.
    """
    if url is None or len(url) > LONGEST_URL:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    try:
        return quote(parts.geturl(), safe="%:/?#[]@!$&'()*+,;=~-._")
    except UnicodeEncodeError:
        return None
