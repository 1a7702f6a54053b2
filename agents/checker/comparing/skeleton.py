"""Sentences that repeat a source sentence but for its dateline, asides, dates and fuller names."""

import re
from collections.abc import Sequence
from functools import lru_cache

from groundwood.agents.checker.comparing.dates import DAY_NAME, days
from groundwood.agents.checker.comparing.quotes import plain

FEWEST_WORDS = 5

_ASIDE = re.compile(r"\s?\([^()]*\)|\s[–—-]\s[^–—-]+\s[–—-](?=\s)")
_DATELINE = re.compile(
    r"^[A-Z][\w.'’]*(?:,? [A-Z][\w.'’]*){0,4}(?:,? \([A-Z][\w ]{1,20}\))?\s?[-–—]{1,2}\s"
)
_REPORT = re.compile(r"^A report of [A-Z][a-z]+ \d{1,2}, \d{4} said that ")
_RUN = re.compile(r"\b[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
_WORD = re.compile(r"\x00|[\w’'$€£%-]+")
_SILENT = frozenset(["the", "a", "an", "on"])
_TIME = "\x00"


def repeats(sentence: str, source: str, article: str) -> bool:
    """Say whether the sentence is the source sentence, so changed at most.

    ``A report of May 1, 2008 said that`` may open it, a dateline and what stands in brackets may be gone, a day may be told in another way (whether
    it is the right one is for the comparison of dates), and a name may be longer or shorter by
    words that the ``article`` has before it.
    """
    ours = _skeleton(_REPORT.sub("", sentence))
    if len(ours[0]) < FEWEST_WORDS:
        return False
    forms = {source, _DATELINE.sub("", source)}
    forms |= {_ASIDE.sub("", form) for form in forms}
    return any(_agree(ours, _skeleton(form), article) for form in forms)


def _agree(
    ours: tuple[tuple[str, ...], tuple[str, ...]],
    theirs: tuple[tuple[str, ...], tuple[str, ...]],
    article: str,
) -> bool:
    short, long = sorted((ours[1], theirs[1]), key=len)
    if len(long) == len(short) + 1 and " " not in long[0]:
        long = long[1:]  # a capital that only opens the sentence
    if ours[0] != theirs[0] or len(short) != len(long):
        return False
    return all(_same_name(*pair, article) for pair in zip(short, long, strict=True))


def _same_name(one: str, other: str, article: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long == short or (long.endswith(f" {short}") and long in plain(article))


@lru_cache(maxsize=4096)
def _skeleton(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words with each name as its last word and each date as one sign, and the names."""
    text = _undated(text)
    names = tuple(_bare(match.group()) for match in _RUN.finditer(text))
    text = _RUN.sub(lambda match: match.group().rsplit(" ", 1)[-1], text)
    words: Sequence[str] = _WORD.findall(plain(text))
    return tuple(word for word in words if word not in _SILENT), tuple(filter(None, names))


def _undated(text: str) -> str:
    for day in reversed(days(text)):
        text = f"{text[: day.start]}{_TIME}{text[day.end :]}"
    text = re.sub(rf"\b[Ii]n (?={_TIME})", "", DAY_NAME.sub(_TIME, text))
    return re.sub(rf"{_TIME}(?:[ ,]*(?:on )?{_TIME})+,?", _TIME, text)


def _bare(name: str) -> str:
    words = [word for word in plain(name).split() if word not in _SILENT]
    return " ".join(words)
