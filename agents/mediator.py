"""The mediator: finds the facts of a plan that sources tell differently, and words both sides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from groundwood.agents.checker.disputes.accounts import own_disagreement
from groundwood.agents.checker.disputes.conflicts import Conflict, conflicts
from groundwood.agents.checker.disputes.contests import weighed
from groundwood.agents.checker.judges.judge import Judge
from groundwood.agents.checker.windows import windows
from groundwood.agents.summarizer.attributed import Side, as_told, attributed
from groundwood.nouns import (
    Article,
    ArticleId,
    Citation,
    Disagreement,
    Evidence,
    ParagraphPlan,
    Passage,
    Plan,
    Span,
)
from groundwood.store.base import ArticleStore

MOST_SIDES = 3
"""So many sides of a fact are reported."""

Articles = dict[ArticleId, Article]


def _current_year() -> int:
    return datetime.now(UTC).year


@dataclass(frozen=True)
class SourceMediator:
    """Attaches to each planned paragraph the disagreements on the facts that it may tell.

    Figures, days and outcomes are compared between articles; where one article itself reports that
    others differ, that is a disagreement too. What a later source renews is none. The judge is
    asked once, about a bounded number of pairs that comparison holds for likely.
    """

    store: ArticleStore
    judge: Judge
    year: int = field(default_factory=_current_year)

    async def weigh(self, plan: Plan, evidence: Evidence) -> Plan:
        """Return the plan with its disagreements.

        Raises:
            GroundwoodError: the judge could not judge.
        """
        articles = self.store.get(evidence.article_ids)
        copies = {copy for those in evidence.copies.values() for copy in those}
        others = [article for key, article in articles.items() if key not in copies]
        told = [list(_told(paragraph, articles)) for paragraph in plan.paragraphs]
        sides = [side for those in told for side in those]
        found = await weighed([_conflicts(side, others) for side in sides], self.judge)
        between = iter([self._between(s, those) for s, those in zip(sides, found, strict=True)])
        return Plan(
            paragraphs=tuple(
                paragraph.model_copy(
                    update={
                        "disagreements": (
                            *filter(None, [next(between) for _ in those]),
                            *self._within(paragraph, articles, evidence.passages),
                        )
                    }
                )
                for paragraph, those in zip(plan.paragraphs, told, strict=True)
            )
        )

    def _between(self, side: Side, found: Sequence[Conflict]) -> Disagreement | None:
        """Return the disagreement of the side with others, none where a newer source renews it."""
        if not found or any(conflict.is_superseded for conflict in found):
            return None
        distinct = {conflict.theirs.told: conflict for conflict in reversed(found)}
        rivals = [c for c in found if distinct[c.theirs.told] is c][: MOST_SIDES - 1]
        article, span = side
        ours = found[0].ours.model_copy(
            update={"citation": Citation(article_id=article.id, spans=(span,))}
        )
        sides = [side, *((c.other.article, c.against.spans[0]) for c in rivals)]
        return Disagreement(
            kind=found[0].difference.kind,
            accounts=(ours, *(conflict.theirs for conflict in rivals)),
            sentence=attributed(sorted(sides, key=_age), self.year),
        )

    def _within(
        self, paragraph: ParagraphPlan, articles: Articles, passages: Sequence[Passage]
    ) -> Iterator[Disagreement]:
        """Yield what an article of the paragraph itself reports as told differently by others."""
        for key in dict.fromkeys(p.article_id for p in paragraph.passages):
            for window in windows(articles[key]):
                picked = any(_holds(p, key, window.span) for p in passages)
                cited = Citation(article_id=key, spans=(window.span,))
                found = own_disagreement(window.text, cited) if picked else None
                told = as_told((articles[key], window.span), self.year) if found else None
                if found is not None and told is not None:
                    yield found.model_copy(update={"sentence": told})


def _told(paragraph: ParagraphPlan, articles: Articles) -> Iterator[Side]:
    """Yield the source sentences that the paragraph may tell."""
    for passage in paragraph.passages:
        article = articles.get(passage.article_id)
        for window in windows(article) if article else ():
            if _holds(passage, passage.article_id, window.span):
                yield articles[passage.article_id], window.span


def _conflicts(side: Side, others: Sequence[Article]) -> list[Conflict]:
    article, span = side
    rivals = [other for other in others if other.id != article.id]
    return list(conflicts(article.quote(span), article, rivals))


def _holds(passage: Passage, key: ArticleId, span: Span) -> bool:
    return passage.article_id == key and passage.start <= span.start and span.end <= passage.end


def _age(side: Side) -> tuple[datetime, ArticleId]:
    return side[0].published_at or datetime.max.replace(tzinfo=UTC), side[0].id
