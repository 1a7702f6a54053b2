"""The headline: the title of the most central article, as an editor would trim it."""

import re
from collections import Counter
from collections.abc import Sequence

from groundwood.agents.retriever import screen
from groundwood.agents.retriever.terms import content_terms
from groundwood.agents.summarizer import words
from groundwood.agents.summarizer.tone import tone
from groundwood.nouns import Article, Paragraph

LONGEST, LONGEST_LEAD = 120, 140
SUPPORTED_SHARE = 0.5
"""This part of a title's content words must stand in the story."""

_CLAUSE = re.compile(
    r"(?<!\d)(?:[;:] | [–—] )|, (?:which|who|including|in|an?|the|as|while|according) "
    r"| (?:after|while|to (?:assess|coordinate|discuss|help|support)|for the|for an?|in order to) "
)
_DATE_FIRST = re.compile(r"^(?:On|In) (?:[A-Z][a-z]+day, )?[A-Z][a-z]+(?: \d{1,2})?(?:,? \d{4})?, ")
_REPORT_FIRST = re.compile(r"^A report of [A-Z][a-z]+ \d{1,2}, \d{4} said that ")
_BRACKET = re.compile(r" \([^()]*\)")
_ED = re.compile(r"\b[a-z]{3,}ed\b")


def headline_from(articles: Sequence[Article], paragraphs: Sequence[Paragraph]) -> str:
    """Return the best title among the cited articles, in the order of the story; else its lead.

    A title must be one line of sane length whose content the story supports. A label, such as
    ``Readout of …`` or ``Actions Following …``, gives way to the first sentence of a paragraph
    that reports something and can be cut to a headline.
    """
    told = content_terms(" ".join(s.text for p in paragraphs for s in p.sentences))
    titles = [trimmed(article.title) for article in articles]
    fit = [title for title in titles if _fits(title, told)]
    telling = [title for title in fit if not words.DULL_TITLE.search(title)]
    opening = [shortened(paragraph.sentences[0].text) for paragraph in paragraphs]
    whole = [line for line in opening if not line.endswith("…")]
    topic = _topic(titles)
    reporting = [line for line in whole if tone(line) >= 0]
    reporting.sort(key=lambda line: not content_terms(line) & topic)
    return [*telling, *reporting, *whole, *fit, *opening][0]


def trimmed(title: str) -> str:
    """Return the title on one line, without labels, the outlet's name, or a second headline."""
    line = " ".join(title.split())
    line = words.SOURCE_TAIL.sub("", words.TITLE_PREFIX.sub("", line)) if len(line) > 30 else line
    line = line.split("; ")[0]
    return line.rstrip(".").strip()


def shortened(sentence: str) -> str:
    """Return the sentence without its opening date, up to the last clause that fits."""
    text = _BRACKET.sub("", _DATE_FIRST.sub("", _REPORT_FIRST.sub("", sentence.rstrip(".。"))))
    text = text[:1].upper() + text[1:]
    if len(text) <= LONGEST_LEAD:
        return text
    cuts = [m.start() for m in _CLAUSE.finditer(text) if 30 <= m.start() <= LONGEST_LEAD]
    whole = [cut for cut in cuts if words.STRONG_VERB.search(text[:cut]) or _ED.search(text[:cut])]
    return text[: whole[-1]] if whole else text[:LONGEST_LEAD].rsplit(" ", 1)[0] + "…"


def _topic(titles: Sequence[str]) -> frozenset[str]:
    """Return the terms that at least half of the titles share."""
    counts = Counter(term for title in titles for term in content_terms(title))
    return frozenset(term for term, count in counts.items() if 2 * count >= len(titles))


def _fits(title: str, told: frozenset[str]) -> bool:
    content = content_terms(title)
    return (
        8 <= len(title) <= LONGEST
        and len(content & told) >= SUPPORTED_SHARE * len(content) > 0
        and not screen.instruction(title)
        and not screen.debris(title)
        and not words.JUNK.search(title)
        and not title.isupper()
        and not title.endswith("?")
    )
