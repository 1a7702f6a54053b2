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
ORDINALS = {word: float(value) for value, word in enumerate(_ORDINAL_WORDS, 3)} | {
    f"{tens}-{word}": float(10 * value + index)
    for value, tens in enumerate(_TENS, 2)
    for index, word in enumerate(["first", "second", *_ORDINAL_WORDS[:7]], 1)
}
EARLY_ORDINALS = {"first": 1.0, "second": 2.0}
"""These are no figures by themselves, but ``1st`` and ``2nd`` may tell them."""
SCALES = {
    "hundred": 1e2, "dozen": 12.0, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
CURRENCIES = {
    "$": "dollar", "us$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₩": "won",
    "dollar": "dollar", "dollars": "dollar", "euro": "euro", "euros": "euro", "pounds": "pound",
    "yen": "yen", "won": "won", "usd": "dollar", "eur": "euro", "gbp": "pound",
}  # fmt: skip
_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip
_SHARES = {"a": 1, "": 1} | {word: value for value, word in enumerate(_ONES[1:10], 1)}
FRACTIONS = {
    f"{count} {part}{plural}".strip(): 100 * number / parts
    for count, number in _SHARES.items()
    for part, parts in _PARTS.items()
    for plural in ("", "s")
    if number < parts and (count or part == "half")
}
RATIO_BASES = frozenset([*range(2, 13), 20, 25, 50, 100, 1000])
COUNTING_WORDS = {
    "decade": (10.0, "year"), "decades": (10.0, "year"), "century": (100.0, "year"),
    "half a century": (50.0, "year"), "quarter of a century": (25.0, "year"),
    "quarter-century": (25.0, "year"), "half a year": (0.5, "year"), "year": (1.0, "year"),
    "year and a half": (1.5, "year"), "half an hour": (30.0, "minut"), "hour": (1.0, "hour"),
    "day": (1.0, "dai"), "month": (1.0, "month"), "fortnight": (14.0, "dai"), "week": (7.0, "dai"), "pair": (2.0, ""), "couple": (2.0, ""),
    "both": (2.0, ""), "twins": (2.0, ""), "twice": (2.0, ""), "trio": (3.0, ""),
}  # fmt: skip
MEASURE_NAMES = {
    "kilomet": "km", "kilometr": "km", "km": "km", "meter": "metre", "metr": "metre",
    "centimetr": "cm", "centimet": "cm", "cm": "cm", "millimetr": "mm", "millimet": "mm", "mm": "mm",
    "feet": "foot", "ft": "foot", "foot": "foot", "kilogram": "kg", "kilo": "kg", "kg": "kg",
    "tonn": "tonne", "lb": "pound", "ounc": "ounce", "oz": "ounce", "mph": "mph", "kph": "kph",
    "liter": "litre", "litr": "litre", "celsiu": "celsius", "fahrenheit": "fahrenheit",
    "men": "man", "women": "woman", "children": "child",
}  # fmt: skip
MEASURES = {
    "km": ("length", 1000.0), "mile": ("length", 1609.344), "metre": ("length", 1.0),
    "foot": ("length", 0.3048), "yard": ("length", 0.9144), "inch": ("length", 0.0254),
    "cm": ("length", 0.01), "mm": ("length", 0.001), "kg": ("weight", 1.0),
    "pound": ("weight", 0.4536), "ounce": ("weight", 0.02835), "gram": ("weight", 0.001),
    "tonne": ("weight", 1000.0), "ton": ("weight", 907.2), "acr": ("area", 0.4047),
    "hectar": ("area", 1.0), "sqkm": ("area", 100.0), "sqmile": ("area", 259.0),
    "sqmetre": ("area", 1e-4), "sqfoot": ("area", 9.2903e-6), "mph": ("speed", 1.609344),
    "kph": ("speed", 1.0), "knot": ("speed", 1.852), "mps": ("speed", 3.6),
    "minut": ("time", 1 / 1440), "hour": ("time", 1 / 24), "dai": ("time", 1.0),
    "week": ("time", 7.0), "month": ("time", 30.44), "year": ("time", 365.25),
    "decad": ("time", 3652.5), "centuri": ("time", 36525.0), "litre": ("volume", 1.0), "gallon": ("volume", 3.785), "barrel": ("volume", 158.99),
    "celsius": ("temperature", 1.0), "fahrenheit": ("temperature", 5 / 9),
}  # fmt: skip
"""What a unit measures, and how much of the first of its kind it is."""
OTHER_MEASURES = {"gallon": 4.546, "ton": 1000.0}
"""The second meaning of a unit: the imperial gallon, the metric ton."""
DEGREES = frozenset(["celsius", "fahrenheit", "degre"])
_KM, _M = r"kilomet(?:re|er)s?", r"met(?:re|er)s?"
MEASURE_FORMS = {
    "sqkm": rf"(?:square|sq\.?) (?:{_KM}|km)|km²",
    "sqmile": r"(?:square|sq\.?) (?:miles?|mi)",
    "sqmetre": rf"(?:square|sq\.?) {_M}|m²",
    "sqfoot": r"(?:square|sq\.?) (?:feet|foot|ft)",
    "kph": rf"km/h|kmh|{_KM} (?:per|an) hour|kph",
    "mph": r"miles (?:per|an) hour|mph",
    "mps": rf"m/s|{_M} (?:per|a) second",
    "celsius": r"(?:degrees? )?(?:celsius|centigrade)|(?:degrees? |° ?)?(?-i:C)",
    "fahrenheit": r"(?:degrees? )?fahrenheit|(?:degrees? |° ?)?(?-i:F)",
    "km": "km",
    "cm": "cm",
    "mm": "mm",
    "kg": "kg",
    "gram": "(?-i:g)",
    "foot": "ft",
    "pound": "lbs?",
}
"""How units are written that are more than a word, or stand right behind their number."""
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


_SMALL = rf"(?:{_any(_TENS)})-(?:{_any(_ONES)})|{_any(SMALL)}"
_BIG = r"(?:hundred|thousand|million|billion|trillion)\b"
_COUNT = rf"(?:\d{{1,4}}|{_SMALL})"
FIGURE = re.compile(
    r"(?=[$€£¥₩\s\daefhnostuz])(?P<currency>US\$|[$€£¥₩])?\s?(?<![\w.:])(?=[\daefhnostz])"
    rf"(?P<number>(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?|\b(?:{_any(_ONES)}) and a half\b"
    rf"|\b(?:{_SMALL})\b|\b(?:a|half a) (?=dozen\b|{_BIG}))(?:(?<=\d)(?P<ordinal>st|nd|rd|th)\b)?"
    r"(?P<scales>(?:[ -]?(?:hundred|dozen|thousand|million|billion|trillion|mn|bn|tn|trn)\b"
    r"|[kmb]\b| [kb]\b)*)"
    rf"(?:(?:(?<=hundred)|(?<=thousand)) and (?P<rest>{_SMALL})\b(?! {_BIG}))?"
    r"(?: ?(?P<percent>%|per ?cent\b|pct\b))?"
    rf"(?:(?=[ -]?(?P<measure>{'|'.join(MEASURE_FORMS.values())})(?!\w))"
    r"|(?=[ -](?:more |other |new |imperial |metric )?(?P<unit>[A-Za-z]+)))?",
    re.IGNORECASE,
)
HEIGHT = re.compile(
    r"(?<![\w.,])(?P<feet>\d+)[ -]?(?:feet|foot|ft),? (?:and )?(?P<inches>\d+(?:\.\d+)?)[ -]?"
    r"(?:inches|inch|in)\b",
    re.IGNORECASE,
)
MINUS = re.compile(r"(?:\bminus |(?:^|[\s(])[-−–])$", re.IGNORECASE)
BELOW_ZERO = re.compile(r"[^.,;]{0,22}\bbelow (?:zero|freezing)\b", re.IGNORECASE)
ORDINAL = re.compile(
    rf"\b(?=[efnst])((?:{_any(_TENS)})-(?:first|second|{_any(_ORDINAL_WORDS[:7])})"
    rf"|{_any(_ORDINAL_WORDS)})\b(?! of\b)",
    re.IGNORECASE,
)
QUARTER_SIGN = re.compile(r"\bQ([1-4])\b")
EARLY_ORDINAL = re.compile(rf"\b({_any(EARLY_ORDINALS)})\b", re.IGNORECASE)
CLOCK = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])(?:(?::|\.(?=\d\d ?[ap]\.?m))(?P<minute>[0-5]\d))"
    r"(?: ?(?P<half>[ap])\.?m\b)?",
    re.IGNORECASE,
)
_PART = rf"(?:{_any(_PARTS)})"
FRACTION = re.compile(
    r"\b(?=[aefhnost])(?<!first )(?<!second )(?<!-)("
    rf"(?:half|(?:a|one|two|three)[ -]{_PART}s?)"
    r"(?= of\b| the\b| its\b| their\b| his\b| her\b| all\b| were\b| are\b| have\b)"
    rf"|(?:(?<=by )|(?<=than )|(?<=about )|(?<=nearly )|(?<=almost )|(?<=roughly ))(?:half|(?:a|one) {_PART})\b(?! (?:an?|million|billion|dozen|hundred|thousand)\b)"
    rf"|(?:{_any(_ONES[2:10])})[ -](?:{_any(part + 's' for part in _PARTS if part not in ('half', 'quarter'))})\b)",
    re.IGNORECASE,
)
"""A share of something; ``three quarters`` without *of* may be a stretch of time."""
RATIO = re.compile(
    rf"\b(?=[\defnostz])(?P<part>{_COUNT}) (?:in|out of) (?:every )?(?P<whole>{_COUNT})\b(?![.,]?\d|%)"
    r"(?! (?:hours?|minutes?|days?|weeks?|months?|years?|seconds?|seasons?|percent|per)\b)"
    rf"(?! {_BIG})",
    re.IGNORECASE,
)
COUNTING_WORD = re.compile(rf"\b({_any(COUNTING_WORDS)})\b", re.IGNORECASE)
HEDGE = re.compile(rf"\b({_any(HEDGES)})\s+(?:US)?[$€£¥₩]?\s*$", re.IGNORECASE)
DEFINITE = re.compile(
    r"\b(?:the|these|those|all|our|their|both|other)\s+(?:\w+\s+)?$", re.IGNORECASE
)
NAMES_FOLLOW = re.compile(r" (?:\w+ ){0,2}\w+, [A-Z]\w+(?: [A-Z]\w+)?(?:,| and) ")
"""``Two friends, Steve and Carly``: a count of what is named behind it."""
