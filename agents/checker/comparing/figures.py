"""Figures: the numbers of a text with what they count, in whatever spelling."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from groundwood.agents.checker.comparing import figurewords as words
from groundwood.agents.checker.comparing.dates import days
from groundwood.agents.retriever.terms import is_stop_term, terms


@dataclass(frozen=True)
class Figure:
    """A number as it is told: its value, what it counts, and how it is said to be rounded.

    ``kind`` is a currency, ``percent``, ``ordinal``, ``time`` (minutes after midnight) or
    ``count``; ``unit`` is the stem of the noun behind it. ``hedge`` is ``about``, ``below`` (the
    figure lies below the true value: *more than*), ``above`` (*nearly*) or empty. ``text`` begins at
    ``start``; ``whole`` is where it stands with its currency, percent sign or measure.
    """

    value: float
    unit: str
    kind: str
    hedge: str
    text: str
    start: int
    is_definite: bool = False
    begin: int | None = None
    end: int | None = None

    @property
    def whole(self) -> slice:
        """Where the figure stands in its text, with what belongs to it: ``$60m``, ``100 miles``."""
        begin = self.start if self.begin is None else self.begin
        return slice(begin, self.start + len(self.text) if self.end is None else self.end)


@lru_cache(maxsize=1024)
def figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of the text that are no part of a date, in order.

    A lone ``one`` is no figure, since it is mostly an article; nor are ``first`` and ``second``.
    ``Two in five`` is a percentage, ``6 feet 2 inches`` one length; degrees below zero are negative.
    """
    found: list[Figure] = []
    taken = bytearray(len(text))
    for day in days(text):
        taken[day.start : day.end] = b"\1" * (day.end - day.start)
    for read in (_times, _ratios, _fractions, _ordinals, _heights, _plain):
        for figure in read(text):
            place = slice(figure.start, figure.start + len(figure.text))
            if not any(taken[place]):
                found.append(figure)
                taken[place] = b"\1" * len(figure.text)
    return tuple(sorted(found, key=lambda figure: figure.start))


def implied(source: str) -> Iterator[Figure]:
    """Return what words say that are no figures: a decade is ten years, first is 1st."""
    for match in words.COUNTING_WORD.finditer(source):
        value, unit = words.COUNTING_WORDS[match.group(1).casefold()]
        yield Figure(value, unit, "count", "", match.group(1).casefold(), match.start())
    for match in words.EARLY_ORDINAL.finditer(source):
        value = words.EARLY_ORDINALS[match.group(1).casefold()]
        yield Figure(value, "", "ordinal", "", match.group(1).casefold(), match.start())
    for match in words.QUARTER_SIGN.finditer(source):
        yield Figure(float(match.group(1)), "", "ordinal", "", match.group(), match.start())
    for match in words.RATIO.finditer(source):
        for part in ("part", "whole"):
            value = number(match.group(part))
            yield Figure(value, "", "count", "", match.group(part), match.start(part))


def number(written: str) -> float:
    """Return the value of digits or of a number word below a hundred."""
    return _value(written.casefold(), "")


def _plain(text: str) -> Iterator[Figure]:
    for match in words.FIGURE.finditer(text):
        if match.group("number").casefold() == "one" and not (
            match.group("scales").strip() or match.group("percent")
        ):
            continue
        before = text[max(0, match.start() - 30) : match.start("number")]
        end = match.end("rest" if match.group("rest") else "scales")
        unit = _unit(match)
        yield Figure(
            value=_sign(unit, before, text[match.end() : match.end() + 40]) * _told(match),
            unit=unit,
            kind=_kind(match, (match.group("unit") or "").casefold()),
            hedge=_hedge(before),
            text=text[match.start("number") : end].rstrip(),
            start=match.start("number"),
            is_definite=bool(
                words.DEFINITE.search(before) or words.NAMES_FOLLOW.match(text, match.end("number"))
            ),
            begin=match.start("number" if match.group("currency") is None else "currency"),
            end=_end(match, unit),
        )


def _end(match: re.Match[str], unit: str) -> int:
    """Return where the figure ends with its percent sign, its measure, or its currency as a word."""
    if match.group("measure"):
        return match.end("measure")
    written = (match.group("unit") or "").casefold()
    is_part = unit in words.MEASURES or written in words.CURRENCIES
    return match.end("unit") if written and is_part else match.end()


def _told(match: re.Match[str]) -> float:
    value = _value(match.group("number").casefold(), match.group("scales").casefold())
    return value + (number(match.group("rest")) if match.group("rest") else 0.0)


def _unit(match: re.Match[str]) -> str:
    written = match.group("measure")
    if written is None:
        return _stem((match.group("unit") or "").casefold())
    return next(
        unit
        for unit, form in words.MEASURE_FORMS.items()
        if re.fullmatch(form, written, re.IGNORECASE)
    )


def _sign(unit: str, before: str, behind: str) -> int:
    if unit not in words.DEGREES:
        return 1
    return -1 if words.MINUS.search(before) or words.BELOW_ZERO.match(behind) else 1


def _heights(text: str) -> Iterator[Figure]:
    for match in words.HEIGHT.finditer(text):
        value = float(match.group("feet")) + float(match.group("inches")) / 12
        hedge = _hedge(text[max(0, match.start() - 30) : match.start()])
        yield Figure(value, "foot", "count", hedge, match.group(), match.start())


def _ratios(text: str) -> Iterator[Figure]:
    for match in words.RATIO.finditer(text):
        part, whole = number(match.group("part")), number(match.group("whole"))
        if 0 < part < whole and whole in words.RATIO_BASES:
            hedge = _hedge(text[max(0, match.start() - 30) : match.start()])
            share = 100 * part / whole
            yield Figure(share, "", "percent", hedge, match.group(), match.start())


def _ordinals(text: str) -> Iterator[Figure]:
    for match in words.ORDINAL.finditer(text):
        value = words.ORDINALS[match.group(1).casefold()]
        yield Figure(value, "", "ordinal", "", match.group(), match.start())


def _times(text: str) -> Iterator[Figure]:
    for match in words.CLOCK.finditer(text):
        hour, minute = int(match.group("hour")), int(match.group("minute") or 0)
        half = (match.group("half") or "").casefold()
        hour = hour % 12 + (12 if half == "p" else 0) if half else hour
        hedge = _hedge(text[max(0, match.start() - 30) : match.start()])
        yield Figure(hour * 60 + minute, "", "time", hedge, match.group(), match.start())


def _fractions(text: str) -> Iterator[Figure]:
    for match in words.FRACTION.finditer(text):
        value = words.FRACTIONS.get(match.group(1).casefold().replace("-", " "))
        if value is not None:  # "two halves" are no share
            hedge = _hedge(text[max(0, match.start() - 30) : match.start()])
            yield Figure(value, "", "percent", hedge, match.group(1), match.start(1))


def _kind(match: re.Match[str], unit: str) -> str:
    if match.group("ordinal"):
        return "ordinal"
    if match.group("percent"):
        return "percent"
    if match.group("currency"):
        return words.CURRENCIES[match.group("currency").casefold()]
    if unit == "pounds" and not match.group("scales").strip():
        return "count"
    return words.CURRENCIES.get(unit, "count")


def _stem(word: str) -> str:
    stem = next(iter(terms(word)), "")
    return "" if is_stop_term(stem) else words.MEASURE_NAMES.get(stem, stem)


def _hedge(before: str) -> str:
    match = words.HEDGE.search(before)
    return words.HEDGES[re.sub(r"\s+", " ", match.group(1).casefold())] if match else ""


def _value(written: str, scales: str) -> float:
    if written[0].isdigit():
        value = float(written.replace(",", ""))
    elif written.strip() in ("a", "half a"):
        value = 0.5 if written.startswith("half") else 1.0
    else:
        parts = re.split(r"[ -]", written.replace(" and a half", ""))
        value = sum(words.SMALL[word] for word in parts) + 0.5 * written.endswith(" and a half")
    for scale in re.findall(r"[a-z]+", scales):
        value *= words.SCALES[scale]
    return value
