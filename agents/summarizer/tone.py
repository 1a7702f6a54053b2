"""How much a sentence reports: what happened, where and when, not what statements always say."""

import re

from groundwood.agents.summarizer import words
from groundwood.agents.summarizer.prose import narration
from groundwood.nouns import Article

SPOKEN = 0.6
"""What a sentence of a speech or a press call is worth less, since nobody reports it."""

PLATITUDE, MOST_PLATITUDES = 0.3, 3
EVENT, DATED, EXPECTED = 0.15, 0.15, 0.2

DULL = -0.25
"""A sentence of no better tone says nothing that a reader would miss."""
AWKWARD = 0.15
"""What a long bracket costs, and a beginning with a figure or a quotation."""

_AWKWARD = re.compile(r"^[\d\"“]|\([^)]{30,}\)")
_DATED = re.compile(
    rf"\b(?:{'|'.join(words.MONTHS)})(?: \d{{1,2}}| (?:19|20)\d\d)\b|\b(?:19|20)\d\d\b"
)
_SPEECH_TITLE = re.compile(
    r"^(?:Remarks|Transcript|Press (?:Briefing|Gaggle|Call)|Background Press)\b"
)
_SPEECH_TURN = re.compile(
    r"^(?:THE PRESIDENT|THE VICE PRESIDENT|Q|M[RS]S?\.? [A-Z]+)\b:?", re.MULTILINE
)


def tone(text: str) -> float:
    """Return what the sentence's manner adds to its score, from about -1 to 0.3."""
    plain = narration(text)
    said = len(words.PLATITUDE.findall(plain))
    lasts = words.ONGOING.search(plain) is not None and not words.PAST_FRAME.search(plain)
    past = EVENT if not said and not lasts and words.PAST_EVENT.search(plain) else 0.0
    dated = DATED if _DATED.search(plain) else 0.0
    hoped = EXPECTED if lasts or words.EXPECTATION.search(plain) else 0.0
    clumsy = AWKWARD if _AWKWARD.search(text) else 0.0
    return past + dated - hoped - clumsy - PLATITUDE * min(said, MOST_PLATITUDES)


def is_transcript(article: Article) -> bool:
    """Say whether the article is spoken word for word, not told."""
    return bool(_SPEECH_TITLE.match(article.title) or _SPEECH_TURN.search(article.text[:2000]))
