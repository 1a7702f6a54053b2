"""Which citations of a supported sentence support it, and where exactly in the article."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from groundwood.agents.checker.case import Case
from groundwood.agents.checker.comparing.comparison import near_verbatim, problem, verbatim
from groundwood.agents.checker.judges.judge import Judge
from groundwood.agents.checker.passages import citation
from groundwood.agents.checker.support import Question, answers
from groundwood.agents.checker.windows import Window, best_windows, windows
from groundwood.agents.retriever.duplicates import collapse
from groundwood.nouns import Article, ArticleId, Citation, Finding

_ROUNDS = (((0,),), ((1,), (2,)), ((0, 1), (0, 2), (1, 2)))
"""Which of an article's best sentences, by place, are tried as its evidence, round by round."""

Copies = Mapping[ArticleId, Sequence[ArticleId]]


async def narrowed(cases: Sequence[Case], copies: Copies, judge: Judge) -> list[Case]:
    """Return the supported cases with only the citations that support them.

    Each article that supports the sentence alone stays, as corroboration, but of a report and its
    copies only one. Where none does alone, articles are left out one by one until no more can go.
    """
    many = [case for case in cases if case.finding is Finding.SUPPORTED and len(case.cited) > 1]
    asked = [case.question((article,)) for case in many for article in case.cited]
    passed = iter(await are_supported(asked, judge))
    alone = [[article for article in case.cited if next(passed)] for case in many]
    joint = [_Trimmed(case, case.cited) for case, a in zip(many, alone, strict=True) if not a]
    await _trim(joint, judge)
    kept = {id(trimmed.case): trimmed.kept for trimmed in joint}
    kept |= {id(c): tuple(a) for c, a in zip(many, alone, strict=True) if a}
    return [_kept(case, kept[id(case)], copies) if id(case) in kept else case for case in cases]


async def are_supported(questions: Sequence[Question], judge: Judge) -> list[bool]:
    """Say of each question whether its articles support the sentence by themselves."""
    settled = [_settled(question) for question in questions]
    open_ = [q for q, known in zip(questions, settled, strict=True) if known is None]
    said = iter(await answers(open_, judge))
    return [next(said).is_supported if known is None else known for known in settled]


def _settled(question: Question) -> bool | None:
    if problem(question.text, question.articles) is not None:
        return False
    return True if any(verbatim(question.text, a) for a in question.articles) else None


@dataclass
class _Trimmed:
    """A sentence that several articles support together, and those that are left."""

    case: Case
    kept: tuple[Article, ...]
    place: int = 0

    @property
    def rest(self) -> tuple[Article, ...]:
        return self.kept[: self.place] + self.kept[self.place + 1 :]

    @property
    def is_open(self) -> bool:
        """Two are needed both: it is known that neither suffices alone."""
        return len(self.kept) > 2 and self.place < len(self.kept)


async def _trim(cases: Sequence[_Trimmed], judge: Judge) -> None:
    """Leave out one article at a time, in all sentences at once, until none can go."""
    while open_ := [each for each in cases if each.is_open]:
        asked = [each.case.question(each.rest) for each in open_]
        for each, suffices in zip(open_, await are_supported(asked, judge), strict=True):
            each.kept, each.place = (each.rest, 0) if suffices else (each.kept, each.place + 1)


def _kept(case: Case, articles: Sequence[Article], copies: Copies) -> Case:
    copied = _copied(articles, copies)
    kept = [article for article in articles if article.id not in copied]
    unneeded = [article.id for article in case.cited if article not in articles]
    reasons = [case.reason, *(f"{copy} is a copy of {first}" for copy, first in copied.items())]
    if unneeded:
        reasons.append(f"without {', '.join(unneeded)} too")
    given = {citation.article_id: citation for citation in case.evidence}
    evidence = tuple(given.get(article.id) or exact(case.text, article) for article in kept)
    return replace(case, reason="; ".join(reasons), evidence=evidence)


def _copied(articles: Sequence[Article], copies: Copies) -> dict[ArticleId, ArticleId]:
    """Return those of the articles that copy another of them, each with the one it copies."""
    originals = {copy: first for first, those in copies.items() for copy in those}
    found: dict[ArticleId, ArticleId] = {}
    first: dict[ArticleId, ArticleId] = {}
    for article in sorted(articles, key=lambda a: a.id in originals):
        report = originals.get(article.id, article.id)
        if report in first:
            found[article.id] = first[report]
        first.setdefault(report, article.id)
    left = [article for article in articles if article.id not in found]
    if len(left) < 2:
        return found
    return found | {copy: one for one, those in collapse(left).items() for copy in those}


async def spanned(cases: Sequence[Case], articles: Sequence[Article], judge: Judge) -> list[Case]:
    """Return the cases with, for each citation, the smallest stretch of the article that decides.

    It is the sentence that says so word for word; else, where the article supports the sentence
    alone, the fewest of its best sentences by which the judge still says so: one, two or three.
    """
    known = {article.id: article for article in articles}
    asked = [
        _Stretch(case, known[cited.article_id])
        for case in cases
        if case.finding in (Finding.SUPPORTED, Finding.MISATTRIBUTED)
        for cited in case.evidence
    ]
    await _measure([each for each in asked if each.is_open], judge)
    found = iter(asked)
    return [
        replace(case, evidence=tuple(next(found).citation for _ in case.evidence))
        if case.finding in (Finding.SUPPORTED, Finding.MISATTRIBUTED)
        else case
        for case in cases
    ]


@dataclass
class _Stretch:
    """What of an article is cited for a sentence: ``windows`` once the judge has decided it."""

    case: Case
    article: Article
    windows: tuple[Window, ...] = ()

    @property
    def best(self) -> list[Window]:
        return best_windows(self.case.text, windows(self.article))

    @property
    def is_open(self) -> bool:
        """Whether more than one sentence is cited, which fewer might do for."""
        text, article = self.case.text, self.article
        if verbatim(text, article) or near_verbatim(text, article) or len(self.best) < 2:
            return False
        return problem(text, [article]) is None

    @property
    def citation(self) -> Citation:
        if not self.windows:
            given = {c.article_id: c for c in self.case.evidence}
            return given[self.article.id]
        spans = [window.span for window in self.windows]
        ordered = tuple(sorted(spans, key=lambda span: span.start))
        return Citation(article_id=self.article.id, spans=ordered)

    def questions(self, places: Sequence[Sequence[int]]) -> list[Question]:
        """Return one question for each choice of the best sentences that leaves some of them out."""
        best = self.best
        chosen = [those for those in places if len(those) < len(best) > max(those)]
        asked = [tuple(best[place] for place in those) for those in chosen]
        return [self.case.question((self.article,), those) for those in asked]


async def _measure(stretches: Sequence[_Stretch], judge: Judge) -> None:
    """Ask round by round with more of each article, all sentences at once, until it suffices."""
    for places in _ROUNDS:
        open_ = [(each, each.questions(places)) for each in stretches if not each.windows]
        said = iter(await answers([q for _, those in open_ for q in those], judge))
        for each, those in open_:
            passed = [(a.score, q.windows) for q in those if (a := next(said)).is_supported]
            each.windows = max(passed, key=lambda found: found[0])[1] if passed else ()


def exact(text: str, article: Article) -> Citation:
    """Return the citation of the sentence that says so word for word, else of the best ones."""
    span = verbatim(text, article) or near_verbatim(text, article)
    if span is None:
        return citation(text, article)
    return Citation(article_id=article.id, spans=(span,))
