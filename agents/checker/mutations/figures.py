"""False figures: other numbers, magnitudes, units and dates in place of those of a sentence."""

import re
from collections.abc import Iterator
from random import Random

from groundwood.agents.checker.comparing.figurewords import SMALL
from groundwood.agents.checker.mutations.edit import Mutation, replaced
from groundwood.agents.checker.mutations.pool import MutationPool

LEAST_CHANGE = 0.15
"""A figure above twenty changes by at least this part, lest it pass as the same one rounded."""
HEDGED_CHANGE = 0.6
"""A figure that is said to be rounded, or to be a bound, changes by at least this part."""

_MONTHS = [
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
]
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_ANY_MONTH = "|".join(_MONTHS)
_NUMBER = re.compile(
    r"(?<![\w.:/,#’'-])(?P<money>[$€£¥])?(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?"
    r"(?P<ending>st|nd|rd|th)?(?![\w:/’']|[.,]\d|-\d)"
)
_YEAR = re.compile(r"(?<![\w.,:/$€£¥#-])(1[5-9]\d\d|20\d\d)(?![\w:/-]|[.,]\d| [a-z]+s\b|%)")
_DAY = re.compile(
    rf"\b(?:(?P<m1>{_ANY_MONTH}) (?P<d1>[0-3]?\d)|(?P<d2>[0-3]?\d) (?P<m2>{_ANY_MONTH}))\b(?![\d:])"
)
_MONTH = re.compile(rf"\b(?:{_ANY_MONTH})\b")
_MAY_IS_MONTH = re.compile(
    r"(?:\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Oo]f|late|early|mid|last|next)|\d) $"
)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS)})\b(?!s)")
_WORDS = [word for word, value in SMALL.items() if value >= 2]
_NUMBER_WORD = re.compile(
    rf"(?<![\w-])(?:{'|'.join(_WORDS)})\b(?!-(?:one|two|three|four|five|six|seven|eight|nine)\b)"
    r"(?! (?:hundred|thousand|million|billion)ths?\b)",
    re.IGNORECASE,
)
_LOWER_BOUND = re.compile(
    r"\b(?:more than|at least|over|above|exceeding|exceeds?|exceeded) [$€£¥]?$", re.IGNORECASE
)
_UPPER_BOUND = re.compile(
    r"\b(?:less than|fewer than|at most|up to|under|below|as many as) [$€£¥]?$", re.IGNORECASE
)
_HEDGE = re.compile(
    r"\b(?:about|around|roughly|approximately|some|nearly|almost|estimated|close to) [$€£¥]?$",
    re.IGNORECASE,
)
_SCALES = {
    "million": "billion", "billion": "million", "trillion": "billion", "thousand": "million",
    "bn": "m", "percent": "percentage points", "per cent": "percentage points",
    "percentage points": "percent",
}  # fmt: skip
_UNITS = {
    "miles": "kilometers", "mile": "kilometer", "kilometers": "miles", "kilometres": "miles",
    "kilometer": "mile", "kilometre": "mile", "km": "miles", "feet": "meters", "meters": "feet",
    "metres": "feet", "inches": "feet", "hours": "days", "hour": "day", "minutes": "hours",
    "minute": "hour", "days": "weeks", "day": "week", "weeks": "months", "week": "month",
    "months": "years", "month": "year", "years": "months", "year": "month", "seconds": "minutes",
    "dollars": "euros", "euros": "dollars", "acres": "square miles", "mph": "knots",
    "tons": "pounds", "tonnes": "kilograms", "kilograms": "tonnes", "kg": "tonnes",
    "Celsius": "Fahrenheit", "Fahrenheit": "Celsius", "decades": "years", "centuries": "decades",
}  # fmt: skip
_BEHIND_NUMBER = rf"(?<![\w.])(?:\d[\d,.]*|{'|'.join(SMALL)}|hundred|thousand|million|billion)[ -]"
_SCALE = re.compile(
    rf"{_BEHIND_NUMBER}(?P<word>{'|'.join(_SCALES)})\b(?! of\b| \w+ion)", re.IGNORECASE
)
_UNIT = re.compile(
    rf"{_BEHIND_NUMBER}(?:degrees )?(?P<word>{'|'.join(_UNITS)})\b(?!-old| old\b| per\b)",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"\b(?:by|rose|fell|up|down|grew|gained|lost|dropped|increased|decreased)\b")
_CURRENCY = re.compile(r"(?<![A-Z])[$€£](?=\d)")
_CURRENCIES = {"$": "€", "€": "$", "£": "€"}


def numbers(sentence: str, pool: MutationPool, rng: Random) -> Iterator[Mutation]:
    """Yield the sentence with one count, amount or percentage changed."""
    for match in _NUMBER.finditer(sentence):
        if not _is_date(sentence, match):
            yield from _other_number(sentence, match, pool, rng)
    for match in _NUMBER_WORD.finditer(sentence):
        value = SMALL[match.group().lower()]
        near = [w for w in _WORDS if _fits(value, SMALL[w], sentence[: match.start()], pool)]
        near = [word for word in near if _same_tens(value, SMALL[word]) and _unsaid(word, pool)]
        if near:
            yield replaced("number", sentence, *match.span(), rng.choice(near))


def _unsaid(word: str, pool: MutationPool) -> bool:
    return not pool.holds(word)


def _same_tens(value: int, other: int) -> bool:
    """Exchange counts below thirteen among themselves, teens and tens likewise."""
    return (value < 13) == (other < 13) and (value >= 20) == (other >= 20)


def _other_number(
    sentence: str, match: re.Match[str], pool: MutationPool, rng: Random
) -> Iterator[Mutation]:
    whole, part = match["number"], match["part"] or ""
    value = float(whole.replace(",", "") + part)
    if value <= 1 or len(whole) > 13 or (whole[0] == "0" and whole != "0"):
        return
    is_percentage = value <= 100 and re.match(r" ?(?:%|per ?cent)", sentence[match.end() :])
    for _ in range(12):
        other = _changed(value, len(part) - 1, rng)
        told = f"{other:,.{max(len(part) - 1, 0)}f}"
        told = told if "," in whole or other < 1000 else told.replace(",", "")
        if is_percentage and other > 100:
            continue
        if not _is_year(told) and _fits(value, other, sentence[: match.start()], pool):
            new = f"{match['money'] or ''}{told}{_ending(int(other)) if match['ending'] else ''}"
            yield replaced("number", sentence, *match.span(), new)
            return


def _changed(value: float, decimals: int, rng: Random) -> float:
    if value <= 20 and decimals < 1:
        return max(2.0, value + rng.choice([-4, -3, -2, -1, 1, 2, 3, 5, 8, 20]))
    other = value * rng.choice([0.3, 0.45, 0.6, 0.7, 0.8, 1.25, 1.4, 1.7, 2.1, 3.0])
    digits = len(str(int(value)))
    zeros = digits - len(str(int(value)).rstrip("0"))
    if zeros and decimals < 1:
        return round(other, -zeros) or value
    return round(other, max(decimals, 0))


def _fits(value: float, other: float, before: str, pool: MutationPool) -> bool:
    """Say whether the other figure contradicts the first, whatever hedge stands before it."""
    if other in (0, 1, value) or other in pool.figures:
        return False
    change = (other - value) / value
    if _LOWER_BOUND.search(before):
        return change >= HEDGED_CHANGE
    if _UPPER_BOUND.search(before):
        return change <= -HEDGED_CHANGE / 2
    if _HEDGE.search(before):
        return abs(change) >= HEDGED_CHANGE / 2
    return abs(change) >= LEAST_CHANGE or value <= 20


def _ending(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _is_year(told: str) -> bool:
    return bool(_YEAR.fullmatch(told))


def _is_date(sentence: str, match: re.Match[str]) -> bool:
    if any(day.start() <= match.start() < day.end() for day in _DAY.finditer(sentence)):
        return True
    is_year = not (match["money"] or match["part"]) and _YEAR.match(sentence, match.start())
    return bool(is_year)


def magnitudes(sentence: str, pool: MutationPool, rng: Random) -> Iterator[Mutation]:
    """Yield the sentence with another magnitude, unit or currency; the figure stays."""
    for pattern, table in ((_SCALE, _SCALES), (_UNIT, _UNITS)):
        for match in pattern.finditer(sentence):
            word = match["word"]
            new = table.get(word) or table.get(word.lower())
            if new and (not word.lower().startswith("per") or _changes(sentence, match.start())):
                yield replaced("unit", sentence, *match.span("word"), new)
    for match in _CURRENCY.finditer(sentence):
        yield replaced("unit", sentence, *match.span(), _CURRENCIES[match.group()])


def _changes(sentence: str, at: int) -> bool:
    return bool(_CHANGE.search(sentence[max(0, at - 25) : at]))


def dates(sentence: str, pool: MutationPool, rng: Random) -> Iterator[Mutation]:
    """Yield the sentence with another day, month, year or weekday."""
    for match in _DAY.finditer(sentence):
        group = "d1" if match["d1"] else "d2"
        other = str(rng.choice([d for d in range(1, 29) if d != int(match[group])]))
        if float(other) not in pool.figures:
            yield replaced("date", sentence, *match.span(group), other)
    for match in _YEAR.finditer(sentence):
        year = int(match.group()) + rng.choice([-12, -7, -4, -3, -2, -1, 1, 2, 3, 5])
        if year not in pool.figures:
            yield replaced("date", sentence, *match.span(), str(year))
    for match in _MONTH.finditer(sentence):
        before, after = sentence[: match.start()], sentence[match.end() :]
        if match.group() in ("May", "March") and not (
            _MAY_IS_MONTH.search(before) or re.match(r",? \d", after)
        ):
            continue
        yield from _exchanged(sentence, match, _MONTHS, pool, rng)
    for match in _WEEKDAY.finditer(sentence):
        yield from _exchanged(sentence, match, _WEEKDAYS, pool, rng)


def _exchanged(
    sentence: str, match: re.Match[str], names: list[str], pool: MutationPool, rng: Random
) -> Iterator[Mutation]:
    others = [name for name in names if name != match.group() and not pool.holds(name)]
    if others:
        yield replaced("date", sentence, *match.span(), rng.choice(others))
