"""The citation checker: comparison first, then a judge, then the search for a better source."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from groundwood.agents.checker.comparison import problem, verbatim
from groundwood.agents.checker.conflicts import conflict
from groundwood.agents.checker.judge import Judge, Pair, Score
from groundwood.agents.checker.windows import best_windows, content, windows
from groundwood.nouns import (
    Article,
    ArticleId,
    Citation,
    Evidence,
    Finding,
    Sentence,
    Span,
    Story,
    Verdict,
)
from groundwood.store.base import ArticleStore

NAME, VERSION = "layered", "1"
VERBATIM_SCORE = 0.99
CONTRADICTED = 0.5
"""A judge's probability of contradiction from which a sentence counts as contradicted."""
MOST_ALTERNATIVES = 3

_CLAUSES = re.compile(
    r"; |, (?:and|but|while|whereas|which|who) | (?:and|but|while) (?=[a-z]+(?:ed|s)\b)"
)

Articles = dict[ArticleId, Article]


@dataclass(frozen=True)
class Case:
    """A sentence on its way to its verdict."""

    paragraph: int
    index: int
    sentence: Sentence
    cited: tuple[Article, ...]
    finding: Finding | None = None
    reason: str = ""
    evidence: tuple[Citation, ...] = ()
    against: tuple[Citation, ...] = ()
    score: float | None = None


@dataclass(frozen=True)
class LayeredChecker:
    """Judges every sentence by the articles it cites, cheapest layer first.

    1. Comparison settles unknown ids, uncited sentences, quotations, numbers, dates and names, and
       what repeats a source sentence word for word.
    2. The judge says whether the best sentences of the cited articles entail the rest.
    3. What fails is looked for in the other articles of the evidence; what passes is compared with
       them for figures that differ.
    """

    store: ArticleStore
    judge: Judge

    async def check(self, story: Story, evidence: Evidence) -> tuple[Verdict, ...]:
        """Return one verdict a sentence, in reading order.

        Raises:
            GroundwoodError: the judge could not judge; a failure is never a verdict.
        """
        articles = self.store.get([*story.article_ids, *evidence.article_ids])
        cases = [_compared(case) for case in _cases(story, articles)]
        cases = await self._judged(cases)
        cases = await self._attributed(cases, articles)
        copies = {copy for found in evidence.copies.values() for copy in found}
        others = [article for key, article in articles.items() if key not in copies]
        return tuple(self._verdict(_contested(case, others)) for case in cases)

    async def _judged(self, cases: list[Case]) -> list[Case]:
        open_ = [case for case in cases if case.finding is None]
        scores = await self.judge.ascore([_pair(case.sentence.text, case.cited) for case in open_])
        judged = dict(zip(map(id, open_), scores, strict=True))
        found = [
            self._found(case, judged[id(case)]) if id(case) in judged else case for case in cases
        ]
        found = await self._narrowed(found)
        return await self._clauses(found)

    def _found(self, case: Case, score: Score) -> Case:
        found = replace(case, score=score.supported)
        if score.supported >= self.judge.threshold:
            return replace(
                found,
                finding=Finding.SUPPORTED,
                reason="the cited passages say so",
                evidence=tuple(_citation(case.sentence.text, article) for article in case.cited),
            )
        if score.contradicted >= CONTRADICTED:
            return replace(
                found,
                finding=Finding.CONTRADICTED,
                reason="the cited passage says the opposite",
                against=tuple(_citation(case.sentence.text, article) for article in case.cited),
            )
        return replace(
            found, finding=Finding.UNSUPPORTED, reason="the cited passages do not say so"
        )

    async def _narrowed(self, cases: list[Case]) -> list[Case]:
        """Drop citations that alone do not support the sentence, when another one does."""
        several = [c for c in cases if c.finding is Finding.SUPPORTED and len(c.cited) > 1]
        pairs = [_pair(case.sentence.text, [a]) for case in several for a in case.cited]
        scores = iter(await self.judge.ascore(pairs))
        kept: dict[int, Case] = {}
        for case in several:
            alone = [next(scores).supported >= self.judge.threshold for _ in case.cited]
            evidence = tuple(
                c for c, is_enough in zip(case.evidence, alone, strict=True) if is_enough
            )
            kept[id(case)] = replace(case, evidence=evidence or case.evidence)
        return [kept.get(id(case), case) for case in cases]

    async def _clauses(self, cases: list[Case]) -> list[Case]:
        """Tell a sentence of which a part is supported from one of which nothing is."""
        failed = [c for c in cases if c.finding is Finding.UNSUPPORTED and c.score is not None]
        parts = {id(case): _split(case.sentence.text) for case in failed}
        pairs = [_pair(part, case.cited) for case in failed for part in parts[id(case)]]
        scores = iter(await self.judge.ascore(pairs))
        partly: dict[int, Case] = {}
        for case in failed:
            passed = [next(scores).supported >= self.judge.threshold for _ in parts[id(case)]]
            if any(passed):
                missing = next(
                    (p for p, ok in zip(parts[id(case)], passed, strict=True) if not ok), ""
                )
                partly[id(case)] = replace(
                    case,
                    finding=Finding.PARTLY_SUPPORTED,
                    reason=f"the cited passages do not say: {missing}",
                )
        return [partly.get(id(case), case) for case in cases]

    async def _attributed(self, cases: list[Case], articles: Articles) -> list[Case]:
        return [
            case
            if case.finding is Finding.SUPPORTED
            else await self._better_source(case, list(articles.values()))
            for case in cases
        ]

    async def _better_source(self, case: Case, articles: Sequence[Article]) -> Case:
        """Return the case as misattributed when another article of the evidence supports it."""
        text = case.sentence.text
        others = [a for a in articles if a not in case.cited and problem(text, [a]) is None]
        for article in others:
            span = verbatim(text, article)
            if span is not None:
                return _misattributed(case, article, Citation(article_id=article.id, spans=(span,)))
        wanted = content(text)
        near = sorted(others, key=lambda a: -len(wanted & content(a.text)))[:MOST_ALTERNATIVES]
        scores = await self.judge.ascore([_pair(text, [article]) for article in near])
        for article, score in zip(near, scores, strict=True):
            if score.supported >= self.judge.threshold:
                return _misattributed(case, article, _citation(text, article))
        return case

    def _verdict(self, case: Case) -> Verdict:
        return Verdict(
            paragraph=case.paragraph,
            sentence=case.index,
            text=case.sentence.text,
            finding=case.finding or Finding.NOT_CHECKED,
            reason=case.reason,
            evidence=case.evidence,
            against=case.against,
            score=case.score,
            checker=f"{NAME}+{self.judge.name}",
            version=f"{VERSION}+{self.judge.version}",
        )


def _cases(story: Story, articles: Articles) -> list[Case]:
    return [
        Case(
            paragraph=paragraph,
            index=index,
            sentence=sentence,
            cited=tuple(articles[key] for key in sentence.article_ids if key in articles),
        )
        for paragraph, block in enumerate(story.paragraphs)
        for index, sentence in enumerate(block.sentences)
    ]


def _compared(case: Case) -> Case:
    text = case.sentence.text
    if not case.sentence.citations:
        return replace(case, finding=Finding.UNCITED, reason="no source is cited")
    known = {article.id for article in case.cited}
    unknown = [key for key in case.sentence.article_ids if key not in known]
    if unknown:
        reason = f"there is no article {', '.join(unknown)}"
        return replace(case, finding=Finding.UNKNOWN_SOURCE, reason=reason)
    wrong = problem(text, case.cited)
    if wrong is not None:
        return replace(case, finding=wrong.finding, reason=wrong.reason)
    found = [(article, verbatim(text, article)) for article in case.cited]
    evidence = tuple(
        Citation(article_id=article.id, spans=(span,))
        for article, span in found
        if span is not None
    )
    if not evidence:
        return case
    return replace(
        case,
        finding=Finding.SUPPORTED,
        reason="the source says so word for word",
        evidence=evidence,
        score=VERBATIM_SCORE,
    )


def _contested(case: Case, articles: Sequence[Article]) -> Case:
    if case.finding is not Finding.SUPPORTED:
        return case
    supporting = {citation.article_id for citation in case.evidence}
    own = next(article for article in case.cited if article.id in supporting)
    others = [article for article in articles if article.id not in supporting]
    found = conflict(case.sentence.text, own, others)
    if found is None:
        return case
    return replace(case, finding=Finding.CONFLICTING, reason=found.reason, against=(found.against,))


def _misattributed(case: Case, article: Article, citation: Citation) -> Case:
    name = article.title or article.id
    return replace(
        case,
        finding=Finding.MISATTRIBUTED,
        reason=f"{case.reason}; {article.id} ({name}) does",
        evidence=(citation,),
        against=(),
    )


def _pair(claim: str, articles: Sequence[Article]) -> Pair:
    texts = tuple(
        " ".join(window.text for window in sorted(best, key=lambda w: w.span.start))
        for article in articles
        if (best := best_windows(claim, windows(article)))
    )
    return Pair(evidence=texts or tuple(article.text[:1000] for article in articles), claim=claim)


def _citation(claim: str, article: Article) -> Citation:
    spans: list[Span] = [window.span for window in best_windows(claim, windows(article))]
    return Citation(article_id=article.id, spans=tuple(sorted(spans, key=lambda s: s.start)))


def _split(sentence: str) -> list[str]:
    """Return the clauses of the sentence that are long enough to be facts; none when it is one."""
    parts = [part.strip() for part in _CLAUSES.split(sentence)]
    long = [part for part in parts if len(part.split()) >= 4]
    return long if len(long) > 1 else []
