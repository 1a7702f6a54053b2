"""Numbers: each figure of a sentence must stand in its source, in whatever spelling."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from groundwood.agents.checker import figurewords as words
from groundwood.agents.checker.dates import days
from groundwood.agents.retriever.terms import is_stop_term, terms

ROUNDING = 0.05
"""A figure that is said to be rounded may be off by this part of the source's."""
CONVERTING = 0.025
"""A converted length or weight may be off by this part, twice as much when said to be rounded."""
CLOCK_MINUTES = 10
"""A time of day that is said to be rounded may be off by this many minutes."""
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
FEW = 4
"""Up to here a count with ``the`` may count what the source only lists."""


@dataclass(frozen=True)
class Figure:
    """A number as it is told: its value, what it counts, and how it is said to be rounded.

    ``kind`` is a currency, ``percent``, ``ordinal``, ``time`` (minutes after midnight) or
    ``count``; ``unit`` is the stem of the noun behind it. ``hedge`` is ``about``, ``below`` (the
    figure lies below the true value: *more than*), ``above`` (*nearly*) or empty.
    """

    value: float
    unit: str
    kind: str
    hedge: str
    text: str
    start: int
    is_definite: bool = False


@lru_cache(maxsize=1024)
def figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of the text that are no part of a date, in order.

    A lone ``one`` is no figure, since it is mostly an article; nor are ``first`` and ``second``.
    """
    found: list[Figure] = []
    taken = [(day.start, day.end) for day in days(text)]
    for read in (_times, _fractions, _plain, _ordinals):
        for figure in read(text):
            place = (figure.start, figure.start + len(figure.text))
            if not any(start < place[1] and place[0] < end for start, end in taken):
                found.append(figure)
                taken.append(place)
    return tuple(sorted(found, key=lambda figure: figure.start))


def wrong_numbers(sentence: str, source: str) -> list[tuple[Figure, Figure | None]]:
    """Return the figures that the source does not have, each with what it has in their stead.

    14, fourteen and 14.0 are equal, as are 1,400 and 1.4 thousand, 60 million dollars and $60m,
    half and 50 percent; a figure that is said to be rounded may be a little off in the direction
    it is said to be; lengths, areas, weights and speeds may be converted.
    """
    ours = figures(sentence)
    if not ours:
        return []
    known = [*figures(source), *_implied(source)]
    return [
        (figure, _instead(figure, known))
        for figure in ours
        if not any(_same(figure, k) for k in known)
        and not _counts_a_list(figure, known)
        and not (_YEAR.fullmatch(figure.text) and figure.text in source)
    ]


def _plain(text: str) -> Iterator[Figure]:
    for match in words.FIGURE.finditer(text):
        if match.group("number").lower() == "one" and not match.group("scales").strip():
            continue
        value = _value(match.group("number").lower(), match.group("scales").lower())
        unit = (match.group("unit") or "").lower()
        before = text[max(0, match.start() - 30) : match.start("number")]
        yield Figure(
            value=value,
            unit=_stem(unit),
            kind=_kind(match, unit),
            hedge=_hedge(before),
            text=text[match.start("number") : match.end("scales")].strip(),
            start=match.start("number"),
            is_definite=bool(
                words.DEFINITE.search(before) or words.NAMES_FOLLOW.match(text, match.end("number"))
            ),
        )


def _ordinals(text: str) -> Iterator[Figure]:
    for match in words.ORDINAL.finditer(text):
        value = words.ORDINALS[match.group(1).lower()]
        yield Figure(value, "", "ordinal", "", match.group(), match.start())


def _times(text: str) -> Iterator[Figure]:
    for match in words.CLOCK.finditer(text):
        hour, minute = int(match.group("hour")), int(match.group("minute") or 0)
        half = (match.group("half") or "").lower()
        hour = hour % 12 + (12 if half == "p" else 0) if half else hour
        hedge = _hedge(text[max(0, match.start() - 30) : match.start()])
        yield Figure(hour * 60 + minute, "", "time", hedge, match.group(), match.start())


def _fractions(text: str) -> Iterator[Figure]:
    for match in words.FRACTION.finditer(text):
        value = words.FRACTIONS[match.group(1).lower().replace("-", " ")]
        hedge = _hedge(text[max(0, match.start() - 30) : match.start()])
        yield Figure(value, "", "percent", hedge, match.group(1), match.start(1))


@lru_cache(maxsize=512)
def _implied(source: str) -> list[Figure]:
    """Return what words without a number say: a decade is ten years, a pair is two."""
    return [
        Figure(value, unit, "count", "", word, match.start())
        for match in words.COUNTING_WORD.finditer(source)
        for word in [match.group(1).lower()]
        for value, unit in [words.COUNTING_WORDS[word]]
    ]


def _kind(match: re.Match[str], unit: str) -> str:
    if match.group("ordinal"):
        return "ordinal"
    if match.group("percent"):
        return "percent"
    if match.group("currency"):
        return words.CURRENCIES[match.group("currency").lower()]
    if unit == "pounds" and not match.group("scales").strip():
        return "count"
    return words.CURRENCIES.get(unit, "count")


def _stem(word: str) -> str:
    stem = next(iter(terms(word)), "")
    return "" if is_stop_term(stem) else words.MEASURE_NAMES.get(stem, stem)


def _hedge(before: str) -> str:
    match = words.HEDGE.search(before)
    return words.HEDGES[re.sub(r"\s+", " ", match.group(1).lower())] if match else ""


def _value(number: str, scales: str) -> float:
    if number[0].isdigit():
        value = float(number.replace(",", ""))
    elif number.strip() in ("a", "half a"):
        value = 0.5 if number.startswith("half") else 1.0
    else:
        value = float(sum(words.SMALL[word] for word in re.split(r"[ -]", number)))
    for scale in re.findall(r"[a-z]+", scales):
        value *= words.SCALES[scale]
    return value


def _same(ours: Figure, known: Figure) -> bool:
    if not _same_kind(ours, known):
        return False
    one, other = words.MEASURES.get(ours.unit), words.MEASURES.get(known.unit)
    if one and other and ours.unit != known.unit:
        return _converts(ours, known)
    return abs(ours.value - known.value) < 1e-9 * max(1.0, known.value) or _rounds(ours, known)


def _same_kind(ours: Figure, known: Figure) -> bool:
    if ours.kind == known.kind:
        return True
    return "count" in (ours.kind, known.kind) and "" in (ours.unit, known.unit)


def _rounds(ours: Figure, known: Figure) -> bool:
    if ours.kind == "time":
        return bool(ours.hedge) and abs(ours.value - known.value) <= CLOCK_MINUTES
    return _within(ours.value, known.value, ours.hedge, ROUNDING if ours.hedge else 0.0)


def _within(ours: float, true: float, hedge: str, margin: float) -> bool:
    low, high = true * (1 - margin), true * (1 + margin)
    if hedge == "below":
        return true * (1 - 3 * margin) <= ours <= true
    if hedge == "above":
        return true <= ours <= high
    return low <= ours <= high


def _converts(ours: Figure, known: Figure) -> bool:
    (one, factor), (other, other_factor) = words.MEASURES[ours.unit], words.MEASURES[known.unit]
    margin = 2 * CONVERTING if ours.hedge else CONVERTING
    return one == other and _within(ours.value * factor, known.value * other_factor, "", margin)


def _counts_a_list(figure: Figure, known: Sequence[Figure]) -> bool:
    """Say whether ``the three countries`` may count names, as nothing gives another count."""
    if not figure.is_definite or figure.value > FEW or figure.kind != "count":
        return False
    return not figure.unit or not any(k.unit == figure.unit for k in known)


def _instead(figure: Figure, known: Sequence[Figure]) -> Figure | None:
    same = [k for k in known if k.kind == figure.kind and k.text.lower() != figure.text.lower()]
    of_unit = [k for k in same if k.unit == figure.unit]
    return next(iter(of_unit or (same if len(same) == 1 else [])), None)
