"""What a story is to be about, from the options of a command."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from groundwood.nouns import Topic


def make_topic(
    slug: str, query: str, tags: str | None, since: str | None, until: str | None
) -> "Topic":
    """Return the topic that the options describe.

    Raises:
        SettingsError: an option cannot be read; the text names it.
    """
    from pydantic import ValidationError

    from groundwood.errors import SettingsError
    from groundwood.nouns import Topic

    try:
        return Topic(
            slug=slug,
            query=query,
            tags=tuple((tags or "").split(",")),
            since=moment("--since", since),
            until=moment("--until", until),
        )
    except ValidationError as exc:
        error = exc.errors()[0]
        raise SettingsError(f"--{error['loc'][0]}: {error['msg'].lower()}") from exc


def moment(option: str, text: str | None) -> "datetime | None":
    """Return the date or time of the option, none where it is not given.

    Raises:
        SettingsError: it is no date or time that can be read.
    """
    from groundwood.errors import SettingsError
    from groundwood.text.dates import parse_date

    if text is None:
        return None
    found = parse_date(text)
    if found is None:
        raise SettingsError(f"{option}: {text!r} is no date or time that can be read")
    return found
