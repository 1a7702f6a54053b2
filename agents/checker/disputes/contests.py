"""Supported sentences of which another source tells otherwise."""

from collections.abc import Sequence
from dataclasses import replace

from groundwood.agents.checker.case import Case
from groundwood.agents.checker.disputes.accounts import own_disagreement
from groundwood.agents.checker.disputes.conflicts import Conflict, conflicts, first
from groundwood.agents.checker.judges.judge import Judge, Pair
from groundwood.nouns import Article, Finding

CONTRADICTS = 0.8
"""A judge's probability of contradiction, in both directions, that makes a likely conflict one."""
MOST_LIKELY = 2
"""So many likely conflicts of a sentence are put to the judge."""
MOST_JUDGED = 32
"""So many of all sentences together."""


async def contested(cases: Sequence[Case], articles: Sequence[Article], judge: Judge) -> list[Case]:
    """Return the cases, those of them conflicting from which another of the articles differs.

    What comparison is sure of needs no judge; what it holds for likely counts when the judge sees a
    contradiction in both directions.
    """
    found = await weighed([_found(case, articles) for case in cases], judge)
    return [_told(case, those) for case, those in zip(cases, found, strict=True)]


async def weighed(found: Sequence[Sequence[Conflict]], judge: Judge) -> list[list[Conflict]]:
    """Return the conflicts that stand: the sure ones, and likely ones that the judge confirms."""
    likely = [
        c
        for those in found
        if not any(c.difference.is_sure for c in those)
        for c in those[:MOST_LIKELY]
    ][:MOST_JUDGED]
    scores = await judge.ascore([pair for c in likely for pair in _pairs(c)])
    there, back = scores[::2], scores[1::2]
    confirmed = [
        c
        for c, one, other in zip(likely, there, back, strict=True)
        if min(one.contradicted, other.contradicted) >= CONTRADICTS
    ]
    return [[c for c in those if c.difference.is_sure or c in confirmed] for those in found]


def _found(case: Case, articles: Sequence[Article]) -> list[Conflict]:
    own = supporter(case)
    if own is None:
        return []
    supporting = {citation.article_id for citation in case.evidence}
    return list(conflicts(case.text, own, [a for a in articles if a.id not in supporting]))


def supporter(case: Case) -> Article | None:
    """Return the first cited article that supports the sentence, where it is supported."""
    if case.finding is not Finding.SUPPORTED:
        return None
    supporting = {citation.article_id for citation in case.evidence}
    return next((article for article in case.cited if article.id in supporting), None)


def _pairs(conflict: Conflict) -> list[Pair]:
    ours, theirs = conflict.sentence, conflict.other.text
    return [Pair(evidence=(theirs,), claim=ours), Pair(evidence=(ours,), claim=theirs)]


def _told(case: Case, found: Sequence[Conflict]) -> Case:
    told = first(found)
    if told is not None:
        conflicting = case.found(Finding.CONFLICTING, told.reason)
        return replace(
            conflicting, against=(told.against,), disagreement=told.disagreement(case.evidence)
        )
    if supporter(case) is None:
        return case
    own = own_disagreement(case.text, case.evidence[0])
    if own is None:
        return case
    accounts = " and ".join(account.teller for account in own.accounts)
    return replace(
        case.found(Finding.CONFLICTING, f"sources differ: {accounts} do not say the same"),
        disagreement=own,
    )
