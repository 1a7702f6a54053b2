"""Porter's stemmer as NLTK extends it, which is the one that published ROUGE figures rest on.

After M. F. Porter, An algorithm for suffix stripping (Program 14, 1980), with the departures that
NLTK's ``PorterStemmer`` makes by default: irregular words, *dies* and *died* as *die*, a final *y*
that stays behind a vowel, and a few more endings.
"""

from collections.abc import Callable
from functools import lru_cache, partial

_Condition = Callable[[str], bool]
_Rule = tuple[str, str, _Condition]

_IRREGULAR = {
    "sky": "sky", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie", "news": "news",
    "innings": "inning", "inning": "inning", "outings": "outing", "outing": "outing",
    "cannings": "canning", "canning": "canning", "howe": "howe", "proceed": "proceed",
    "exceed": "exceed", "succeed": "succeed",
}  # fmt: skip


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a lower-case English word; a word of one or two letters is its own."""
    if word in _IRREGULAR or len(word) <= 2:
        return _IRREGULAR.get(word, word)
    for step in (_plurals, _past, _final_y, _second, _third, _fourth, _final_e, _final_l):
        word = step(word)
    return word


def _shape(word: str) -> str:
    """Return ``v`` for each vowel and ``c`` for each consonant; y behind a consonant is a vowel."""
    shape = ""
    for letter in word:
        is_vowel = letter in "aeiou" or (letter == "y" and shape.endswith("c"))
        shape += "v" if is_vowel else "c"
    return shape


def _measure(word: str) -> int:
    return _shape(word).count("vc")


def _is_long(word: str) -> bool:
    return _measure(word) > 0


def _is_longer(word: str) -> bool:
    return _measure(word) > 1


def _ends_short(word: str) -> bool:
    """Say whether the word ends like *hop* (but not *how*), or is like *at*."""
    shape = _shape(word)
    return shape == "vc" or (shape.endswith("cvc") and word[-1] not in "wxy")


def _always(_: str) -> bool:
    return True


def _replaced(word: str, rules: tuple[_Rule, ...]) -> str:
    """Return the word with its first ending of the rules replaced, where what is left allows it."""
    for ending, new, allows in rules:
        if word.endswith(ending):
            rest = word[: len(word) - len(ending)]
            return rest + new if allows(rest) else word
    return word


def _rules(table: str, allows: _Condition) -> tuple[_Rule, ...]:
    """Read ``ending:new`` pairs, the longest ending first."""
    pairs = [entry.split(":") for entry in table.split()]
    return tuple((ending, new, allows) for ending, new in sorted(pairs, key=lambda p: -len(p[0])))


_PLURALS = _rules("sses:ss ies:i ss:ss s:", _always)
_SECOND: tuple[_Rule, ...] = (
    *_rules(
        "ational:ate tional:tion enci:ence anci:ance izer:ize bli:ble entli:ent eli:e ousli:ous"
        " ization:ize ation:ate ator:ate alism:al iveness:ive fulness:ful ousness:ous aliti:al"
        " iviti:ive biliti:ble fulli:ful",
        _is_long,
    ),
    ("logi", "log", lambda rest: _is_long(rest + "l")),
)
_THIRD = _rules("icate:ic ative: alize:al iciti:ic ical:ic ful: ness:", _is_long)
_FOURTH: tuple[_Rule, ...] = (
    *_rules(
        "al: ance: ence: er: ic: able: ible: ant: ement: ment: ent: ou: ism: ate: iti: ous: ive:"
        " ize:",
        _is_longer,
    ),
    ("ion", "", lambda rest: rest[-1:] in ("s", "t") and _is_longer(rest)),
)


def _plurals(word: str) -> str:
    return word[:-1] if len(word) == 4 and word.endswith("ies") else _replaced(word, _PLURALS)


def _past(word: str) -> str:
    if word.endswith("ied"):
        return word[:-1] if len(word) == 4 else word[:-2]
    if word.endswith("eed"):
        return word[:-1] if _is_long(word[:-3]) else word
    for ending in ("ed", "ing"):
        rest = word.removesuffix(ending)
        if rest != word and "v" in _shape(rest):
            return _restored(rest)
    return word


def _restored(rest: str) -> str:
    """Return what *-ed* or *-ing* left as a word: *fil(ing)* is *file*, *hopp(ing)* is *hop*."""
    if rest.endswith(("at", "bl", "iz")):
        return rest + "e"
    if rest[-2:-1] == rest[-1:] and _shape(rest).endswith("c"):
        return rest if rest[-1] in "lsz" else rest[:-1]
    return rest + "e" if _measure(rest) == 1 and _ends_short(rest) else rest


def _final_y(word: str) -> str:
    is_changed = word.endswith("y") and len(word) > 2 and _shape(word[:-1]).endswith("c")
    return word[:-1] + "i" if is_changed else word


def _second(word: str) -> str:
    if word.endswith("alli") and _is_long(word[:-4]):
        return _second(word[:-2])
    return _replaced(word, _SECOND)


_third = partial(_replaced, rules=_THIRD)
_fourth = partial(_replaced, rules=_FOURTH)


def _final_e(word: str) -> str:
    rest = word.removesuffix("e")
    measure = _measure(rest)
    return rest if measure > 1 or (measure == 1 and not _ends_short(rest)) else word


def _final_l(word: str) -> str:
    return word[:-1] if word.endswith("ll") and _is_longer(word[:-1]) else word
