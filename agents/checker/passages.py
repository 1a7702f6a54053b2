"""What of an article is shown to the judge, and what is cited of it."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from groundwood.agents.checker.judges.judge import Pair
from groundwood.agents.checker.windows import Window, best_windows, excerpt, windows
from groundwood.nouns import Article, Citation

FALLBACK_CHARACTERS = 1000
"""What is shown of an article that shares no word with the claim."""

_HEAD = re.compile(r"\A\[[^\n]*\]\n\n")
_DATED = re.compile(r"\[Published (\d{4}-\d\d-\d\d)\. ")


def pair(claim: str, articles: Sequence[Article]) -> Pair:
    """Return the claim with, for each article, a line on its day and title and its best sentences."""
    return Pair(evidence=tuple(_shown(claim, article) for article in articles), claim=claim)


def citation(claim: str, article: Article) -> Citation:
    """Return the citation of the article's sentences that cover the claim best."""
    spans = [window.span for window in best_windows(claim, windows(article))]
    return Citation(article_id=article.id, spans=tuple(sorted(spans, key=lambda s: s.start)))


def published_at(evidence: str) -> datetime | None:
    """Return the day that the line before the sentences gives, or none."""
    match = _DATED.match(evidence)
    if match is None:
        return None
    try:
        return datetime.fromisoformat(match.group(1)).replace(tzinfo=UTC)
    except ValueError:  # an article may begin like that line
        return None


def body(evidence: str) -> str:
    """Return the evidence without the line on day and title that `pair` puts before it."""
    return _HEAD.sub("", evidence)


def shown(article: Article, found: Sequence[Window]) -> str:
    """Return the windows of the article, in reading order, behind a line on its day and title."""
    kept = set(found)
    texts = dict.fromkeys(window.text for window in windows(article) if window in kept)
    return _headed(article, " ".join(texts))


def whole(article: Article) -> str:
    """Return the whole article behind the line on its day and title."""
    return _headed(article, article.text)


def _shown(claim: str, article: Article) -> str:
    text = excerpt(claim, windows(article)) or article.text[:FALLBACK_CHARACTERS]
    return _headed(article, text)


def _headed(article: Article, text: str) -> str:
    day = f"Published {article.published_at:%Y-%m-%d}. " if article.published_at else ""
    head = f"[{day}{article.title}]" if day or article.title else ""
    return f"{head}\n\n{text}" if head else text
