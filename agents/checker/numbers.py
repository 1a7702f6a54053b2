"""Numbers: each figure of a sentence must stand in its source, in whatever spelling."""

import re
from dataclasses import dataclass

from groundwood.agents.checker.dates import days
from groundwood.agents.retriever.terms import terms

_UNITS = dict(
    zip(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(20),
        strict=True,
    )
)
_TENS = dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)
_ORDINALS = dict(
    zip(
        [
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        range(3, 21),
        strict=True,
    )
)
_SCALES = {
    "hundred": 1e2, "dozen": 12, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
_CURRENCIES = {
    "$": "dollar", "us$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₩": "won", "dollar": "dollar",
    "dollars": "dollar", "euro": "euro", "euros": "euro", "pounds": "pound", "yen": "yen", "won": "won",
    "usd": "dollar", "eur": "euro", "gbp": "pound",
}  # fmt: skip
_PERCENT = frozenset(("%", "percent", "per cent", "pct"))
_WORD = "|".join(sorted((*_UNITS, *_TENS), key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?P<currency>US\$|[$€£¥₩])?\s?(?<![\w.])(?P<number>\d[\d,]*(?:\.\d+)?|\b(?:{_WORD})(?:[ -](?:{_WORD}))?\b"
    rf"|(?:a|half a) (?=dozen|hundred|thousand|million|billion|trillion))(?P<ordinal>st|nd|rd|th)?"
    r"(?P<scales>(?:[ -]?(?:hundred|dozen|thousand|million|billion|trillion|mn|bn|tn|trn)\b| ?[kmb]\b)*)"
    r"(?: ?(?P<percent>%|per ?cent\b|pct\b))?(?:(?= (?P<unit>[A-Za-z]+)))?",
    re.IGNORECASE,
)
_ORDINAL_WORD = re.compile(rf"\b({'|'.join(_ORDINALS)})\b(?! of\b)", re.IGNORECASE)
_LENGTHS = {"kilomet": 1000.0, "km": 1000.0, "mile": 1609.344, "metr": 1.0, "meter": 1.0, "feet": 0.3048,
            "foot": 0.3048, "ft": 0.3048, "yard": 0.9144, "inch": 0.0254, "centimet": 0.01,
            "kilogram": 1.0, "kg": 1.0, "pound": 0.4536, "tonn": 1000.0, "ton": 907.2}  # fmt: skip
ROUNDED = re.compile(
    r"\b(?:about|around|nearly|almost|roughly|approximately|some|over|more than|at least|up to|close to"
    r"|under|less than|fewer than|as many as)\s*(?:US)?[$€£¥]?\s*$",
    re.IGNORECASE,
)
"""What before a figure says that it is rounded."""
ROUNDING = 0.1
CONVERTING = 0.06


@dataclass(frozen=True)
class Figure:
    """A number as it is told: its value, what it counts, and whether it is said to be rounded."""

    value: float
    unit: str
    kind: str
    is_rounded: bool
    text: str


def figures(text: str) -> list[Figure]:
    """Return the figures of the text that are no part of a date, in order.

    ``kind`` is a currency, ``percent``, ``ordinal`` or ``count``; ``unit`` is the stem of the noun
    behind a count. A lone ``one`` is no figure: it is mostly an article.
    """
    taken = [(day.start, day.end) for day in days(text)]
    found = []
    for match in _FIGURE.finditer(text):
        number = match.group("number")
        if any(start < match.end("number") and match.start("number") < end for start, end in taken):
            continue
        if number.lower() == "one" and not match.group("scales").strip():
            continue
        found.append(_figure(match, text))
    for match in _ORDINAL_WORD.finditer(text):
        found.append(Figure(_ORDINALS[match.group(1).lower()], "", "ordinal", False, match.group()))
    return found


def wrong_numbers(sentence: str, source: str) -> list[Figure]:
    """Return the figures of the sentence that the source does not have.

    14, fourteen and 14.0 are equal, as are 1,400 and 1.4 thousand, 60 million dollars and $60m;
    a figure that is said to be rounded may be off by a tenth; lengths and weights may be converted.
    """
    known = figures(source)
    return [figure for figure in figures(sentence) if not any(_same(figure, k) for k in known)]


def _figure(match: re.Match[str], text: str) -> Figure:
    unit = (match.group("unit") or "").lower()
    words = unit.split()
    kind = "count"
    if match.group("ordinal"):
        kind = "ordinal"
    elif match.group("percent"):
        kind = "percent"
    elif match.group("currency"):
        kind = _CURRENCIES[match.group("currency").lower()]
    elif words and words[0] in _CURRENCIES:
        kind = _CURRENCIES[words[0]]
    stems = terms(words[0]) if words else []
    return Figure(
        value=_value(match.group("number").lower(), match.group("scales").lower()),
        unit=stems[0] if stems else "",
        kind=kind,
        is_rounded=bool(ROUNDED.search(text[: match.start("number")])),
        text=text[match.start() : match.end("scales")].strip(),
    )


def _value(number: str, scales: str) -> float:
    if number[0].isdigit():
        value = float(number.replace(",", ""))
    elif number.strip() in ("a", "half a"):
        value = 0.5 if number.startswith("half") else 1.0
    else:
        value = float(sum(_UNITS.get(w, _TENS.get(w, 0)) for w in re.split(r"[ -]", number)))
    for scale in re.findall(r"[a-z]+", scales):
        value *= _SCALES[scale]
    return value


def _same(one: Figure, other: Figure) -> bool:
    if one.value == other.value:
        return one.kind == other.kind or "count" in (one.kind, other.kind)
    if (one.is_rounded or other.is_rounded) and one.kind == other.kind:
        return abs(one.value - other.value) <= ROUNDING * max(one.value, other.value)
    return _converts(one, other)


def _converts(one: Figure, other: Figure) -> bool:
    first, second = _measure(one), _measure(other)
    if first is None or second is None or one.unit == other.unit:
        return False
    return abs(first - second) <= CONVERTING * max(first, second)


def _measure(figure: Figure) -> float | None:
    factor = _LENGTHS.get(figure.unit)
    return None if factor is None or figure.kind != "count" else figure.value * factor
