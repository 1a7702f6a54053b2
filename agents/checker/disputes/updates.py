"""Which of two accounts that differ is the newer state of things, if either is.

A later article supersedes an earlier one in a figure that changes with time, a state of things, or
a plan; it does not in what happened at one moment, in a denial, or where two authorities differ on
a figure that does not grow.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from groundwood.agents.checker.comparing.dates import Day, days
from groundwood.agents.checker.disputes.differences import Difference
from groundwood.nouns import Article

SAME_TIME = timedelta(hours=24)
"""What two outlets publish within this time is told at the same time."""
TOLL_TIME = timedelta(hours=6)
"""The same for a toll that rises."""

Relation = Literal["differs", "renews", "renewed", "agrees"]
"""What the other source does to ours: differ, renew it, be renewed by it, or not contradict it."""

_REVISED = re.compile(
    r"\b(?:revised|corrected|updated|amended|adjusted|now (?:stands|numbers|says|put)|ha(?:s|ve|d) (?:now )?(?:risen|climbed"
    r"|grown|increased|reached)|rose to|climbed to|up from|raised (?:the|its)|postponed|rescheduled|moved to)\b",
    re.IGNORECASE,
)
_TOLL = re.compile(
    r"\b(?:dead|died|deaths?|killed|killing|injured|wounded|missing|unaccounted|toll|rescued|evacuated"
    r"|arrested|detained|displaced|homeless|cases|infected|confirmed|damaged|destroyed)\b",
    re.IGNORECASE,
)
_STATE = re.compile(r"\b(?:is|are|remains?|stays?|stands?|has been|have been|continues?)\b")
_AS_OF = re.compile(r"\b[Aa]s of ([^,;.]{3,24})")
_SPEAKER = re.compile(
    r"\b([A-Za-z]+) (?:said|says|told|reported|confirmed|announced|estimated|put|counted)\b"
)


@dataclass(frozen=True)
class Telling:
    """A sentence with the article that it stands in or rests on."""

    text: str
    article: Article

    @property
    def as_of(self) -> Day | None:
        """The day for which the sentence says that its figure holds, if it does."""
        match = _AS_OF.search(self.text)
        return next(iter(days(match.group(1))), None) if match else None

    @property
    def speaker(self) -> str:
        """The last word of who is named as having said so; empty when nobody is."""
        match = _SPEAKER.search(self.text)
        return match.group(1).lower() if match else ""


def relation(ours: Telling, theirs: Telling, difference: Difference) -> Relation:
    """Return what the other telling is to ours, given what they tell differently."""
    order = _order(ours, theirs)
    if order is None or difference.is_denied:
        return "agrees" if difference.is_open else "differs"
    earlier, later = (ours, theirs) if order else (theirs, ours)
    rises = difference.rises if order else -difference.rises
    if _renews(earlier, later, difference, rises):
        return "renews" if order else "renewed"
    return "agrees" if difference.is_open else "differs"


def _order(ours: Telling, theirs: Telling) -> bool | None:
    """Say whether the other one is the later; none when that cannot be told."""
    one, two = ours.as_of, theirs.as_of
    if one and two and (one.month, one.day) != (two.month, two.day):
        return (one.month or 0, one.day or 0) < (two.month or 0, two.day or 0)
    first, second = ours.article.published_at, theirs.article.published_at
    if first is None or second is None or first == second:
        return None
    return first < second


def _renews(earlier: Telling, later: Telling, difference: Difference, rises: float) -> bool:
    if same_outlet(earlier, later) or _REVISED.search(later.text):
        return True
    if earlier.as_of and later.as_of and earlier.as_of != later.as_of:
        return True
    gap = _gap(earlier.article.published_at, later.article.published_at)
    if difference.kind == "figure":
        return _renews_figure(earlier, later, difference, rises, gap)
    lasting = difference.is_plan or (difference.kind == "outcome" and _is_state(earlier, later))
    return lasting and gap >= SAME_TIME


def _renews_figure(
    earlier: Telling, later: Telling, difference: Difference, rises: float, gap: timedelta
) -> bool:
    if rises > 0 and (difference.is_open or (_TOLL.search(later.text) and gap >= TOLL_TIME)):
        return True
    rivals = earlier.speaker and later.speaker and earlier.speaker != later.speaker
    return gap >= SAME_TIME and not (rivals and rises <= 0)


def _is_state(earlier: Telling, later: Telling) -> bool:
    return bool(_STATE.search(earlier.text) and _STATE.search(later.text))


def same_outlet(one: Telling, other: Telling) -> bool:
    """Say whether both stand in articles of one named outlet."""
    return one.article.source is not None and one.article.source == other.article.source


def _gap(first: datetime | None, second: datetime | None) -> timedelta:
    return abs(second - first) if first and second else timedelta(0)
