"""Who a sentence says said something: the names that a verb of saying is joined to, in English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from groundwood.agents.checker.comparing.quotes import quotations
from groundwood.eval.metrics.entities import is_named

_SAYS = (
    "said|says|added|adds|announced|stated|warned|warns|claimed|claims|argued|argues|wrote|writes"
    "|confirmed|insisted|insists|noted|notes|explained|replied|recalled|admitted|declared|asked"
    "|acknowledged|predicted|testified|promised|vowed|posted"
)
_OF_WHOM = "told|tells|called|calls|described|describes|praised|criticised|criticized|dismissed"
"""Verbs behind which the name is not the speaker's."""
_WORD = r"[A-Z][\w’'-]*(?:\.(?= ))?"
_NAME = (
    r"(?<![\w’'-])(?!(?:I|It|He|She|They|We|Who|One|This|That|But|And|When|As|The|A|An|In)\b)"
    rf"{_WORD}(?: (?:(?:of|the|de|da|dos|van|von|bin|al|el) ){{0,2}}{_WORD}){{0,5}}"
)
_SPEAKER = re.compile(
    rf"(?P<before>{_NAME})(?:, [^,“”\"]{{1,80}},)?(?: (?:has|had|also|later|then))?"
    rf" (?:{_SAYS}|{_OF_WHOM})\b"
    rf"|\b(?:{_SAYS}|[Aa]ccording to)"
    rf" (?:(?!(?:on|in|at|after|before|by|from|during|that|to|of)\b)[a-z-]+,? ){{0,4}}"
    rf"(?P<behind>{_NAME})"
)
_LETTER = re.compile(r"\w")


@dataclass(frozen=True)
class Speaker:
    """A name that is said to speak; ``start`` is where it or its verb of saying begins."""

    name: str
    start: int


def speakers(sentence: str) -> Iterator[Speaker]:
    """Yield who is said to speak, in order; what stands in quotation marks does not count."""
    for match in _SPEAKER.finditer(_unquoted(sentence)):
        name = match["before"] or match["behind"]
        if not is_named(name, ""):  # a weekday or a title alone is no name
            yield Speaker(name, match.start())


def speaker_of(quote: str, sentence: str) -> str | None:
    """Return who says the quotation in its sentence: the one right behind it, else before, or none."""
    start = sentence.find(quote)
    end = start + len(quote)
    found = list(speakers(sentence))
    before = [speaker for speaker in found if speaker.start < start]
    behind = [speaker for speaker in found if speaker.start >= end]
    if before and not (behind and not _LETTER.search(sentence[end : behind[0].start])):
        return before[-1].name
    return behind[0].name if behind else None


def _unquoted(sentence: str) -> str:
    for quote in quotations(sentence):
        sentence = sentence.replace(quote, " " * len(quote))
    return sentence
