"""Days that a report tells from the day of its writing: ``yesterday``, ``today``, ``this week``."""

import re
from datetime import datetime, timedelta

from groundwood.agents.summarizer.words import MONTHS
from groundwood.nouns import Article

FIRST_HOUR, LAST_HOUR = 5, 21
"""Between these hours, in UTC, most of the world's newsrooms write the same date."""

_OPENING = re.compile(
    r"^(?:(?P<today>(?:Earlier )?[Tt]oday|This (?:morning|afternoon|evening))|(?P<past>Yesterday)"
    r"|(?P<week>Earlier this week)),? "
    r"(?=(?:(?:the|a|an|senior|officials?|police|President|Secretary|[A-Z][\w.’-]+)\b))"
)
_PRESENT = re.compile(r"[^,.]{0,60}\b(?:is|are|will)\b")
_CLOSING = re.compile(
    r"(?P<verb>\b(?:said|announced|signed|met|opened|confirmed|released|reported|died|arrived|[a-z]+ed"
    r"|\d{1,2}:\d\d)) (?P<word>today|yesterday)\b"
)
_QUOTE = re.compile(r"[“”\"‘]")


def with_day(text: str, article: Article) -> str:
    """Return the text with its first ``today`` or ``yesterday`` told as the day that it means.

    ``Earlier this week`` becomes the month. Nothing changes in an undated article, behind a
    quotation mark, before a present tense, or where the hour of publication leaves the day open.
    """
    published_at = article.published_at
    if published_at is None or not is_sure(published_at):
        return text
    opening = _OPENING.match(text)
    if opening is not None and _PRESENT.match(text[opening.end() :]):
        return text
    if opening is not None:
        when = _week(published_at) if opening["week"] else _day(published_at, bool(opening["past"]))
        return f"{when}, {text[opening.end() :]}" if when else text
    closing = _CLOSING.search(text)
    if closing is None or _QUOTE.search(text[: closing.start()]):
        return text
    when = _day(published_at, closing["word"] == "yesterday").replace("On", "on")
    verb = text[: closing.end("verb")]
    return f"{verb} {when}{text[closing.end() :]}"


def is_sure(moment: datetime) -> bool:
    """Say whether most of the world has the same date at that moment, or only a date is known."""
    is_date_only = moment.time() == datetime.min.time()
    return is_date_only or FIRST_HOUR <= moment.hour < LAST_HOUR


def _day(published_at: datetime, is_past: bool) -> str:
    moment = published_at - timedelta(days=int(is_past))
    return f"On {MONTHS[moment.month - 1]} {moment.day}"


def _week(published_at: datetime) -> str:
    start = published_at - timedelta(days=6)
    return f"In {MONTHS[start.month - 1]}" if start.month == published_at.month else ""
