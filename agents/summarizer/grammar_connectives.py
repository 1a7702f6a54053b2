"""Which connectives may stand between two clauses. When in doubt, none."""

import re
from datetime import timedelta

from groundwood.agents.summarizer.grammar_clauses import Clause

SAME_TIME = timedelta(hours=36)
"""Reports that lie no further apart may tell of what goes on at the same time."""

_OPENING_PHRASE = re.compile(r"[^,]{1,60}, |[“\"‘(]")
_CONTINUES = re.compile(r"(?:It|Its|They|Their|He|His|She|Her|This|That|These|Those|There)\b")


def connectives(before: Clause, after: Clause) -> tuple[str, ...]:
    """Return what may join the second clause to the first: always nothing, sometimes a word.

    "Meanwhile" only joins reports of two articles, the second of them not older and at most a day
    and a half newer, where the sentence does not open with a phrase or a pronoun of its own. There
    is no "however" or "but": code cannot tell a contrast, and one that the source itself marks
    comes along with its sentence.
    """
    return ("", "Meanwhile,") if _are_simultaneous(before, after) else ("",)


def _are_simultaneous(before: Clause, after: Clause) -> bool:
    first, second = before.article, after.article
    if first is None or second is None or first.id == second.id or not after.joinable:
        return False
    if first.published_at is None or second.published_at is None:
        return False
    text = after.sentence.text
    if _OPENING_PHRASE.match(text) or _CONTINUES.match(text):
        return False
    return timedelta(0) <= second.published_at - first.published_at <= SAME_TIME
