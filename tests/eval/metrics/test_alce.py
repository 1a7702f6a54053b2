"""Citation recall and precision as ALCE's program gives them."""

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from groundwood.eval.asking import Answer, Question, settled
from groundwood.eval.marking import marking
from groundwood.eval.metrics.alce import (
    AlceItem,
    autoais,
    measured,
    overcitation,
    percentages,
)
from groundwood.eval.metrics.strict import Status
from groundwood.eval.samples import Sample, Source
from groundwood.eval.scoring import Scored
from groundwood.eval.values import Value, none

FIXTURES = Path(__file__).parent / "fixtures"
CASES: dict[str, dict[str, Any]] = {
    case["id"]: case
    for case in json.loads(gzip.decompress((FIXTURES / "alce_cases.json.gz").read_bytes()))["cases"]
}
GROUPS = json.loads((FIXTURES / "alce_groups.json").read_text("utf-8"))["groups"]
STATUS = {
    "ok": Status.JUDGED,
    "uncited": Status.UNCITED,
    "out_of_range": Status.REFUSED,
}


class Table:
    """Answers from the tables of the cases, and keeps each call as ALCE writes it down."""

    def __init__(self, *cases: dict[str, Any]) -> None:
        self.entails = {
            (case["id"], row["claim"], frozenset(row["docs"])): bool(row["entails"])
            for case in cases
            for row in case["oracle"]
        }
        self.calls: list[dict[str, Any]] = []

    def __call__(self, questions: Sequence[Question]) -> list[Answer]:
        return [self.answer(question) for question in questions]

    def answer(self, question: Question) -> Answer:
        case, docs = labels(question)
        entails = self.entails[case, question.claim, frozenset(docs)]
        self.calls.append({"claim": question.claim, "docs": docs, "entails": int(entails)})
        return Answer(supported=entails)


def labels(question: Question) -> tuple[str, list[int]]:
    parts = [label.split("/") for label in question.sources]
    return parts[0][0], [int(number) for _, number in parts]


def item(case: dict[str, Any], table: Table) -> AlceItem:
    work = autoais(
        case["output"],
        [f"{case['id']}/{place}" for place in range(len(case["docs"]))],
        question=case["question"] if case["mode"] == "qampari" else None,
        most_citations=case["at_most_citations"],
    )
    return settled([work], table)[0]


def printed(items: Sequence[AlceItem]) -> str:
    found = overcitation(items)
    numbers = [v.number for v in (found.several, found.supported, found.superfluous)]
    if not numbers[0] or not numbers[1]:
        return ""
    several, supported, superfluous = (100 * (number or 0) for number in numbers)
    return (
        f"Among all sentences, {several:.2f}% have multiple citations, among which {supported:.2f}%"
        f" are supported by the joint set, among which {superfluous:.2f}% overcite."
    )


def rows(found: AlceItem) -> Iterator[dict[str, Any]]:
    names = {status: name for name, status in STATUS.items()}
    for one in found.sentences:
        yield {
            "text": one.text,
            "claim": one.score.claim,
            "refs_raw": list(one.references),
            "status": names[one.score.status],
            "refs_used": list(one.used),
            "recall": int(one.score.recall is True),
            "precise": [int(c.precise is True) for c in one.score.citations],
        }


def approximately(number: float | None) -> Any:
    return None if number is None else pytest.approx(number, rel=1e-12)


def test_there_are_as_many_cases_as_there_should_be() -> None:
    assert (len(CASES), len(GROUPS)) == (316, 24)


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_scored_as_alce_scores_it_with_the_same_calls_in_the_same_order(
    name: str,
) -> None:
    case = CASES[name]
    expected = case["expected_alce"]
    table = Table(case)
    found = item(case, table)
    recall, precision = percentages([found])
    assert list(rows(found)) == case["per_sentence_derived"]
    assert table.calls == expected["nli_calls"]
    assert len(table.calls) == expected["n_nli_calls"]
    assert recall.number == approximately(expected["citation_rec"])
    assert precision.number == approximately(expected["citation_prec"])
    assert printed([found]) == expected["stdout"]


@pytest.mark.parametrize("group", GROUPS, ids=[group["id"] for group in GROUPS])
def test_a_group_is_averaged_over_its_items_as_alce_does_it(group: dict[str, Any]) -> None:
    cases = [CASES[name] for name in group["case_ids"]]
    expected = group["expected_alce"]
    table = Table(*cases)
    most = {"at_most_citations": group["at_most_citations"]}
    recall, precision = percentages([item(case | most, table) for case in cases])
    assert recall.number == approximately(expected["citation_rec"])
    assert precision.number == approximately(expected["citation_prec"])
    assert len(table.calls) == expected["n_nli_calls"]


def test_an_item_without_citations_has_no_precision_but_counts_as_zero_in_the_mean() -> None:
    found = item(CASES["uncited-000"], Table())
    assert found.story.precision == none("no citation")
    assert percentages([found]) == (Value(number=0), Value(number=0))


def test_without_a_sentence_there_is_no_percentage_but_a_reason() -> None:
    found = item(CASES["empty-000"], Table())
    assert percentages([found]) == (
        none("no sentence that calls for a citation"),
        none("no citation"),
    )
    assert overcitation([found]).several == none("no sentence")


def test_what_a_failing_judge_leaves_open_shows_in_percent_as_bounds() -> None:
    def fails_on_two(questions: Sequence[Question]) -> list[Answer]:
        return [
            Answer(supported=None, error="away") if "Two" in q.claim else Answer(supported=True)
            for q in questions
        ]

    (found,) = settled([autoais("One is so [1]. Two is so [1].", ["a"])], fails_on_two)
    recall, precision = percentages([found])
    assert recall == precision == Value(number=100, low=50, high=100)


def test_a_reference_to_nothing_at_all_is_refused_and_not_an_error() -> None:
    (found,) = settled([autoais("One is so [0].", [])], Table())
    assert [one.score.status for one in found.sentences] == [Status.REFUSED]


def test_sentences_can_be_split_by_a_function_of_ones_own() -> None:
    (found,) = settled([autoais("One; two", [], split=lambda text: text.split("; "))], Table())
    assert [one.text for one in found.sentences] == ["One", "two"]


def test_of_a_sample_only_the_first_line_is_scored() -> None:
    sources = (Source(id="a", text="x"), Source(id="b", text="y"))
    sample = Sample(id="s", text="One is so [2].\nTwo is so.", sources=sources)
    asked: list[Question] = []

    def yes(questions: Sequence[Question]) -> list[Answer]:
        asked.extend(questions)
        return [Answer(supported=True) for _ in questions]

    (values,) = settled([measured(Scored(sample, marking(sample)))], yes)
    assert values == {"alce_recall": Value(number=1), "alce_precision": Value(number=1)}
    assert asked == [Question("One is so.", ("b",))]
