"""The citation checker: comparison first, then a judge, then the search for a better source."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from groundwood.agents.checker.accounts import by_parts
from groundwood.agents.checker.attribution import better_source, exact, narrowed
from groundwood.agents.checker.case import Case, cases, compared
from groundwood.agents.checker.contests import contested
from groundwood.agents.checker.corroboration import corroborated
from groundwood.agents.checker.judge import Judge, Score
from groundwood.agents.checker.passages import citation, clauses, pair
from groundwood.nouns import Article, Evidence, Finding, Story, Verdict
from groundwood.store.base import ArticleStore

NAME, VERSION = "layered", "2"
CONTRADICTED = 0.5
"""A judge's probability of contradiction from which a sentence counts as contradicted."""


@dataclass(frozen=True)
class LayeredChecker:
    """Judges every sentence by the articles it cites, cheapest layer first.

    1. Comparison settles unknown ids, uncited sentences, quotations, numbers, dates, names and
       reversals, and what repeats a source sentence word for word.
    2. The judge says whether the best sentences of the cited articles entail the rest.
    3. What fails is looked for in the other articles of the evidence; what passes is narrowed to
       the citations that support it, and compared with the others for what differs.
    """

    store: ArticleStore
    judge: Judge

    async def check(self, story: Story, evidence: Evidence) -> tuple[Verdict, ...]:
        """Return one verdict a sentence, in reading order.

        Raises:
            GroundwoodError: the judge could not judge; a failure is never a verdict.
        """
        articles = self.store.get([*story.article_ids, *evidence.article_ids])
        copies = {copy for found in evidence.copies.values() for copy in found}
        others = [article for key, article in articles.items() if key not in copies]
        found = [await by_parts(c, self.judge) or compared(c) for c in cases(story, articles)]
        judged = await self._judged(found)
        told = [await self._attributed(case, others) for case in await self._parted(judged)]
        told = await corroborated(told, list(articles.values()), evidence.copies, self.judge)
        return tuple(map(self._verdict, await contested(told, others, self.judge)))

    async def _judged(self, found: list[Case]) -> list[Case]:
        unsettled = [case for case in found if case.finding is None]
        scores = iter(await self.judge.ascore([pair(c.text, c.cited) for c in unsettled]))
        return [
            self._scored(case, next(scores)) if case.finding is None else case for case in found
        ]

    def _scored(self, case: Case, score: Score) -> Case:
        case = replace(case, score=score.supported)
        spans = tuple(citation(case.text, article) for article in case.cited)
        if score.supported >= self.judge.threshold:
            found = case.found(Finding.SUPPORTED, "the cited passages say so")
            return replace(found, evidence=tuple(exact(case.text, a) for a in case.cited))
        if score.contradicted >= CONTRADICTED:
            found = case.found(Finding.CONTRADICTED, "the cited passage says the opposite")
            return replace(found, against=spans)
        return case.found(Finding.UNSUPPORTED, "the cited passages do not say so")

    async def _parted(self, found: list[Case]) -> list[Case]:
        """Tell a sentence of which a part is supported from one of which nothing is."""
        parts = [
            clauses(case.text)
            if case.finding is Finding.UNSUPPORTED and case.score is not None
            else []
            for case in found
        ]
        pairs = [
            pair(part, case.cited)
            for case, those in zip(found, parts, strict=True)
            for part in those
        ]
        scores = iter(await self.judge.ascore(pairs))
        passed = [[next(scores).supported >= self.judge.threshold for _ in p] for p in parts]
        return [
            _partly(case, [part for part, ok in zip(those, oks, strict=True) if not ok])
            if any(oks)
            else case
            for case, those, oks in zip(found, parts, passed, strict=True)
        ]

    async def _attributed(self, case: Case, articles: Sequence[Article]) -> Case:
        if case.finding is Finding.CONFLICTING:
            return case
        if case.finding is Finding.SUPPORTED:
            return await narrowed(case, self.judge)
        return await better_source(case, articles, self.judge)

    def _verdict(self, case: Case) -> Verdict:
        return Verdict(
            paragraph=case.paragraph,
            sentence=case.index,
            text=case.text,
            finding=case.finding or Finding.NOT_CHECKED,
            reason=case.reason,
            evidence=case.evidence,
            against=case.against,
            score=case.score,
            disagreement=case.disagreement,
            outlets=case.outlets,
            corroboration=case.corroboration,
            checker=f"{NAME}+{self.judge.name}",
            version=f"{VERSION}+{self.judge.version}",
        )


def _partly(case: Case, missing: list[str]) -> Case:
    if not missing:
        return case.found(Finding.PARTLY_SUPPORTED, "the cited passages do not join its parts")
    return case.found(
        Finding.PARTLY_SUPPORTED, f"the cited passages do not say: {missing[0].rstrip('.')}"
    )
