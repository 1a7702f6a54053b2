"""The figures of a sentence that may be compared with another source's, with what they count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from groundwood.agents.checker.comparing.figurewords import CURRENCIES
from groundwood.agents.checker.comparing.numbers import Figure, figures
from groundwood.agents.retriever.terms import is_stop_term, terms

ALIKE = 0.1
"""Figures of which one is said to be rounded differ when they are further apart than this part."""
LONGEST = 1000
"""Characters of a sentence; what is longer is none, and its figures are not compared."""
ROUND_DIGITS = 2
"""A figure above 100 with so few digits other than zero may be a rounded one."""

_PERIODS = frozenset(terms("second minute hour day night week month year decade time"))
_PLURALS = frozenset(["people", "men", "women", "children", "police"])
_FURTHER = re.compile(
    r"\b(?:another|additional|further|extra|other|more|each|every|per|including|among (?:them|those)"
    r"|of whom|only)\b",
    re.IGNORECASE,
)
_MORE_THAN = re.compile(r"\bmore than\s*$", re.IGNORECASE)
_BEFORE = re.compile(r"\b(to|by|from)\s+(?:\w+\s+){0,2}?[$€£¥₩]?$", re.IGNORECASE)
_NONE = re.compile(r"\b(?:no|none of the|not a single) (\w+)", re.IGNORECASE)
_HEAD = re.compile(r"[ -]((?:[a-z]+[ -]?){1,4})")
_PERCENT = re.compile(r" ?(?:%|per ?cent|pct)", re.IGNORECASE)
_SYMBOL = re.compile(r"(?:US)?[$€£¥₩]$")


_FATES = {
    "died": re.compile(r"\b(?:kill|dead|died|dies|death|fatal|slain|drown|perish)", re.IGNORECASE),
    "hurt": re.compile(r"\b(?:injur|wound|hurt|hospitali)", re.IGNORECASE),
    "missing": re.compile(r"\b(?:missing|unaccounted)", re.IGNORECASE),
    "saved": re.compile(r"\b(?:rescu|saved|surviv|evacuat)", re.IGNORECASE),
    "held": re.compile(r"\b(?:arrest|detain|captur|charged|jailed)", re.IGNORECASE),
}
"""What becomes of those who are counted: one is not compared with the other."""
_RIGHT_BEFORE = re.compile(
    r"\w+(?: (?:at least|about|some|nearly|almost|over|around|more than))?\s*$"
)
_FATE_AFTER = 45
"""Characters behind a figure in which its fate is told."""


@dataclass(frozen=True)
class Quantity:
    """A figure with the noun it counts, that noun's other words, and how it is led up to.

    ``towards`` is *to*, *by* or *from* right before the figure; ``phrase`` the figure with its unit
    as printed; ``fate`` what became of those who are counted, where that is told.
    """

    figure: Figure
    kind: str
    unit: str
    qualities: frozenset[str]
    towards: str
    phrase: str
    fate: str = ""

    @property
    def value(self) -> float:
        """The number."""
        return self.figure.value

    def counts_alike(self, other: "Quantity") -> bool:
        """Say whether both are figures of the same thing, told in the same way."""
        fates = {self.fate, other.fate} - {""}
        return len(fates) < 2 and (self.kind, self.unit, self.qualities, self.towards) == (
            other.kind,
            other.unit,
            other.qualities,
            other.towards,
        )

    def differs(self, other: "Quantity") -> bool:
        """Say whether no rounding makes one of the other."""
        low, high = sorted((self, other), key=lambda q: q.value)
        margin = ALIKE if self.figure.hedge or other.figure.hedge else 0.0
        apart = abs(self.value - other.value) > margin * max(self.value, other.value)
        return apart and not _rounds(low.value, high.value) and not _rounds(high.value, low.value)

    def allows(self, other: "Quantity") -> bool:
        """Say whether one is only said to be reached: *at least 12* beside 14, *up to 14* beside 12."""
        low, high = sorted((self, other), key=lambda q: q.value)
        return bool(low.value) and (low.figure.hedge == "below" or high.figure.hedge == "above")


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the counted things, amounts and percentages, with ``no people`` as a figure of 0."""
    if len(text) > LONGEST:
        return ()
    found = (_quantity(figure, text) for figure in figures(text) if _may_be_compared(figure, text))
    return (*filter(None, found), *_none(text))


def _may_be_compared(figure: Figure, text: str) -> bool:
    if figure.kind in ("ordinal", "time"):
        return False
    before = _MORE_THAN.sub("", text[max(0, figure.start - 16) : figure.start])
    behind = text[figure.start : figure.start + len(figure.text) + 7]
    return not _FURTHER.search(before) and not _FURTHER.search(behind)


def _quantity(figure: Figure, text: str) -> Quantity | None:
    before = _BEFORE.search(text[max(0, figure.start - 30) : figure.start])
    towards = before.group(1).lower() if before else ""
    if towards == "from":
        return None
    if figure.kind != "count":
        phrase = _measured(figure, text)
        return Quantity(figure, figure.kind, "", frozenset(), towards, phrase)
    return _counted(figure, text, towards)


def _counted(figure: Figure, text: str, towards: str) -> Quantity | None:
    """Return the count with its noun: of *six repair crews*, the crews, which are for repair."""
    match = _HEAD.match(text, figure.start + len(figure.text))
    if match is None or not figure.unit:
        return None
    words = re.split(r"[ -]", match.group(1).strip(" -"))
    run = list(_until_stop(words))
    head = next((i for i, w in enumerate(run) if w in _PLURALS or w.endswith("s")), 0)
    if not run or terms(run[head])[-1] in _PERIODS:
        return None
    stems = [terms(word)[-1] for word in run[: head + 1]]
    phrase = text[figure.start : match.start(1)] + match.group(1)[: _end(match.group(1), head)]
    unit = figure.unit if not head and figure.unit else stems[-1]
    return Quantity(
        figure, "count", unit, frozenset(stems[:-1]), towards, phrase, _fate(figure, text)
    )


def _fate(figure: Figure, text: str) -> str:
    """Return the fate by the word right before the figure, else by the first one behind it."""
    before = _RIGHT_BEFORE.search(text[max(0, figure.start - 30) : figure.start])
    led = [name for name, word in _FATES.items() if before and word.search(before.group())]
    behind = text[figure.start : figure.start + len(figure.text) + _FATE_AFTER].split(";")[0]
    found = [(m.start(), name) for name, word in _FATES.items() if (m := word.search(behind))]
    return led[0] if led else min(found, default=(0, ""))[1]


def _until_stop(words: list[str]) -> Iterator[str]:
    for word in words:
        stems = terms(word)
        if not stems or is_stop_term(stems[0]):
            return
        yield word


def _end(run: str, head: int) -> int:
    return [match.end() for match in re.finditer(r"[a-z]+", run)][head]


def _measured(figure: Figure, text: str) -> str:
    """Return the amount or percentage with its sign or unit."""
    end = figure.start + len(figure.text)
    if figure.kind == "percent":
        sign = _PERCENT.match(text, end)
        return text[figure.start : sign.end() if sign else end]
    symbol = _SYMBOL.search(text[: figure.start])
    word = re.match(r" [A-Za-z]+", text[end:])
    named = word is not None and word.group().strip().lower() in CURRENCIES
    return (
        (symbol.group() if symbol else "")
        + text[figure.start : end]
        + (word.group() if word and named else "")
    )


def _none(text: str) -> Iterator[Quantity]:
    for match in _NONE.finditer(text):
        stem = next(iter(terms(match.group(1))), "")
        if stem and not is_stop_term(stem):
            figure = Figure(0.0, stem, "count", "", match.group(), match.start())
            yield Quantity(figure, "count", stem, frozenset(), "", match.group())


def _rounds(round_: float, other: float) -> bool:
    """Say whether the first is the second, told in one or two digits."""
    digits = f"{round_:.0f}".rstrip("0")
    if round_ < 100 or len(digits) > ROUND_DIGITS:
        return False
    step = 10.0 ** (len(f"{round_:.0f}") - len(digits))
    return abs(round_ - other) <= step / 2


def without_figures(found: tuple[Quantity, ...]) -> frozenset[str]:
    """Return the terms that the figures themselves are written in."""
    return frozenset(term for q in found if q.value for term in terms(q.figure.text))
