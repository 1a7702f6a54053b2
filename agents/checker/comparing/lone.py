"""Small words that count: a lone *one*, *first* and *second*, *doubled* and *halved*.

Most of their uses count nothing, so only what the source counts otherwise is found wrong.
"""

import re
from collections.abc import Iterator

from groundwood.agents.checker.comparing.figures import Figure, figures
from groundwood.agents.checker.comparing.figurewords import MEASURE_NAMES
from groundwood.agents.retriever.terms import terms

_ONE = re.compile(
    r"(?<!least )(?<!than )(?<!no )(?<!any )(?<!every )(?<!this )(?<!that )(?<!the )(?<!-)"
    r"\bone (?!of\b|in\b|out\b|another\b|day\b|time\b|side\b|way\b|thing\b)([a-z]{3,})",
    re.IGNORECASE,
)
_ANY_ONE = re.compile(r"\b(?:one|another|other|others|single|lone|1|each|alone)\b", re.IGNORECASE)
_SECOND = re.compile(
    r"(?<!split )(?<!per )(?<!a )(?<!every )\bsecond\b(?!-hand|s| half| thought)", re.IGNORECASE
)
_TWO = re.compile(
    r"\b(?:second\w*|2nd|two|2|twice|twin|both|pair|couple|double\w*|again|another|other|others|next"
    r"|later|latter|follow\w*|further|runners?-up|silver|repeat\w*|return\w*|half|halves|ii|q2)\b",
    re.IGNORECASE,
)
_PLACE = r"\b(?:came|come|comes|coming|finish\w*|placed|ranked|ranks|ended)(?: in)? "
_PLACED = re.compile(
    rf"{_PLACE}(first|1st|second|2nd|third|3rd|fourth|fifth|last)\b", re.IGNORECASE
)
_RANKS = {"1st": "first", "2nd": "second", "3rd": "third"}
_MULTIPLES = {"doubl": 2.0, "twofold": 2.0, "tripl": 3.0, "trebl": 3.0, "threefold": 3.0,
              "quadrupl": 4.0, "fourfold": 4.0, "halv": 0.5, "twice": 2.0, "thrice": 3.0}  # fmt: skip
_MULTIPLE = re.compile(
    r"\b(?:(doubl|tripl|trebl|quadrupl|halv)(?:e|ed|es|ing)\b(?! (?:room|bed|murder|act|agent|standard))"
    r"|(twofold|threefold|fourfold)|(twice|thrice)(?= as| the))",
    re.IGNORECASE,
)


def wrong_lone_words(sentence: str, source: str) -> list[tuple[Figure, Figure | None]]:
    """Return the small words of the sentence that the source contradicts, with its figure."""
    looks = (_ones, _ranks, _multiples)
    return [wrong for look in looks for wrong in look(sentence, source)]


def _ones(sentence: str, source: str) -> Iterator[tuple[Figure, Figure | None]]:
    """``One worker`` where the source counts three workers and never speaks of a single one."""
    for match in _ONE.finditer(sentence):
        noun = _noun(match.group(1))
        counts = [f for f in figures(source) if f.unit == noun and f.kind == "count"]
        if counts and not _is_plural(match.group(1)) and not _has_single(noun, source):
            yield _figure(1.0, "count", match.group()[:3], match.start()), counts[0]


def _has_single(noun: str, source: str) -> bool:
    return bool(_ANY_ONE.search(source)) or any(
        _noun(word) == noun for word in re.findall(r"[A-Za-z]+", source) if not _is_plural(word)
    )


def _ranks(sentence: str, source: str) -> Iterator[tuple[Figure, Figure | None]]:
    """``Second`` where the source has no second of anything; another place in a race."""
    for match in _SECOND.finditer(sentence):
        if not _TWO.search(source):
            yield _figure(2.0, "ordinal", match.group(), match.start()), None
    for match in _PLACED.finditer(sentence):
        if _rank(match) == "first":
            theirs = {_rank(other) for other in _PLACED.finditer(source)}
            if theirs and "first" not in theirs:
                yield _figure(1.0, "ordinal", match.group(1), match.start(1)), None


def _multiples(sentence: str, source: str) -> Iterator[tuple[Figure, Figure | None]]:
    """``Tripled`` where the source says doubled, and no two figures of it are three to one."""
    for match in _MULTIPLE.finditer(sentence):
        times = _times(match)
        theirs = {_times(other) for other in _MULTIPLE.finditer(source)}
        if theirs and not theirs & {times, 1 / times} and not _grows(times, source):
            yield _figure(times, "count", match.group(), match.start()), None


def _grows(times: float, source: str) -> bool:
    values = [figure.value for figure in figures(source) if figure.value > 0]
    return any(abs(a / b - times) <= 0.05 * times for a in values for b in values)


def _figure(value: float, kind: str, text: str, start: int) -> Figure:
    return Figure(value, "", kind, "", text, start)


def _rank(match: re.Match[str]) -> str:
    return _RANKS.get(match.group(1).casefold(), match.group(1).casefold())


def _times(match: re.Match[str]) -> float:
    return _MULTIPLES[next(filter(None, match.groups())).casefold()]


def _noun(word: str) -> str:
    stem = next(iter(terms(word)), "")
    return MEASURE_NAMES.get(stem, stem)


def _is_plural(word: str) -> bool:
    low = word.casefold()
    return low in ("men", "women", "children", "people") or (low.endswith("s") and low[-2:] != "ss")
