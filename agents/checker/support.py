"""Whether articles support a sentence: as a whole, and fact by fact.

All questions of a round go to the judge in one call, so that it can batch them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundwood.agents.checker.comparing.comparison import problem, verbatim
from groundwood.agents.checker.facts.clauses import Fact, facts
from groundwood.agents.checker.judges.judge import Judge, Pair, Score
from groundwood.agents.checker.passages import pair, shown
from groundwood.agents.checker.windows import Window
from groundwood.nouns import Article, FactCheck

FACT_SHARE = 0.5
"""In a supported sentence a fact fails only below this part of the judge's threshold: by itself it
lacks the context of its sentence."""
WHOLE_SHARE = 0.75
"""A sentence of which each fact passes by itself may lie down to this part of the threshold."""
CONTRADICTED = 0.5
"""A judge's probability of contradiction from which a claim counts as contradicted."""

_WORD_FOR_WORD = Score(supported=0.99, contradicted=0.0, neutral=0.01)
_REFUSED = Score(supported=0.0, contradicted=0.0, neutral=1.0)


@dataclass(frozen=True)
class Question:
    """Do the articles say this, all of it? Of an article only the ``windows`` where some are given.

    ``parts`` are its facts, those of its clauses where none are given.
    """

    text: str
    articles: tuple[Article, ...]
    windows: tuple[Window, ...] = ()
    parts: tuple[Fact, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts of the sentence, none where it is one fact itself."""
        found = self.parts or facts(self.text)
        return found if len(found) > 1 else ()

    def pair(self, claim: str) -> Pair:
        """Return what the judge is asked about a claim of the sentence."""
        if self.windows:
            return Pair(evidence=(shown(self.articles[0], self.windows),), claim=claim)
        return pair(claim, self.articles)


@dataclass(frozen=True)
class Answer:
    """What the judge says of a sentence and of each of its facts; ``score`` is the one that decides."""

    is_supported: bool
    score: float
    contradicted: float
    facts: tuple[FactCheck, ...] = ()

    @property
    def is_partly_supported(self) -> bool:
        """Whether some fact passes although the sentence does not."""
        return not self.is_supported and any(fact.supported for fact in self.facts)

    @property
    def missing(self) -> tuple[FactCheck, ...]:
        """The facts that do not pass."""
        return tuple(fact for fact in self.facts if not fact.supported)


async def answers(questions: Sequence[Question], judge: Judge) -> list[Answer]:
    """Return one answer a question, in order; the judge is asked once for all of them."""
    said = await opinions(questions, judge)
    return [
        weighed(question.facts, those[0], those[1:], judge.threshold)
        for question, those in zip(questions, said, strict=True)
    ]


async def opinions(questions: Sequence[Question], judge: Judge) -> list[list[Score]]:
    """Return for each question the scores of the sentence and of each of its facts."""
    claims = [list(_claims(question)) for question in questions]
    open_ = [p for those in claims for p in those if isinstance(p, Pair)]
    scores = iter(await judge.ascore(open_) if open_ else [])
    return [[next(scores) if isinstance(p, Pair) else p for p in those] for those in claims]


def _claims(question: Question) -> Iterator[Pair | Score]:
    """Yield what is to be judged or already known: the sentence, then each of its facts."""
    yield question.pair(question.text)
    for fact in question.facts:
        if problem(fact.text, question.articles) is not None:
            yield _REFUSED
        elif not question.windows and any(verbatim(fact.text, a) for a in question.articles):
            yield _WORD_FOR_WORD
        else:
            yield question.pair(fact.text)


def weighed(
    parts: Sequence[Fact],
    whole: Score,
    scores: Sequence[Score],
    threshold: float,
    *,
    fact_share: float = FACT_SHARE,
    whole_share: float = WHOLE_SHARE,
) -> Answer:
    """Weigh the sentence against its facts.

    It is supported when it passes and no fact fails clearly, or when each fact passes by itself,
    the sentence does not fail clearly, and nothing but their sum is said: no cause and no order.
    """
    if not parts:
        passes = whole.supported >= threshold
        return Answer(passes, whole.supported, whole.contradicted)
    passes = whole.supported >= threshold
    least = threshold * fact_share if passes else threshold
    checks = tuple(
        FactCheck(
            text=fact.text,
            start=fact.start,
            end=fact.end,
            supported=score.supported >= least and score.contradicted < CONTRADICTED,
            score=score.supported,
        )
        for fact, score in zip(parts, scores, strict=True)
    )
    lowest = min(score.supported for score in scores)
    if not all(check.supported for check in checks):
        return Answer(False, min(whole.supported, lowest), whole.contradicted, checks)
    if passes:
        return Answer(True, whole.supported, whole.contradicted, checks)
    is_sum = not any(fact.kind in ("subordinate", "part") for fact in parts)
    if is_sum and whole.supported >= threshold * whole_share and whole.contradicted < CONTRADICTED:
        return Answer(True, lowest, whole.contradicted, checks)
    return Answer(False, whole.supported, whole.contradicted, checks)
