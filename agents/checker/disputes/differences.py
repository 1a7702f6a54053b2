"""What two sentences tell differently of the same fact.

A false conflict is worse than a missed one. Two sentences are on the same fact when they share most
of their words and all names of one, speak of the same period and both of a plan or both of what
happened, and give one figure each of the kind compared. Where that is nearly so, the difference is
only *likely*, and a judge has to see a contradiction too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from groundwood.agents.checker.comparing.dates import Day, days
from groundwood.agents.checker.comparing.numbers import figures
from groundwood.agents.checker.comparing.quotes import plain
from groundwood.agents.checker.comparing.reversals import reversal
from groundwood.agents.checker.comparing.words import negations, opposed
from groundwood.agents.checker.disputes.quantities import (
    LONGEST,
    Quantity,
    quantities,
    without_figures,
)
from groundwood.agents.checker.windows import Window
from groundwood.agents.retriever.terms import content_terms, terms

SAME_FACT, SAME_EVENT = 0.6, 0.75
"""Sentences that differ in a figure, or in a day, share this part of the shorter one's words."""
LIKELY = 0.5
"""The same where a judge is asked as well."""
FEWEST_SHARED = 3
MOST_APART = 2
"""So many words of its own may each of two sentences of one outlet have."""
MOST_ADDED = 3
"""Of two sentences one may add so many words that are no names; the other has none of its own."""

_NAME = re.compile(r"(?<=[\w,;] )[A-Z]\w+")
_WORD = re.compile(r"[\w’'-]+")
_PERIOD = re.compile(
    r"\b(?:(?:19|20)\d\d|(?:last|this|next|past|previous|first|second|third|fourth) (?:year|month|week|quarter|half|decade)"
    r"|(?:year|quarter|month|week)ly|annual|daily|so far|overall|in total|since|spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)
_AS_OF = re.compile(r"\bas of [^,;.]{3,12}", re.IGNORECASE)
_PLAN = re.compile(
    r"\b(?:will|would|could|may|might|should|shall|expect\w*|plan(?:s|ned|ning)? (?:to|for)|planned|aims? (?:to|at|for)|targets?|hopes? (?:to|for)"
    r"|propos\w+|forecast\w*|intends?|scheduled|due to|set to|is to|are to|seeks?|ask(?:s|ed) for"
    r"|capacity|limit|maximum|risk)\b",
    re.IGNORECASE,
)
_REPORTING = frozenset(
    terms(
        "said says say told tells tell reported reports confirmed confirms announced officials official"
        " authorities police spokesman spokeswoman spokesperson ministry government according statement"
        " agency now least nearly about more than total latest put toll number figure revised still"
    )
)

Kind = Literal["figure", "day", "outcome"]


@dataclass(frozen=True)
class Difference:
    """What a sentence and another one say of the same thing.

    ``is_close``: they would suffice if both were one outlet's. ``rises`` is how much more the other says (for a figure). ``is_open``: one of the figures only
    names a bound that the other keeps to. ``is_sure``: the words suffice to tell; otherwise a judge
    has to be asked.
    """

    kind: Kind
    ours: str
    theirs: str
    is_sure: bool
    is_close: bool = False
    rises: float = 0.0
    is_open: bool = False
    is_denied: bool = False
    is_plan: bool = False


def differences(sentence: str, other: Window) -> Iterator[Difference]:
    """Yield what the sentence and the other one tell differently: figure, day, outcome."""
    if max(len(sentence), len(other.text)) > LONGEST:
        return
    ours = content_terms(sentence)
    shared = len(ours & other.terms)
    if shared < max(FEWEST_SHARED, LIKELY * 0.75 * min(len(ours), len(other.terms))):
        return
    if not _same_names(sentence, other.text) or plain(sentence) == plain(other.text):
        return
    for look in (_by_figure, _by_day, _by_outcome):
        found = look(sentence, other)
        if found is not None:
            yield found


def is_plan(text: str) -> bool:
    """Say whether the sentence speaks of what is to come, or of what may be."""
    return _PLAN.search(text) is not None


def _by_figure(sentence: str, other: Window) -> Difference | None:
    ours, theirs = quantities(sentence), quantities(other.text)
    pair = _one_of_a_kind(ours, theirs) if ours and theirs else None
    if pair is None or not _same_frame(sentence, other.text):
        return None
    one, two = pair
    denied = not one.value or not two.value
    if not denied and negations(sentence) % 2 != negations(other.text) % 2:
        return None
    likely, close, sure = _on_one_fact(sentence, other, ours + theirs, SAME_FACT)
    if not likely or opposed(_words(sentence), _words(other.text)):
        return None
    return Difference(
        kind="figure",
        ours=one.phrase,
        theirs=two.phrase,
        is_sure=sure,
        is_close=close,
        rises=two.value - one.value,
        is_open=one.allows(two),
        is_denied=denied,
        is_plan=is_plan(sentence),
    )


def _one_of_a_kind(
    ours: tuple[Quantity, ...], theirs: tuple[Quantity, ...]
) -> tuple[Quantity, Quantity] | None:
    """Return the first two figures that differ, each the only one of its kind in its sentence."""
    values = {q.value for q in theirs}
    for one in ours:
        same = [two for two in theirs if two.counts_alike(one)]
        alone = sum(q.counts_alike(one) for q in ours) == len(same) == 1
        if alone and one.differs(same[0]) and one.value not in values:
            return one, same[0]
    return None


def _by_day(sentence: str, other: Window) -> Difference | None:
    ours, theirs = _whole_days(sentence), _whole_days(other.text)
    if len(ours) != 1 or len(theirs) != 1 or figures(sentence) or figures(other.text):
        return None
    one, two = ours[0], theirs[0]
    if one.day == two.day or one.month != two.month or is_plan(sentence) != is_plan(other.text):
        return None
    if one.year and two.year and one.year != two.year:
        return None
    if negations(sentence) % 2 != negations(other.text) % 2:
        return None
    likely, close, sure = _on_one_fact(sentence, other, (), SAME_EVENT)
    if not likely or opposed(_words(sentence), _words(other.text)):
        return None
    plan = is_plan(sentence)
    return Difference("day", _named(one), _named(two), sure, is_close=close, is_plan=plan)


def _by_outcome(sentence: str, other: Window) -> Difference | None:
    turned = reversal(sentence, [other.text])
    if turned is not None and not turned.is_of_figures:
        if not _same_frame(sentence, other.text):
            return None
        plan = is_plan(sentence)
        return Difference("outcome", turned.claim, turned.source, is_sure=True, is_plan=plan)
    return _likely_outcome(sentence, other)


def _likely_outcome(sentence: str, other: Window) -> Difference | None:
    """Return opposite words of sentences on one matter, for a judge to decide."""
    word = opposed(_words(sentence), _words(other.text))
    back = opposed(_words(other.text), _words(sentence))
    if not word or not back or not _same_frame(sentence, other.text):
        return None
    likely, *_ = _on_one_fact(sentence, other, (), SAME_FACT)
    if not likely or quantities(sentence) or quantities(other.text):
        return None
    return Difference("outcome", word, back, is_sure=False, is_plan=is_plan(sentence))


def _same_frame(one: str, other: str) -> bool:
    """Say whether both speak of one period, and both of a plan or both of what is."""
    if is_plan(one) != is_plan(other) or _periods(one) != _periods(other):
        return False
    mine, theirs = _whole_days(_AS_OF.sub("", one)), _whole_days(_AS_OF.sub("", other))
    return not mine or not theirs or any(_may_be_one(a, b) for a in mine for b in theirs)


def _may_be_one(one: Day, other: Day) -> bool:
    return (one.month, one.day) == (other.month, other.day)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(plain(text)))


def _periods(text: str) -> frozenset[str]:
    dated = text
    for day in reversed(_whole_days(text)):
        dated = dated[: day.start] + dated[day.end :]
    return frozenset(match.group().lower() for match in _PERIOD.finditer(dated))


def _whole_days(text: str) -> list[Day]:
    return [day for day in days(text) if day.month and day.day]


def _named(day: Day) -> str:
    return str(Day(None, day.month, day.day))


def _on_one_fact(
    sentence: str, other: Window, found: tuple[Quantity, ...], share: float
) -> tuple[bool, bool, bool]:
    """Say whether both sentences are likely, closely, and surely on one fact."""
    told = without_figures(found)
    ours, theirs = content_terms(sentence) - told, other.terms - told
    shared, shorter = len(ours & theirs), min(len(ours), len(theirs))
    mine, added = sorted((_own(ours - theirs, sentence), _own(theirs - ours, other.text)))
    likely = shared >= max(FEWEST_SHARED - 1, LIKELY * shorter)
    near = likely and shared >= max(FEWEST_SHARED - 1, share * shorter)
    close = near and mine <= MOST_APART
    return likely, close, near and not mine and added <= MOST_ADDED


def _own(words: frozenset[str], text: str) -> int:
    """Return how many of the words are neither a report's own, nor names, nor a date's."""
    named = content_terms(" ".join((*_names(text), *_dated(text))))
    return len(words - _REPORTING - named)


def _dated(text: str) -> list[str]:
    return [text[day.start : day.end] for day in days(text)]


def _same_names(sentence: str, other: str) -> bool:
    ours, theirs = _names(sentence), _names(other)
    return ours <= theirs or theirs <= ours


@lru_cache(maxsize=4096)
def _names(text: str) -> frozenset[str]:
    return frozenset(_NAME.findall(text))
