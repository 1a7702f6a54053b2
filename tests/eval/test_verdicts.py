"""Verdicts are kept by content and judge, and nothing is judged twice."""

from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import BudgetSpent, InputError
from groundwood.eval.asking import Answer, Question
from groundwood.eval.verdicts import VerdictBook, digest_of_source, judges_of
from groundwood.nouns import Article

DAM = Article(title="Dam", text="The dam held all night. Nobody was hurt.")
MAYOR = Article(text="The mayor resigned at noon.")
EMPTY = Article.model_construct(id="0" * 8, digest="0" * 64, title="Gone", text=" ")
TEXTS = {digest_of_source(article): article for article in (DAM, MAYOR, EMPTY)}
D, M, E = TEXTS
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


def test_without_the_judge_its_verdicts_answer_and_nothing_new_is_judged(
    tmp_path: Path, word_for_word: Any
) -> None:
    with VerdictBook(tmp_path / "v", word_for_word) as book:
        book.answers(TEXTS)([HELD])
    with VerdictBook(tmp_path / "v", None, "word for word", "1") as book:
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
