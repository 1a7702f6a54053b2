"""The disclaimer agent: the fixed text, and the notices that the verdicts call for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from groundwood.nouns import DISCLAIMER, Article, Finding, Story, Verdict
from groundwood.store.base import ArticleStore

OLD = timedelta(days=30)
"""A story whose newest source is older than this says so."""

SENSITIVE = re.compile(
    r"\b(?:killed|deaths?|died|dead|murder\w*|massacre\w*|suicid\w*|rape[ds]?|sexual(?:ly)? (?:abus|assault|violen)\w*"
    r"|tortur\w*|terroris\w*|bodies|fatal\w*|casualt\w*|child abuse)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NoticeDisclaimer:
    """Adds the disclaimer and, in this order, notices on sources, conflicts, age and subject.

    The wording and the rule of each notice stand in ``docs/notices.md``.
    """

    store: ArticleStore

    def add(self, story: Story, verdicts: Sequence[Verdict]) -> Story:
        """Return the story with its notices and the fixed disclaimer."""
        articles = list(self.store.get(story.article_ids).values())
        notices = (
            _single_source(articles),
            _conflicts(verdicts),
            _superseded(verdicts),
            _old(story, articles),
            _undated(articles),
            _sensitive(story),
        )
        kept = tuple(notice for notice in notices if notice)
        return story.model_copy(update={"notices": kept, "disclaimer": DISCLAIMER})


def _single_source(articles: Sequence[Article]) -> str:
    if len(articles) == 1:
        return "This story rests on a single source."
    outlets = {article.source for article in articles}
    if len(outlets) == 1 and None not in outlets:
        return "All sources of this story come from one outlet."
    return ""


def _conflicts(verdicts: Sequence[Verdict]) -> str:
    differing = [v for v in verdicts if v.finding is Finding.CONFLICTING and not _is_superseded(v)]
    return "Sources differ on figures in this story." if differing else ""


def _superseded(verdicts: Sequence[Verdict]) -> str:
    superseded = any(v.finding is Finding.CONFLICTING and _is_superseded(v) for v in verdicts)
    return "Later sources give newer figures than some in this story." if superseded else ""


def _is_superseded(verdict: Verdict) -> bool:
    return verdict.reason.startswith("superseded")


def _old(story: Story, articles: Sequence[Article]) -> str:
    times = [article.published_at for article in articles if article.published_at is not None]
    newest = max(times, default=None)
    if newest is None or story.updated_at - newest <= OLD:
        return ""
    return f"The newest source of this story is from {newest.day} {newest:%B %Y}."


def _undated(articles: Sequence[Article]) -> str:
    undated = [article for article in articles if article.published_at is None]
    return "The date of at least one source is unknown." if undated else ""


def _sensitive(story: Story) -> str:
    text = " ".join(sentence.text for sentence in story.sentences)
    return "This story reports on violence or death." if SENSITIVE.search(text) else ""
