"""The summarizer without a model: whole sentences of the sources, chosen and ordered by code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from groundwood.agents.summarizer.candidates import Candidate, candidate_at, candidates
from groundwood.agents.summarizer.headline import headline_from
from groundwood.agents.summarizer.planner import CodePlanner
from groundwood.agents.summarizer.reports import with_report_day
from groundwood.agents.summarizer.years import with_year
from groundwood.nouns import (
    Citation,
    Evidence,
    Paragraph,
    ParagraphPlan,
    Passage,
    Plan,
    Sentence,
    Verdict,
)
from groundwood.store.base import ArticleStore

_DATE = re.compile(r"\b(?:19|20)\d\d\b")


def _current_year() -> int:
    return datetime.now(UTC).year


@dataclass(frozen=True)
class ExtractiveSummarizer:
    """Tells the story in the sources' own sentences, each cited to its exact span.

    What is changed in print never changes what is said: a dateline goes, and the first date of a
    paragraph gets its year when that is not ``year``; so does a report that gives no date.
    """

    store: ArticleStore
    year: int = field(default_factory=_current_year)

    async def plan(self, evidence: Evidence) -> Plan:
        """Return up to six paragraphs of sentence-level passages; none when too thin."""
        return CodePlanner(self.store).plan(evidence)

    async def write(self, plan: ParagraphPlan) -> Paragraph | None:
        """Return the planned sentences as they read in print."""
        return Paragraph(sentences=tuple(self.in_print(self.sentences(plan))))

    def in_print(self, planned: Sequence[Candidate]) -> list[Sentence]:
        """Return the sentences of a paragraph, dated.

        The first date without a year is given its year. Where an article of another year than
        ``year`` opens a paragraph in which no date tells its year, the day of the report is told.
        """
        texts: list[str] = []
        is_dated = False
        for candidate in planned:
            text = (
                candidate.text
                if is_dated
                else with_year(candidate.text, candidate.article, self.year)
            )
            is_dated = is_dated or _DATE.search(text) is not None
            texts.append(text)
        opening = planned[0].article
        when = opening.published_at
        if when and when.year != self.year and not any(str(when.year) in text for text in texts):
            texts[0] = with_report_day(texts[0], opening)
        return [cited(text, candidate) for text, candidate in zip(texts, planned, strict=True)]

    async def headline(self, evidence: Evidence, paragraphs: Sequence[Paragraph]) -> str:
        """Return the trimmed title of the first article of the story whose title it supports."""
        cited_ids = [key for p in paragraphs for s in p.sentences for key in s.article_ids]
        articles = self.store.get(dict.fromkeys(cited_ids))
        return headline_from(list(articles.values()), paragraphs)

    async def revise(self, verdict: Verdict, plan: ParagraphPlan) -> Sentence | None:
        """Return another printable sentence of the plan's articles that stands alone, or none."""
        told = {(p.article_id, p.start) for p in plan.passages}
        for candidate in self._others(plan):
            free = not candidate.leans and not candidate.heads
            if free and (candidate.article.id, candidate.span.start) not in told:
                return cited(candidate.text, candidate)
        return None

    def sentences(self, plan: ParagraphPlan) -> list[Candidate]:
        """Return the plan's passages as sentences, in the planned order."""
        articles = self.store.get(p.article_id for p in plan.passages)
        return [candidate_at(articles[p.article_id], p.span) for p in plan.passages]

    def _others(self, plan: ParagraphPlan) -> list[Candidate]:
        articles = self.store.get(p.article_id for p in plan.passages)
        return [
            candidate
            for article in articles.values()
            for candidate in candidates(
                article, [Passage(article_id=article.id, start=0, end=len(article.text))]
            )
        ]


def cited(text: str, candidate: Candidate) -> Sentence:
    """Return the sentence, cited to the exact span of the candidate."""
    citation = Citation(article_id=candidate.article.id, spans=(candidate.span,))
    return Sentence(text=text, citations=(citation,))
