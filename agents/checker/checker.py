"""The citation checker: comparison first, then a judge, then the search for a better source."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from groundwood.agents.checker.attribution import exact, narrowed, spanned
from groundwood.agents.checker.case import Case, cases, compared
from groundwood.agents.checker.corroboration import corroborated
from groundwood.agents.checker.disputes.accounts import by_parts
from groundwood.agents.checker.disputes.contests import contested
from groundwood.agents.checker.facts.cutting import cut
from groundwood.agents.checker.facts.splitter import ClauseSplitter, Splitter
from groundwood.agents.checker.judges.judge import Judge
from groundwood.agents.checker.judges.remembered import Remembered
from groundwood.agents.checker.passages import citation
from groundwood.agents.checker.resourcing import resourced
from groundwood.agents.checker.support import CONTRADICTED, Answer, answers
from groundwood.gateway.together import together
from groundwood.nouns import Evidence, Finding, Story, Verdict
from groundwood.store.base import ArticleStore

NAME, VERSION = "layered", "3"

_IN_PART = (Finding.WRONG_NUMBER, Finding.UNSUPPORTED, Finding.MISQUOTED)
"""What comparison may have found of one fact while the others are right."""


@dataclass(frozen=True)
class LayeredChecker:
    """Judges every sentence by the articles it cites, cheapest layer first.

    1. Comparison settles unknown ids, uncited sentences, quotations, numbers, dates, names and
       reversals, and what repeats a source sentence word for word.
    2. The judge says whether the best sentences of the cited articles entail the rest, as a whole
       and fact by fact.
    3. What fails is looked for in the other articles of the evidence; what passes is narrowed to
       the citations that support it and to the smallest stretch of each that decides, and compared
       with the others for what differs.

    The judge is asked in rounds, each for all sentences together, and no pair twice.
    """

    store: ArticleStore
    judge: Judge
    splitter: Splitter = field(default_factory=ClauseSplitter)

    async def check(self, story: Story, evidence: Evidence) -> tuple[Verdict, ...]:
        """Return one verdict a sentence, in reading order.

        Raises:
            GroundwoodError: the judge could not judge; a failure is never a verdict.
        """
        articles = list(self.store.get([*story.article_ids, *evidence.article_ids]).values())
        copies = {copy for found in evidence.copies.values() for copy in found}
        others = [article for article in articles if article.id not in copies]
        judge = Remembered(self.judge)
        known = {article.id: article for article in articles}
        asked = cases(story, known)
        parts = await together(by_parts(case, judge) for case in asked)
        found = [told or compared(case) for told, case in zip(parts, asked, strict=True)]
        told = await _judged(await self._parted(found), judge)
        told = await resourced(told, others, judge)
        told = await narrowed(told, evidence.copies, judge)
        told = await spanned(told, articles, judge)
        told = await corroborated(told, articles, evidence.copies, judge)
        return tuple(map(self._verdict, await contested(told, others, judge)))

    async def _parted(self, found: Sequence[Case]) -> list[Case]:
        """Return the cases, those that may go to the judge with their facts."""
        asked = [case for case in found if _may_be_asked(case)]
        parts = iter(await self.splitter.facts([case.text for case in asked]))
        return [replace(case, parts=next(parts)) if _may_be_asked(case) else case for case in found]

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
            facts=case.facts,
            cut=case.cut,
            checker=f"{NAME}+{self.judge.name}",
            version=f"{VERSION}+{self.judge.version}",
        )


async def _judged(found: Sequence[Case], judge: Judge) -> list[Case]:
    """Return the cases with what the judge says of those that comparison leaves open.

    Of a sentence that comparison refused for one of several facts, the judge is asked about each.
    """
    asked = [case for case in found if _is_open(case)]
    said = await answers([case.question(case.cited) for case in asked], judge)
    told = {id(case): _told(case, answer) for case, answer in zip(asked, said, strict=True)}
    return [told.get(id(case), case) for case in found]


def _may_be_asked(case: Case) -> bool:
    return case.finding is None or case.finding in _IN_PART


def _is_open(case: Case) -> bool:
    return case.finding is None or len(case.parts) > 1


def _told(case: Case, answer: Answer) -> Case:
    left = _left(case, answer)
    if case.finding is not None:
        return replace(case, facts=answer.facts, cut=left)
    case = replace(case, score=answer.score, facts=answer.facts)
    if answer.is_supported:
        told = case.found(Finding.SUPPORTED, "the cited passages say so")
        return replace(told, evidence=tuple(exact(case.text, a) for a in case.cited))
    if answer.contradicted >= CONTRADICTED:
        told = case.found(Finding.CONTRADICTED, "the cited passage says the opposite")
        return replace(told, against=tuple(citation(case.text, a) for a in case.cited), cut=left)
    if answer.is_partly_supported:
        told = case.found(Finding.PARTLY_SUPPORTED, _why_partly(answer))
        return replace(told, cut=left)
    return case.found(Finding.UNSUPPORTED, "the cited passages do not say so")


def _left(case: Case, answer: Answer) -> str:
    if answer.is_supported or not answer.facts:
        return ""
    return cut(case.text, case.parts, [fact.supported for fact in answer.facts])


def _why_partly(answer: Answer) -> str:
    if not answer.missing:
        return "the cited passages do not join its parts"
    missing = "; ".join(fact.text.rstrip(".") for fact in answer.missing)
    return f"the cited passages do not say: {missing}"
