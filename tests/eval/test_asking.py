"""Questions to a judge: asked in rounds, answered once each."""

from collections.abc import Sequence

import pytest
from pydantic import ValidationError

from groundwood.eval.asking import Answer, Asks, Question, asked_once, settled
from groundwood.eval.values import Value, mean, share

YES, NO = Answer(supported=True), Answer(supported=False)


def narrowing(claim: str) -> Asks[str]:
    whole = yield Question(claim, ("a", "b"))
    if not whole.supported:
        return "neither"
    first = yield Question(claim, ("a",))
    return "a" if first.supported else "both"


def test_the_questions_of_a_round_are_asked_together_and_each_work_goes_its_own_way() -> None:
    rounds: list[list[str]] = []

    def answers(questions: Sequence[Question]) -> list[Answer]:
        rounds.append([f"{q.claim}:{'+'.join(q.sources)}" for q in questions])
        return [NO if q.claim == "no" or q.sources == ("a",) else YES for q in questions]

    assert settled([narrowing("no"), narrowing("yes")], answers) == ["neither", "both"]
    assert rounds == [["no:a+b", "yes:a+b"], ["yes:a"]]


def test_a_question_that_was_answered_is_not_asked_again() -> None:
    rounds: list[list[str]] = []

    def answers(questions: Sequence[Question]) -> list[Answer]:
        rounds.append([question.claim for question in questions])
        return [YES if question.claim == "yes" else NO for question in questions]

    ask = asked_once(answers)
    yes, no = Question("yes", ("a",)), Question("no", ("a",))
    assert [ask([yes, yes]), ask([yes, no]), ask([no])] == [[YES, YES], [YES, NO], [NO]]
    assert rounds == [["yes"], ["no"]]


def test_a_work_that_asks_nothing_is_done_without_an_answer() -> None:
    def silent() -> Asks[int]:
        return 7
        yield

    def unasked(questions: Sequence[Question]) -> list[Answer]:
        raise AssertionError(questions)

    assert settled([silent()], unasked) == [7]


def test_nothing_out_of_nothing_is_no_number_but_a_reason() -> None:
    assert share(0, 0, "no citation") == Value(number=None, reason="no citation")
    assert mean([], "no sentence") == Value(number=None, reason="no sentence")
    assert mean([1, 0], "no sentence") == Value(number=0.5)


@pytest.mark.parametrize("given", [{"number": None}, {"number": 1.0, "reason": "empty"}])
def test_a_value_has_either_a_number_or_a_reason(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="number, or a reason"):
        Value.model_validate(given)
