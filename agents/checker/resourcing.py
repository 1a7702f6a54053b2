"""Another source for a refused sentence: an article that supports it, or the part that is missing."""

from collections.abc import Sequence
from dataclasses import replace

from groundwood.agents.checker.attribution import are_supported, exact
from groundwood.agents.checker.case import Case
from groundwood.agents.checker.comparing.comparison import problem, verbatim
from groundwood.agents.checker.judges.judge import Judge
from groundwood.agents.checker.support import Question, answers
from groundwood.agents.checker.windows import article_terms
from groundwood.agents.retriever.terms import content_terms
from groundwood.nouns import Article, Finding

MOST_ALTERNATIVES = 3
"""So many other articles, those that share most words with the sentence, are put to the judge."""
LEAST_SHARED = 0.25
"""An article that has less of the sentence's words, anywhere in it, is not looked at."""
MOST_COMPARED = 9
"""So many of those that share most are compared with it."""

_SETTLED = (Finding.SUPPORTED, Finding.CONFLICTING, Finding.MISATTRIBUTED, None)


async def resourced(cases: Sequence[Case], articles: Sequence[Article], judge: Judge) -> list[Case]:
    """Return the refused cases as misattributed where the articles support them after all.

    Looked for are an article that supports the whole sentence, else one that supports each fact
    which the cited ones do not: then the sentence should cite both. The judge is asked twice at
    most, for all sentences together.
    """
    told = [_word_for_word(case, articles) for case in cases]
    told = await _by_another(told, articles, judge)
    return await _by_one_more(told, articles, judge)


def _is_refused(case: Case) -> bool:
    return case.finding not in _SETTLED


def _word_for_word(case: Case, articles: Sequence[Article]) -> Case:
    if not _is_refused(case):
        return case
    for article in articles:
        if verbatim(case.text, article) is None or article in case.cited:
            continue
        if problem(case.text, [article]) is None:
            return _misattributed(case, article)
    return case


def nearest(text: str, articles: Sequence[Article]) -> list[Article]:
    """Return the articles that may support the text, those that share most words with it first."""
    wanted = content_terms(text)
    shared = [(len(wanted & article_terms(article)), article) for article in articles]
    enough = max(1.0, LEAST_SHARED * len(wanted))
    likely = sorted((pair for pair in shared if pair[0] >= enough), key=lambda pair: -pair[0])
    found: list[Article] = []
    for _, article in likely[:MOST_COMPARED]:
        if problem(text, [article]) is None:
            found.append(article)
        if len(found) == MOST_ALTERNATIVES:
            break
    return found


async def _by_another(
    cases: Sequence[Case], articles: Sequence[Article], judge: Judge
) -> list[Case]:
    asked = [
        (place, article)
        for place, case in enumerate(cases)
        if _is_refused(case)
        for article in nearest(case.text, [a for a in articles if a not in case.cited])
    ]
    said = await answers([cases[place].question((a,)) for place, a in asked], judge)
    found = list(cases)
    best: dict[int, float] = {}
    for (place, article), answer in zip(asked, said, strict=True):
        if answer.is_supported and answer.score > best.get(place, 0.0):
            best[place] = answer.score
            found[place] = _misattributed(cases[place], article)
    return found


async def _by_one_more(
    cases: Sequence[Case], articles: Sequence[Article], judge: Judge
) -> list[Case]:
    asked = [
        (place, article)
        for place, case in enumerate(cases)
        if _is_refused(case) and any(fact.supported for fact in case.facts)
        for article in _for_the_rest(case, articles)
    ]
    questions = [
        [Question(fact.text, (article,)) for fact in cases[place].facts if not fact.supported]
        for place, article in asked
    ]
    passed = iter(await are_supported([q for those in questions for q in those], judge))
    found = list(cases)
    for (place, article), those in zip(asked, questions, strict=True):
        each = [next(passed) for _ in those]
        if all(each) and _is_refused(found[place]):
            found[place] = _completed(cases[place], article)
    return found


def _for_the_rest(case: Case, articles: Sequence[Article]) -> list[Article]:
    """Return the articles that may support all that the cited ones do not."""
    missing = [fact for fact in case.facts if not fact.supported]
    others = [article for article in articles if article not in case.cited]
    near = nearest(missing[0].text, others) if missing else []
    return [a for a in near if problem(case.text, [*case.cited, a]) is None]


def _misattributed(case: Case, article: Article) -> Case:
    found = case.found(Finding.MISATTRIBUTED, f"{case.reason}; {_named(article)} supports it")
    return replace(found, evidence=(exact(case.text, article),), against=(), cut="")


def _completed(case: Case, article: Article) -> Case:
    """Return the case as one that should cite the article beside those that support its rest."""
    missing = " ".join(fact.text for fact in case.facts if not fact.supported)
    told = " ".join(fact.text for fact in case.facts if fact.supported)
    found = case.found(Finding.MISATTRIBUTED, f"{case.reason}; {_named(article)} says that")
    own = (exact(told, cited) for cited in case.cited)
    return replace(found, evidence=(*own, exact(missing, article)), against=(), cut="")


def _named(article: Article) -> str:
    return f"{article.id} ({article.title})" if article.title else article.id
