"""Where in an article a claim could be supported: its sentences, ranked by what they share."""

from dataclasses import dataclass
from functools import lru_cache

from groundwood.agents.retriever.terms import content_terms
from groundwood.nouns import Article, Span
from groundwood.text.sentences import sentence_spans

MOST_SPANS = 3
_GAIN = 0.08
"""A further sentence must bring at least this share of the claim's content."""


@dataclass(frozen=True)
class Window:
    """A sentence of an article with its stemmed content words."""

    span: Span
    text: str
    terms: frozenset[str]


@lru_cache(maxsize=256)
def windows(article: Article) -> tuple[Window, ...]:
    """Return the sentences of the article, in order."""
    spans = sentence_spans(article.text, article.language)
    texts = [(span, article.quote(span)) for span in spans]
    return tuple(Window(span, text, content_terms(text)) for span, text in texts)


@lru_cache(maxsize=256)
def article_terms(article: Article) -> frozenset[str]:
    """Return the stemmed content words of all sentences of the article."""
    return frozenset().union(*(window.terms for window in windows(article)))


def window_of(text: str) -> Window:
    """Return the text, which is one sentence, as a window of itself."""
    return Window(Span(start=0, end=len(text)), text, content_terms(text))


@lru_cache(maxsize=1024)
def passages(text: str) -> tuple[Window, ...]:
    """Return the sentences of a text without an article, in order."""
    return tuple(
        Window(span, text[span.start : span.end], content_terms(text[span.start : span.end]))
        for span in sentence_spans(text)
    )


def excerpt(claim: str, found: tuple[Window, ...]) -> str:
    """Return the best sentences for the claim in reading order; empty when none shares a word."""
    best = set(best_windows(claim, found))
    return " ".join(dict.fromkeys(window.text for window in found if window in best))


def best_windows(claim: str, found: tuple[Window, ...]) -> list[Window]:
    """Return up to three sentences that together cover the claim best, the best first."""
    wanted = content_terms(claim)
    chosen: list[Window] = []
    left = set(wanted)
    while left and len(chosen) < MOST_SPANS:
        rest = [w for w in found if w.terms & left and w not in chosen]
        best = max(rest, key=lambda w: _gain(w, left, wanted), default=None)
        if best is None or len(best.terms & left) < max(1, _GAIN * len(wanted)):
            break
        chosen.append(best)
        left -= best.terms
    return chosen


def _gain(window: Window, left: set[str], wanted: frozenset[str]) -> tuple[int, float]:
    shared = len(window.terms & left)
    return shared, len(window.terms & wanted) / (len(window.terms) + 5)
