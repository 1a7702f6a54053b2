"""A sentence on its way from the story to its verdict."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from groundwood.agents.checker.comparing.comparison import near_verbatim, problem, verbatim
from groundwood.agents.checker.facts.clauses import Fact
from groundwood.agents.checker.support import Question
from groundwood.agents.checker.windows import Window
from groundwood.nouns import (
    Article,
    ArticleId,
    Citation,
    Disagreement,
    FactCheck,
    Finding,
    Sentence,
    Story,
)

VERBATIM_SCORE = 0.99
"""The score of a sentence that its source holds word for word."""
NEAR_SCORE = 0.97
"""The score of one that differs in its dateline, asides, way of dating and fuller names alone."""

Articles = dict[ArticleId, Article]


@dataclass(frozen=True)
class Case:
    """A sentence with its cited articles, and what is known about it so far."""

    paragraph: int
    index: int
    sentence: Sentence
    cited: tuple[Article, ...]
    finding: Finding | None = None
    reason: str = ""
    evidence: tuple[Citation, ...] = ()
    against: tuple[Citation, ...] = ()
    score: float | None = None
    disagreement: Disagreement | None = None
    outlets: tuple[str, ...] = ()
    corroboration: tuple[Citation, ...] = ()
    parts: tuple[Fact, ...] = ()
    facts: tuple[FactCheck, ...] = ()
    cut: str = ""

    @property
    def text(self) -> str:
        """The sentence as printed."""
        return self.sentence.text

    def question(self, articles: Sequence[Article], windows: Sequence[Window] = ()) -> Question:
        """Return the question whether these articles support the sentence."""
        return Question(self.text, tuple(articles), tuple(windows), self.parts)

    def found(self, finding: Finding, reason: str) -> "Case":
        """Return the case with a finding."""
        return replace(self, finding=finding, reason=reason)


def cases(story: Story, articles: Articles) -> list[Case]:
    """Return one case a sentence, in reading order, with those cited articles that exist."""
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


def compared(case: Case) -> Case:
    """Return the case with what comparison settles: the first layer."""
    if not case.sentence.citations:
        return case.found(Finding.UNCITED, "no source is cited")
    known = {article.id for article in case.cited}
    unknown = [key for key in case.sentence.article_ids if key not in known]
    if unknown:
        return case.found(Finding.UNKNOWN_SOURCE, f"there is no article {', '.join(unknown)}")
    wrong = problem(case.text, case.cited)
    if wrong is not None:
        return case.found(wrong.finding, wrong.reason)
    evidence = tuple(
        Citation(article_id=article.id, spans=(span,))
        for article in case.cited
        if (span := verbatim(case.text, article)) is not None
    )
    if evidence:
        found = case.found(Finding.SUPPORTED, "the source says so word for word")
        return replace(found, evidence=evidence, score=VERBATIM_SCORE)
    return _nearly(case)


def _nearly(case: Case) -> Case:
    evidence = tuple(
        Citation(article_id=article.id, spans=(span,))
        for article in case.cited
        if (span := near_verbatim(case.text, article)) is not None
    )
    if not evidence:
        return case
    found = case.found(Finding.SUPPORTED, "the source says so nearly word for word")
    return replace(found, evidence=evidence, score=NEAR_SCORE)
