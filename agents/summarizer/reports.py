"""The day of an old report, told where nothing else in its paragraph says when it was."""

import re

from groundwood.agents.retriever.terms import is_stop_term
from groundwood.agents.summarizer.days import is_sure
from groundwood.agents.summarizer.words import MONTHS, NUMBER_WORD
from groundwood.nouns import Article

_TIME_FIRST = re.compile(
    r"(?:On|In|At|By|Within|Since|After|Before|During|Until|When)\b"
    r"|[\w-]+ (?:hours?|days?|weeks?|months?|years?) (?:after|before)\b"
)
_FIRST_WORD = re.compile(r"[A-Z][a-z]*(?=[ ,])")


def with_report_day(text: str, article: Article) -> str:
    """Return the sentence as told by a report of its day: ``A report of May 1, 2008 said that …``.

    Nothing changes in an undated article, where the hour of publication leaves the day open, where
    the sentence begins with the time of which it speaks, in another language than English, in a
    quotation, or where the first word may be a name or not.
    """
    moment = article.published_at
    mid_sentence = lowered(text, article.text)
    is_english = (article.language or "en").startswith("en")
    if (
        _TIME_FIRST.match(text)
        or moment is None
        or not is_sure(moment)
        or not is_english
        or not mid_sentence
    ):
        return text
    return f"A report of {MONTHS[moment.month - 1]} {moment.day}, {moment.year} said that {mid_sentence}"


def lowered(text: str, article: str) -> str:
    """Return the text as it reads in mid-sentence; empty when its first word leaves that open."""
    match = _FIRST_WORD.match(text)
    if match is None:
        return ""
    word, rest = match.group(), text[match.end() :]
    small = word.lower()
    if is_stop_term(small) or NUMBER_WORD.match(small) or re.search(rf"\b{small}\b", article):
        return small + rest
    return text if re.search(rf"[a-z] {word}\b", article) else ""
