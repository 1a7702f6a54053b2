"""Citation recall, precision and F1 of LongBench-Cite."""

import json
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.metrics.longcite import Statement, longcite
from groundwood.eval.samples import Sample, Source
from groundwood.eval.values import Value, none

CASES = json.loads((Path(__file__).parent / "fixtures/longcite.json").read_text())["cases"]
GOLDEN = {
    case["id"]: case
    for case in json.loads((Path(__file__).parents[1] / "golden_metrics.json").read_text())["cases"]
}


def statement(row: dict[str, Any]) -> Statement:
    return Statement(
        tuple(row["citations"]),
        row["support"],
        tuple(map(bool, row["relevant"])),
        bool(row["need_citation"]),
    )


def test_there_are_as_many_cases_as_there_should_be() -> None:
    assert len(CASES) == 120


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_response_is_scored_as_longcite_does_it_which_writes_zero_for_nothing(
    case: dict[str, Any],
) -> None:
    statements = [statement(row) for row in case["statements"]]
    most = case["max_statement_num"]
    found = longcite(statements, most)
    expected = case["expected"]
    for name, value in {
        "recall": found.recall,
        "precision": found.precision,
        "f1": found.f1,
    }.items():
        number = 0 if value.number is None else value.number
        assert number == pytest.approx(expected[f"citation_{name}"], rel=1e-12), name
    read = statements[:most]
    assert (found.recall.number is None) is (not read)
    assert (found.precision.number is None) is (not any(one.snippets for one in read))


def test_the_example_worked_by_hand_comes_out() -> None:
    given, expected = GOLDEN["G06"]["input"], GOLDEN["G06"]["expected"]
    relevant = list(map(bool, given["citation_relevant"]))
    statements = []
    for row in given["statements"]:
        taken, relevant = relevant[: row["cites"]], relevant[row["cites"] :]
        needs = bool(row.get("need_citation", 1))
        snippets = ("snippet",) * row["cites"]
        statements.append(Statement(snippets, row.get("support", 0), tuple(taken), needs))
    found = longcite(statements)
    assert found.recall.number == expected["citation_recall"]
    assert found.precision.number == pytest.approx(expected["citation_precision"])
    assert found.f1.number == pytest.approx(expected["citation_f1"])


def test_where_the_judge_failed_there_are_bounds() -> None:
    statements = [Statement(("x",), None, (None,)), Statement(("y",), 1, (True,))]
    found = longcite(statements)
    assert found.recall == found.precision == Value(number=1, low=0.5, high=1)
    uncited = longcite([Statement(needs_citation=None)])
    assert (uncited.recall.low, uncited.recall.high) == (0, 1)
    assert uncited.precision == none("no citation")


def test_a_snippet_without_a_judgement_is_refused() -> None:
    with pytest.raises(InputError, match="statement: relevant: 0 for 1 snippets"):
        Statement(("x",), 1, ())


def test_a_sample_is_scored_statement_by_statement_as_its_file_tells_them_apart(
    measure: Any,
) -> None:
    """A marker alone does not tell where a statement of two sentences begins."""
    statements = [
        {"statement": "The dam held. Rain fell.", "citation": ["1", "2"]},
        {"statement": "The mayor of Harrow resigned.", "citation": []},
        {"statement": "Here is a summary:", "citation": []},
    ]
    sources = (Source(id="1", text="The dam held. Rain fell."), Source(id="2", text="x"))
    sample = Sample(id="s", text="x", sources=sources, gold={"statements": statements})
    found = {name: value.number for name, value in measure("longcite", sample).items()}
    assert found == {
        "longcite_recall": pytest.approx(2 / 3),
        "longcite_precision": 0.5,
        "longcite_f1": pytest.approx(4 / 7),
    }


def test_a_sample_without_statements_has_no_such_scores(measure: Any) -> None:
    for value in measure("longcite", Sample(id="s", text="It rained all night.")).values():
        assert value == none("the sample does not tell its statements apart")
