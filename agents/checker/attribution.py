"""Who supports a sentence: which of its citations do, or which article does in their stead."""

from collections.abc import Sequence
from dataclasses import replace

from groundwood.agents.checker.case import Case
from groundwood.agents.checker.comparison import near_verbatim, problem, verbatim
from groundwood.agents.checker.judge import Judge
from groundwood.agents.checker.passages import citation, pair
from groundwood.agents.retriever.terms import content_terms
from groundwood.nouns import Article, Citation, Finding

MOST_ALTERNATIVES = 3
"""So many other articles, those that share most words with the sentence, are put to the judge."""


async def narrowed(case: Case, judge: Judge) -> Case:
    """Return the supported case with only the citations that support it.

    Each article that supports the sentence alone stays, as corroboration. Where none does, the
    articles without which the others still suffice are dropped, one by one.
    """
    if case.finding is not Finding.SUPPORTED or len(case.cited) < 2:
        return case
    kept = [article for article in case.cited if await supports(case.text, [article], judge)]
    kept = kept or await _sufficient(case, judge)
    dropped = [article.id for article in case.cited if article not in kept]
    reason = f"{case.reason}; without {', '.join(dropped)} too" if dropped else case.reason
    evidence = tuple(exact(case.text, article) for article in kept)
    return replace(case, reason=reason, evidence=evidence)


async def _sufficient(case: Case, judge: Judge) -> list[Article]:
    kept = list(case.cited)
    for article in case.cited:
        rest = [other for other in kept if other is not article]
        if len(rest) > 1 and await supports(case.text, rest, judge):
            kept = rest
    return kept


async def supports(text: str, articles: Sequence[Article], judge: Judge) -> bool:
    """Say whether the articles support the sentence by themselves."""
    if problem(text, articles) is not None:
        return False
    if any(verbatim(text, article) for article in articles):
        return True
    score = (await judge.ascore([pair(text, articles)]))[0]
    return score.supported >= judge.threshold


async def better_source(case: Case, articles: Sequence[Article], judge: Judge) -> Case:
    """Return the case as misattributed when another of the articles supports it; else as it was."""
    others = [a for a in articles if a not in case.cited and problem(case.text, [a]) is None]
    for article in others:
        if verbatim(case.text, article) is not None:
            return _misattributed(case, article)
    wanted = content_terms(case.text)
    near = sorted(others, key=lambda a: -len(wanted & content_terms(a.text)))[:MOST_ALTERNATIVES]
    scores = await judge.ascore([pair(case.text, [article]) for article in near])
    best = max(zip(scores, near, strict=True), key=lambda s: s[0].supported, default=None)
    if best is None or best[0].supported < judge.threshold:
        return case
    return _misattributed(case, best[1])


def exact(text: str, article: Article) -> Citation:
    """Return the citation of the sentence that says so word for word, else of the best ones."""
    span = verbatim(text, article) or near_verbatim(text, article)
    if span is None:
        return citation(text, article)
    return Citation(article_id=article.id, spans=(span,))


def _misattributed(case: Case, article: Article) -> Case:
    name = f" ({article.title})" if article.title else ""
    reason = f"{case.reason}; {article.id}{name} supports it"
    found = case.found(Finding.MISATTRIBUTED, reason)
    return replace(found, evidence=(exact(case.text, article),), against=())
