"""Verdicts are kept by content and judge, and nothing is judged twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from groundwood.agents.checker.judges.judge import Given, Score
from groundwood.errors import (
    BudgetSpent,
    GroundwoodError,
    InputError,
    ModelRefused,
    ModelUnavailable,
)
from groundwood.eval.asking import Answer, Question
from groundwood.eval.runs import JudgeName
from groundwood.eval.verdicts import (
    GIVE_UP,
    VerdictBook,
    digest_of_source,
    judges_of,
    verdicts_of,
)
from groundwood.nouns import Article

DAM = Article(title="Dam", text="The dam held all night. Nobody was hurt.")
MAYOR = Article(text="The mayor resigned at noon.")
EMPTY = Article.model_construct(id="0" * 8, digest="0" * 64, title="Gone", text=" ")
TEXTS = {digest_of_source(article): article for article in (DAM, MAYOR, EMPTY)}
D, M, E = TEXTS
JUDGE = JudgeName(name="word for word", version="1", threshold=0.5)
HELD = Question("The dam held all night.", (D,))


def test_a_question_is_judged_once_also_by_a_later_run(tmp_path: Path, word_for_word: Any) -> None:
    for _ in range(2):
        with VerdictBook(tmp_path / "v", word_for_word) as book:
            answers = book.answers(TEXTS)([HELD, HELD, Question(HELD.claim, (M,))])
            assert [a.supported for a in answers] == [True, True, False]
            assert answers[0].score == 0.9
    assert len(word_for_word.asked) == 2


def test_the_order_of_sources_makes_no_other_question(tmp_path: Path, word_for_word: Any) -> None:
    with VerdictBook(tmp_path / "v", word_for_word) as book:
        book.answers(TEXTS)([Question("It rained.", (D, M)), Question("It rained.", (M, D))])
        assert book.asked == 1


def test_another_version_of_the_judge_judges_anew(tmp_path: Path, word_for_word: Any) -> None:
    for version in "12":
        word_for_word.version = version
        with VerdictBook(tmp_path / "v", word_for_word) as book:
            book.answers(TEXTS)([HELD])
    assert len(word_for_word.asked) == 2
    assert [(name, version) for name, version, _, _ in judges_of(tmp_path / "v")] == [
        ("word for word", "1"),
        ("word for word", "2"),
    ]


def test_a_source_without_text_supports_nothing_and_no_judge_is_asked(
    tmp_path: Path, word_for_word: Any
) -> None:
    with VerdictBook(tmp_path / "v", word_for_word) as book:
        assert book.answers(TEXTS)([Question("Gone.", (E,)), Question("Gone.", ())]) == [
            Answer(supported=False),
            Answer(supported=False),
        ]
    assert not word_for_word.asked


def test_what_fails_is_an_error_with_its_cause_and_spares_the_rest(
    tmp_path: Path, word_for_word: Any
) -> None:
    word_for_word.broken = "mayor"
    lost = Question("The mayor resigned at noon.", (M,))
    with VerdictBook(tmp_path / "v", word_for_word) as book:
        held, failed = book.answers(TEXTS)([HELD, lost])
        assert held.supported
        assert failed == Answer(None, error="the server is away")
        assert book.failed == 1
    word_for_word.broken = ""
    with VerdictBook(tmp_path / "v", word_for_word) as book:
        assert book.answers(TEXTS)([lost])[0].supported
        assert book.asked == 1


def test_another_threshold_decides_anew_and_asks_nothing(
    tmp_path: Path, word_for_word: Any
) -> None:
    """What was supported by a lower threshold must not stay so by a higher one."""
    for threshold, supported in ((0.5, True), (0.95, False), (0.05, True)):
        word_for_word.threshold = threshold
        with VerdictBook(tmp_path / "v", word_for_word) as book:
            assert book.answers(TEXTS)([HELD]) == [Answer(supported, score=0.9)]
    assert len(word_for_word.asked) == 1


def test_what_contradicts_is_only_what_does_not_support(tmp_path: Path) -> None:
    """A probability of contradiction counts where the threshold leaves no support."""
    scored = Score(supported=0.4, contradicted=0.6, neutral=0.0)
    for threshold, expected in ((0.3, Answer(True, False, 0.4)), (0.5, Answer(False, True, 0.4))):
        with VerdictBook(tmp_path / "v", Says(scored, threshold)) as book:
            assert book.answers(TEXTS)([HELD]) == [expected]
    (kept,) = verdicts_of(tmp_path / "v")
    assert (kept.supported, kept.contradicted, kept.threshold) == (True, False, 0.3)


@dataclass
class Says:
    """Gives one score to all; with ``late`` it knows its name only once it has been asked."""

    said: Score
    threshold: float = 0.5
    late: bool = False
    calls: list[int] = field(default_factory=list)
    name: str = "says"

    @property
    def version(self) -> str:
        return "unstated" if self.late and not self.calls else "7"

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        self.calls.append(len(pairs))
        return [self.said for _ in pairs]

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        return self.score(pairs)


def test_a_judge_that_says_who_it_is_with_its_first_answer_is_known_by_that(tmp_path: Path) -> None:
    """No verdict is kept under the name that stood before, and a later book finds them all."""
    questions = [Question(f"It rained {n} days.", (D,)) for n in range(5)]
    scored = Score(supported=0.9, contradicted=0.0, neutral=0.1)
    first, second = Says(scored, late=True), Says(scored, late=True)
    for judge in (first, second):
        with VerdictBook(tmp_path / "v", judge) as book:
            assert [answer.supported for answer in book.answers(TEXTS)(questions)] == [True] * 5
    assert (first.calls, second.calls) == ([1, 4], [1])
    assert {version for _, version, _, _ in judges_of(tmp_path / "v")} == {"7"}


@dataclass
class Away:
    """A judge that nobody reaches, or that refuses; it counts its calls."""

    error: GroundwoodError
    calls: int = 0
    name: str = "away"
    version: str = "1"
    threshold: float = 0.5

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        self.calls += 1
        raise self.error

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        return self.score(pairs)


@pytest.mark.parametrize(
    ("error", "calls"), [(ModelUnavailable("away"), GIVE_UP), (ModelRefused("no"), 9)]
)
def test_a_judge_that_cannot_be_reached_is_given_up_and_one_that_refuses_is_not(
    tmp_path: Path, error: GroundwoodError, calls: int
) -> None:
    """Each call that reaches nobody takes minutes, and a refusal may be of this one claim."""
    judge = Away(error)
    questions = [Question(f"It rained {n} days.", (D,)) for n in range(9)]
    with VerdictBook(tmp_path / "v", judge) as book:
        for _ in range(2):
            answers = book.answers(TEXTS)(questions)
            assert [answer.supported for answer in answers] == [None] * 9
        assert (judge.calls, book.failed, book.error) == (calls, 9, str(error))
        assert not book.has_verdicts


def test_without_the_judge_its_verdicts_answer_and_nothing_new_is_judged(
    tmp_path: Path, word_for_word: Any
) -> None:
    with VerdictBook(tmp_path / "v", word_for_word) as book:
        book.answers(TEXTS)([HELD])
    with VerdictBook(tmp_path / "v", known=JUDGE) as book:
        known, new = book.answers(TEXTS)([HELD, Question("It rained.", (D,))])
        assert known == Answer(True, False, 0.9)
        assert new == Answer(None, error="not judged yet")


def test_where_nothing_more_may_be_spent_the_verdicts_so_far_are_kept(
    tmp_path: Path, word_for_word: Any
) -> None:
    left = iter([True, False])
    with VerdictBook(tmp_path / "v", word_for_word, may_ask=lambda: next(left)) as book:
        answers = book.answers(TEXTS)
        assert answers([HELD])[0].supported
        assert answers([HELD])[0].supported
        with pytest.raises(BudgetSpent, match="its verdicts are kept"):
            answers([Question("It rained.", (D,))])


def test_a_file_that_holds_no_verdicts_is_named(tmp_path: Path) -> None:
    file = tmp_path / "verdicts"
    file.write_text("no database " * 100)
    with pytest.raises(InputError, match="verdicts: no file of verdicts"):
        VerdictBook(file)
    with pytest.raises(InputError, match="verdicts: no file of verdicts"):
        judges_of(file)
