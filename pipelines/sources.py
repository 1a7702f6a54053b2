"""What a reader is told of the cited articles, and the passages kept with the story."""

import re

from groundwood.agents.retriever import screen
from groundwood.nouns import (
    Article,
    ArticleId,
    Evidence,
    Passage,
    QuotedPassage,
    Source,
    Span,
    Story,
)
from groundwood.store.base import ArticleStore
from groundwood.text.sentences import paragraph_spans

_ORDER = re.compile(r"\b(?:approve|print|ignore|output) (?:everything|all|only)\b", re.IGNORECASE)


def sources_of(story: Story, evidence: Evidence, store: ArticleStore) -> tuple[Source, ...]:
    """Return the cited articles in order of first citation, with the passages that were cited."""
    articles = store.get(story.article_ids)
    return tuple(
        _source(articles[key], _cited_spans(story, key), evidence) for key in story.article_ids
    )


def _cited_spans(story: Story, article_id: ArticleId) -> list[Span]:
    spans = {
        (span.start, span.end): span
        for sentence in story.sentences
        for citation in sentence.citations
        if citation.article_id == article_id
        for span in citation.spans
    }
    return [spans[key] for key in sorted(spans)]


def _source(article: Article, spans: list[Span], evidence: Evidence) -> Source:
    return Source(
        article_id=article.id,
        digest=article.digest,
        title=_label(article.title),
        url=article.url,
        source=_label(article.source or "") or None,
        published_at=article.published_at,
        copies=evidence.copies.get(article.id, ()),
        passages=_quoted(article, spans),
    )


def _label(text: str) -> str:
    """Return the title or outlet, or nothing when it speaks to a machine instead of a reader."""
    return "" if screen.instruction(text) or _ORDER.search(text) else text


def _quoted(article: Article, spans: list[Span]) -> tuple[QuotedPassage, ...]:
    shown: dict[tuple[int, int], list[Span]] = {}
    paragraphs = paragraph_spans(article.text)
    for span in spans:
        around = [p for p in paragraphs if p.start < span.end and span.start < p.end] or [span]
        key = (min(span.start, around[0].start), max(span.end, around[-1].end))
        shown.setdefault(key, []).append(span)
    return tuple(
        QuotedPassage(
            passage=Passage(article_id=article.id, start=start, end=end),
            text=article.text[start:end],
            marked=tuple(
                Passage(article_id=article.id, start=span.start, end=span.end) for span in marked
            ),
        )
        for (start, end), marked in shown.items()
    )
