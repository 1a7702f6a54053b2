"""The words and patterns in which English news tells figures."""

import re
from collections.abc import Iterable

_ONES = [
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
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SMALL = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_TENS, 2)
}
_ORDINAL_WORDS = [
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
]
ORDINALS = {word: float(value) for value, word in enumerate(_ORDINAL_WORDS, 3)}
SCALES = {
    "hundred": 1e2, "dozen": 12.0, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
CURRENCIES = {
    "$": "dollar", "us$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₩": "won",
    "dollar": "dollar", "dollars": "dollar", "euro": "euro", "euros": "euro", "pounds": "pound",
    "yen": "yen", "won": "won", "usd": "dollar", "eur": "euro", "gbp": "pound",
}  # fmt: skip
FRACTIONS = {
    "half": 50.0, "a half": 50.0, "one half": 50.0, "a quarter": 25.0, "one quarter": 25.0,
    "three quarters": 75.0, "three quarter": 75.0, "a third": 100 / 3, "one third": 100 / 3, "two thirds": 200 / 3,
    "a fifth": 20.0, "one fifth": 20.0, "a tenth": 10.0, "one tenth": 10.0,
}  # fmt: skip
COUNTING_WORDS = {
    "decade": (10.0, "year"), "decades": (10.0, "year"), "century": (100.0, "year"),
    "fortnight": (14.0, "dai"), "week": (7.0, "dai"), "pair": (2.0, ""), "couple": (2.0, ""),
    "both": (2.0, ""), "twins": (2.0, ""), "twice": (2.0, ""), "trio": (3.0, ""),
     
}  # fmt: skip
MEASURE_NAMES = {
    "kilomet": "km", "kilometr": "km", "km": "km", "meter": "metre", "metr": "metre",
    "centimetr": "cm", "centimet": "cm", "cm": "cm", "feet": "foot", "ft": "foot", "foot": "foot",
    "kilogram": "kg", "kilo": "kg", "kg": "kg", "tonn": "tonne", "lb": "pound", "mph": "mph",
    "kph": "kph",
}  # fmt: skip
MEASURES = {
    "km": ("length", 1000.0), "mile": ("length", 1609.344), "metre": ("length", 1.0),
    "foot": ("length", 0.3048), "yard": ("length", 0.9144), "inch": ("length", 0.0254),
    "cm": ("length", 0.01), "kg": ("weight", 1.0), "pound": ("weight", 0.4536),
    "tonne": ("weight", 1000.0), "ton": ("weight", 907.2), "acr": ("area", 0.4047),
    "hectar": ("area", 1.0), "mph": ("speed", 1.609344), "kph": ("speed", 1.0),
    "knot": ("speed", 1.852),
}  # fmt: skip
HEDGES = {
    **dict.fromkeys(
        ("about", "around", "roughly", "approximately", "some", "close to", "estimated"), "about"
    ),
    **dict.fromkeys(
        ("over", "more than", "at least", "just over", "upwards of", "above", "exceeding"), "below"
    ),
    **dict.fromkeys(
        (
            "nearly", "almost", "up to", "under", "just under", "less than", "fewer than",
            "as many as", "below", "not quite",
        ),
        "above",
    ),
}  # fmt: skip


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


FIGURE = re.compile(
    r"(?P<currency>US\$|[$€£¥₩])?\s?(?<![\w.:])"
    rf"(?P<number>(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?|\b(?:{_any(_TENS)})-(?:{_any(_ONES)})\b|\b(?:{_any(SMALL)})\b"
    r"|\b(?:a|half a) (?=(?:dozen|hundred|thousand|million|billion|trillion)\b))(?P<ordinal>st|nd|rd|th)?"
    r"(?P<scales>(?:[ -]?(?:hundred|dozen|thousand|million|billion|trillion|mn|bn|tn|trn)\b"
    r"|[kmb]\b| [kb]\b)*)"
    r"(?: ?(?P<percent>%|per ?cent\b|pct\b))?(?:(?=[ -](?:more |other |new )?(?P<unit>[A-Za-z]+)))?",
    re.IGNORECASE,
)
ORDINAL = re.compile(rf"\b({_any(ORDINALS)})\b(?! of\b)", re.IGNORECASE)
CLOCK = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])(?:(?::|\.(?=\d\d ?[ap]\.?m))(?P<minute>[0-5]\d))"
    r"(?: ?(?P<half>[ap])\.?m\b)?",
    re.IGNORECASE,
)
FRACTION = re.compile(
    r"(?<!first )(?<!second )(?<!-)\b("
    r"half|(?:a|one|three)[ -]quarters?|(?:a|one|two)[ -]thirds?|(?:a|one)[ -](?:fifth|tenth))"
    r"(?= of\b| the\b| its\b| their\b| his\b| all\b)",
    re.IGNORECASE,
)
COUNTING_WORD = re.compile(rf"\b({_any(COUNTING_WORDS)})\b", re.IGNORECASE)
HEDGE = re.compile(rf"\b({_any(HEDGES)})\s+(?:US)?[$€£¥₩]?\s*$", re.IGNORECASE)
DEFINITE = re.compile(
    r"\b(?:the|these|those|all|our|their|both|other)\s+(?:\w+\s+)?$", re.IGNORECASE
)
NAMES_FOLLOW = re.compile(r" (?:\w+ ){0,2}\w+, [A-Z]\w+(?: [A-Z]\w+)?(?:,| and) ")
"""``Two friends, Steve and Carly``: a count of what is named behind it."""
