"""Questions to a judge, asked by metrics that need to know, answered together or from memory.

A metric that needs a judge is a generator: it yields a `Question`, is sent the `Answer`, and
returns its result. So the same few lines decide what is asked, in which order, and what comes of
it, whether a model answers, a table of an earlier run, or a test.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")


class Named(Protocol):
    """What says which judge it is: a judge, or the name that a run keeps of it."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def threshold(self) -> float: ...


@dataclass(frozen=True)
class Question:
    """Do the sources, read together, say this? ``sources`` are labels of the sample's sources."""

    claim: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What a judge says: whether it is supported, or that it could not be judged, and why.

    ``supported`` is none exactly where ``error`` says what went wrong. ``score`` is the probability
    of support in [0, 1], where the judge gives one.
    """

    supported: bool | None
    contradicted: bool = False
    score: float | None = None
    error: str = ""


Asks = Generator[Question, Answer, T]
Answers = Callable[[Sequence[Question]], Sequence[Answer]]


def passed_on(
    work: Asks[T],
    put: Callable[[Question], Question] = lambda question: question,
    hear: Callable[[Answer], None] = lambda answer: None,
) -> Asks[T]:
    """Do the work: each question is asked as ``put`` returns it, each answer is told to ``hear``."""
    try:
        question = next(work)
        while True:
            answer = yield put(question)
            hear(answer)
            question = work.send(answer)
    except StopIteration as done:
        result: T = done.value
        return result


def asked_once(answers: Answers) -> Answers:
    """Return what answers the same question from memory when it is asked again."""
    known: dict[Question, Answer] = {}

    def answer(questions: Sequence[Question]) -> list[Answer]:
        new = [question for question in dict.fromkeys(questions) if question not in known]
        known.update(zip(new, answers(new) if new else (), strict=True))
        return [known[question] for question in questions]

    return answer


def settled(works: Sequence[Asks[T]], answers: Answers) -> list[T]:
    """Return the result of each work, in order.

    The works go on in rounds: what all of them ask next goes to ``answers`` in one call, which
    returns one answer a question, in order.
    """
    results: dict[int, T] = {}
    waiting: dict[int, Question] = {}

    def go_on(place: int, answer: Answer | None) -> None:
        try:
            work = works[place]
            waiting[place] = next(work) if answer is None else work.send(answer)
        except StopIteration as done:
            results[place] = done.value

    for place in range(len(works)):
        go_on(place, None)
    while waiting:
        asked, waiting = waiting, {}
        for place, answer in zip(asked, answers(list(asked.values())), strict=True):
            go_on(place, answer)
    return [results[place] for place in range(len(works))]
