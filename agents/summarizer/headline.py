"""The headline: the title of the most central article, as an editor would trim it."""

import re
from collections.abc import Sequence

from groundwood.agents.retriever import screen
from groundwood.agents.summarizer import words
from groundwood.agents.summarizer.candidates import content_terms
from groundwood.nouns import Article, Paragraph

LONGEST = 110
SUPPORTED_SHARE = 0.5
"""This part of a title's content words must stand in the story."""

_CLAUSE = re.compile(r"[,;:–—] | (?:that|which|who|after|as|while|and) ")


def headline_from(articles: Sequence[Article], paragraphs: Sequence[Paragraph]) -> str:
    """Return the best title among the cited articles, in the order of the story; else its lead.

    A title must be one line of sane length whose content the story supports, and no label such as
    ``Readout of …``; those are taken only when there is nothing better.
    """
    told = content_terms(" ".join(s.text for p in paragraphs for s in p.sentences))
    titles = [trimmed(article.title) for article in articles]
    fit = [title for title in titles if _fits(title, told)]
    telling = [title for title in fit if not words.DULL_TITLE.match(title)]
    if telling or fit:
        return (telling or fit)[0]
    return shortened(paragraphs[0].sentences[0].text)


def trimmed(title: str) -> str:
    """Return the title on one line, without labels before it and the outlet's name behind it."""
    line = " ".join(title.split())
    line = words.SOURCE_TAIL.sub("", words.TITLE_PREFIX.sub("", line)) if len(line) > 30 else line
    return line.rstrip(".").strip()


def shortened(sentence: str) -> str:
    """Return the sentence up to the last clause that fits into a headline."""
    text = sentence.rstrip(".。")
    if len(text) <= LONGEST:
        return text
    cuts = [m.start() for m in _CLAUSE.finditer(text) if 30 <= m.start() <= LONGEST]
    return text[: cuts[0]] if cuts else text[:LONGEST].rsplit(" ", 1)[0] + "…"


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
