"""Names: a name in a sentence must stand in its source, in one of its usual forms."""

import re
from functools import lru_cache

from groundwood.agents.checker.comparing.dates import MONTHS
from groundwood.agents.checker.comparing.demonyms import KIN, SPELT_KIN, WORDS

CAPITAL = re.compile(r"(?<![\w’'])[A-Z][\w’'-]*(?:\.[A-Z]\.?)*")
_WORD = re.compile(r"[\w’'-]+(?:\.\w\.?)*")
LONGEST_ACRONYM = 10
_RUN = re.compile(
    r"(?<![\w’'-])(?:[A-Z][\w’'-]*(?: (?:of|and|for|the|on|in))?[ -]){1,7}[A-Z][\w’'-]*"
)
_POSSESSIVE = re.compile(r"[’']s?$")
_JOINT = re.compile(r"[-.]")
_DOUBLE = re.compile(r"[A-Z][a-z]{2,}-[A-Z][a-z]{2,}")
_START = re.compile(r"(?:^|[.!?:]\s+|[“\"‘(]\s*)$")
_IGNORED = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
        "lord",
        "lady",
        "president",
        "prime",
        "minister",
        "chancellor",
        "secretary",
        "general",
        "gen",
        "admiral",
        "sen",
        "senator",
        "rep",
        "representative",
        "governor",
        "mayor",
        "king",
        "queen",
        "prince",
        "princess",
        "pope",
        "chief",
        "director",
        "the",
        "a",
        "an",
        "i",
        *MONTHS,
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "of",
        "and",
        "celsius",
        "fahrenheit",
    ]
)
_ENDINGS = (
    "n",
    "an",
    "ian",
    "ese",
    "ish",
    "i",
    "ic",
    "s",
    "ns",
    "ans",
    "ians",
    "is",
    "y",
    "ism",
    "ist",
    "ists",
    "sm",
    "st",
    "sts",
    "'s",
    "’s",
)


def unknown_names(sentence: str, source: str) -> list[str]:
    """Return the capitalised words of the sentence that the source has in no form.

    Demonyms (Japan, Japanese), possessives, acronyms of names that the source spells out and the
    other way round count as the same; titles, months and weekdays are not looked at, nor is a
    sentence's first word unless it is a country, its people, or a double name.
    """
    words, kin, acronyms = _known(source)
    spelt = [*_spelt_out(sentence, words), *_spelt_countries(sentence, words, kin)]
    return [
        match.group()
        for match in CAPITAL.finditer(sentence)
        if not (_START.search(sentence[: match.start()]) and _may_open(match.group()))
        and not _is_known(_bare(match.group()), words, kin, acronyms)
        and not any(start <= match.start() < end for start, end in spelt)
    ]


@lru_cache(maxsize=512)
def _known(source: str) -> tuple[set[str], set[int], set[str]]:
    found = _WORD.findall(source)
    parts = [part for word in found for part in (word, *_JOINT.split(word))]
    words = {_bare(part) for part in set(parts)}
    countries = (words - WORDS) | {
        _bare(p) for p in set(parts) if p[0:1].isupper() and p.casefold() in WORDS
    }
    kin = {KIN[word] for word in countries & KIN.keys()} | _spelt_kin(source)
    return words, kin, _acronyms(source)


def _may_open(word: str) -> bool:
    """Say whether the word may have its capital only because it opens a sentence."""
    return _bare(word) not in KIN and not _DOUBLE.fullmatch(word)


def _is_known(name: str, words: set[str], kin: set[int], acronyms: set[str]) -> bool:
    if len(name) < 2 or name in _IGNORED or name in words or name in acronyms:
        return True
    if KIN.get(name, -1) in kin or f"{name}s" in words or name.removesuffix("s") in words:
        return True
    if all(part in words or part in _IGNORED for part in name.split("-")):
        return True
    return any(_akin(name, word) for word in words)


def _akin(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < 4 or ({one, other} <= KIN.keys() and KIN[one] != KIN[other]):
        return False
    stem = short[:-1] if short[-1] in "aeyo" else short
    return any(long == base + ending for base in (short, stem) for ending in _ENDINGS)


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word.casefold().rstrip(".")).strip("-’'")


def _spelt_kin(source: str) -> set[int]:
    folded = source.casefold()
    return {index for written, index in SPELT_KIN.items() if written in folded}


def _spelt_countries(sentence: str, words: set[str], kin: set[int]) -> list[tuple[int, int]]:
    """Return where the sentence spells out a country or body that the source names shortly."""
    return [
        match.span()
        for written, index in SPELT_KIN.items()
        if index in kin and (written != "european union" or words & {"eu", "e.u"})
        for match in re.finditer(rf"\b{written}\b", sentence, re.IGNORECASE)
    ]


def _spelt_out(sentence: str, words: set[str]) -> list[tuple[int, int]]:
    """Return where the sentence spells out a name of which the source has the acronym."""
    return [
        match.span()
        for match in _RUN.finditer(sentence)
        if any(len(acronym) > 2 and acronym in words for acronym in _acronyms(match.group()))
    ]


def _acronyms(source: str) -> set[str]:
    """Return the acronyms of the runs of capitalised words (small words may lie between)."""
    found = set()
    for run in _RUN.findall(source):
        initials = [w[0] for w in re.split(r"[ -]", run) if w and w[0].isupper()][:LONGEST_ACRONYM]
        for start in range(len(initials)):
            for end in range(start + 2, len(initials) + 1):
                found.add("".join(initials[start:end]).casefold())
    return found
