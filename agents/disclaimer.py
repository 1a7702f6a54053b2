"""The disclaimer agent: the fixed text, and the notices that the verdicts call for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from groundwood.agents.differing import conflict_notice, newer_notice
from groundwood.nouns import DISCLAIMER, Article, Probe, Story, Verdict
from groundwood.store.base import ArticleStore

OLD = timedelta(days=30)
"""A story whose newest source is older than this says so."""

TRANSLATED_TAGS = frozenset(("machine translated", "machine translation", "auto translated"))
"""Tags by which a source says that a machine translated it."""

SENSITIVE = re.compile(
    r"\b(?:killed|killings?|deaths?|died(?! down)|dead(?! heat| end)|slain|stabb(?:ed|ing)s?|beheaded"
    r"|murder\w*|manslaughter|homicides?|massacre\w*|genocide|suicid\w*|self-harm|rape[ds]?|rapists?"
    r"|sexual(?:ly)? (?:abus|assault|violen|exploit|harass)\w*|molest\w*|child abuse"
    r"|tortur\w*|terroris\w*|bodies of|fatal\w*|casualt\w*|kidnapp\w*|human trafficking)\b",
    re.IGNORECASE,
)
"""Words of violence, death, suicide and abuse, each plain enough to count wherever it stands."""


@dataclass(frozen=True)
class NoticeDisclaimer:
    """Adds the disclaimer and, in this order, notices on sources, conflicts, age and subject.

    The wording and the rule of each notice stand in ``docs/notices.md``.
    """

    store: ArticleStore

    def add(self, story: Story, verdicts: Sequence[Verdict], probe: Probe | None = None) -> Story:
        """Return the story with its notices and the fixed disclaimer."""
        articles = list(self.store.get(story.article_ids).values())
        notices = (
            _single_source(articles),
            conflict_notice(verdicts, self.store),
            newer_notice(verdicts, self.store),
            _old(story, articles),
            _undated(articles),
            _translated(articles),
            _languages(articles),
            _weakly_checked(probe),
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


def _old(story: Story, articles: Sequence[Article]) -> str:
    times = [article.published_at for article in articles if article.published_at is not None]
    newest = max(times, default=None)
    if newest is None or story.updated_at - newest <= OLD:
        return ""
    kind = "newest source" if len(times) == len(articles) else "newest dated source"
    return f"The {kind} of this story is from {newest.day} {newest:%B %Y}."


def _undated(articles: Sequence[Article]) -> str:
    undated = [article for article in articles if article.published_at is None]
    return "The date of at least one source is unknown." if undated else ""


def _translated(articles: Sequence[Article]) -> str:
    translated = any(TRANSLATED_TAGS.intersection(article.tags) for article in articles)
    return "At least one source of this story was translated by a machine." if translated else ""


def _languages(articles: Sequence[Article]) -> str:
    named = {a.language.lower().replace("_", "-").split("-")[0] for a in articles if a.language}
    return "The sources of this story are in more than one language." if len(named) > 1 else ""


def _weakly_checked(probe: Probe | None) -> str:
    if probe is None or not probe.is_weak:
        return ""
    missed = probe.tried - probe.detected
    return (
        f"In a test the checker of this story missed {missed} of {probe.tried} errors put into it."
    )


def _sensitive(story: Story) -> str:
    text = " ".join(sentence.text for sentence in story.sentences)
    return "This story reports on violence or death." if SENSITIVE.search(text) else ""
