"""How many independent outlets support a sentence.

An outlet counts when one of its articles alone supports the sentence, by comparison or by the
judge. Copies of one report, and reports that say it in the very same words, are one; so are the
articles of one outlet. Articles of which neither outlet nor address is known count as one together,
since nothing says that they are apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from groundwood.agents.checker.attribution import exact
from groundwood.agents.checker.case import Case
from groundwood.agents.checker.comparing.comparison import near_verbatim, problem, verbatim
from groundwood.agents.checker.comparing.quotes import plain
from groundwood.agents.checker.disputes.tellers import teller
from groundwood.agents.checker.judges.judge import Judge
from groundwood.agents.checker.passages import pair
from groundwood.agents.checker.windows import article_terms, excerpt, windows
from groundwood.agents.retriever.duplicates import age_key, collapse
from groundwood.agents.retriever.terms import content_terms
from groundwood.nouns import Article, ArticleId, Finding

UNNAMED = "an unnamed source"
LEAST_COVERED = 0.6
"""An uncited article whose best sentences lack more of the sentence's content is not looked at."""
MOST_UNCITED = 3
"""So many uncited articles, those that share most, are put to the judge for a sentence."""

SURER = 0.5
"""How far above its threshold, as a part of what lies above, the judge must be for an uncited one:
to claim a further outlet wrongly is worse than to miss it."""

Copies = Mapping[ArticleId, Sequence[ArticleId]]


async def corroborated(
    cases: Sequence[Case], articles: Sequence[Article], copies: Copies, judge: Judge
) -> list[Case]:
    """Return the supported cases with the outlets that support each.

    ``articles`` are those of the evidence and the story, ``copies`` the known copies of each. The
    judge is asked once, for all sentences together.
    """
    originals = {copy: first for first, those in copies.items() for copy in those}
    looked = [_candidates(case, articles, originals) for case in cases]
    asked = [(case, a) for case, those in zip(cases, looked, strict=True) for a in those]
    settled = [_settled(case, article) for case, article in asked]
    open_ = [p for p, known in zip(asked, settled, strict=True) if known is None]
    scores = iter(await judge.ascore([pair(case.text, [article]) for case, article in open_]))
    passed = iter(
        [
            next(scores).supported >= _needed(case, article, judge) if known is None else known
            for (case, article), known in zip(asked, settled, strict=True)
        ]
    )
    return [
        _counted(case, [a for a in those if next(passed)], originals)
        for case, those in zip(cases, looked, strict=True)
    ]


def _needed(case: Case, article: Article, judge: Judge) -> float:
    is_cited = any(citation.article_id == article.id for citation in case.evidence)
    return judge.threshold if is_cited else judge.threshold + SURER * (1 - judge.threshold)


def outlet(article: Article) -> str:
    """Return the name by which the article's outlet counts: its own, else its address's host."""
    if article.source and article.source.strip():
        return teller(article)
    return urlsplit(article.url or "").hostname or UNNAMED


def _candidates(
    case: Case, articles: Sequence[Article], originals: Mapping[ArticleId, ArticleId]
) -> list[Article]:
    """Return the articles that may support the sentence alone: the cited, and some others."""
    if case.finding is not Finding.SUPPORTED:
        return []
    cited = {citation.article_id for citation in case.evidence}
    own = [article for article in articles if article.id in cited]
    wanted = content_terms(case.text)
    near = [
        (len(wanted & content_terms(excerpt(case.text, windows(article)))), article)
        for article in articles
        if article.id not in cited
        and article.id not in originals
        and len(wanted & article_terms(article)) >= LEAST_COVERED * len(wanted)
    ]
    likely = [(n, a) for n, a in near if wanted and n >= LEAST_COVERED * len(wanted)]
    likely.sort(key=lambda found: (-found[0], found[1].id))
    return [*own, *(article for _, article in likely[:MOST_UNCITED])]


def _settled(case: Case, article: Article) -> bool | None:
    """Say whether the sentence is known to be supported, or not to be; none leaves it to the judge."""
    if [citation.article_id for citation in case.evidence] == [article.id]:
        return True
    if problem(case.text, [article]) is not None:
        return False
    return True if verbatim(case.text, article) or near_verbatim(case.text, article) else None


def _counted(
    case: Case, supporting: Sequence[Article], originals: Mapping[ArticleId, ArticleId]
) -> Case:
    if case.finding is not Finding.SUPPORTED:
        return case
    cited = {citation.article_id for citation in case.evidence}
    return replace(
        case,
        outlets=_independent(case.text, supporting, originals),
        corroboration=tuple(exact(case.text, a) for a in supporting if a.id not in cited),
    )


def _independent(
    text: str, supporting: Sequence[Article], originals: Mapping[ArticleId, ArticleId]
) -> tuple[str, ...]:
    """Return the outlets, the earliest first, each report and each wording counted once."""
    groups = collapse(supporting).values() if len(supporting) > 1 else ()
    copied = {copy for those in groups for copy in those}
    named: list[str] = []
    reports: set[ArticleId] = set()
    wordings: set[str] = set()
    for article in sorted(supporting, key=age_key):
        report, words = originals.get(article.id, article.id), _wording(text, article)
        is_new = report not in reports and words not in wordings and article.id not in copied
        reports.add(report)
        wordings.add(words)
        if is_new and outlet(article) not in named:
            named.append(outlet(article))
    return tuple(named)


def _wording(text: str, article: Article) -> str:
    """Return the supporting sentence as it is compared with the other articles' ones."""
    found = exact(text, article).spans
    return plain(" ".join(article.quote(span) for span in found)) or article.id
