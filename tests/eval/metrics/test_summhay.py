"""Coverage, citation and joint scores of Summary of a Haystack."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.metrics.summhay import (
    Coverage,
    Insight,
    Judgement,
    SummHay,
    extracted,
    matched,
    references,
    summhay,
    topic_scores,
)
from groundwood.eval.samples import Sample
from groundwood.eval.values import none

FIXTURE = json.loads(
    gzip.decompress((Path(__file__).parent / "fixtures/summhay.json.gz").read_bytes())
)
GOLDEN = {
    case["id"]: case
    for case in json.loads((Path(__file__).parents[1] / "golden_metrics.json").read_text())["cases"]
}
NAMES = {
    "coverage": "coverage_score",
    "citation": "citation_score",
    "joint": "joint_score",
    "precision": "citation_precision",
    "recall": "citation_recall",
}


def held(case: dict[str, Any]) -> list[list[str]]:
    return [document["insights_included"] for document in case["topic"]["documents"]]


def scores(case: dict[str, Any]) -> SummHay:
    judgements = [Judgement.model_validate(row) for row in case["evals"]]
    gold = references(held(case))
    insights = matched(case["bullets"], judgements, gold, case["cite_offset"])
    return summhay(insights, case["partial_score"])


def same_means(found: SummHay, expected: dict[str, float | None]) -> None:
    for ours, theirs in NAMES.items():
        value = found.means[ours]
        assert value.number == (
            None if expected[theirs] is None else pytest.approx(expected[theirs], rel=1e-12)
        ), ours
        assert bool(value.reason) is (expected[theirs] is None)


def test_there_are_as_many_cases_as_there_should_be() -> None:
    assert (len(FIXTURE["cases"]), len(FIXTURE["topics"])) == (260, 20)


@pytest.mark.parametrize("case", FIXTURE["cases"], ids=lambda case: case["id"])
def test_a_summary_is_scored_as_summhay_scores_it(case: dict[str, Any]) -> None:
    assert [extracted(bullet) for bullet in case["bullets"]] == case["extracted"]
    found = {key: sorted(numbers) for key, numbers in references(held(case)).items()}
    assert found == case["ref_citations"]
    if case["raises"]:
        with pytest.raises(InputError, match=r"insight \w+: no document holds it"):
            scores(case)
        return
    given = scores(case)
    for ours, theirs in NAMES.items():
        assert getattr(given, ours) == pytest.approx(case["expected"][theirs], rel=1e-12), ours
    same_means(given, case["expected_mean"])


@pytest.mark.parametrize("case", FIXTURE["topics"], ids=lambda case: case["id"])
def test_a_topic_is_scored_over_its_subtopics_as_summhay_does_it(case: dict[str, Any]) -> None:
    found = topic_scores(case["topic"])
    expected = {row["model"]: row for row in case["expected_full_results"]}
    assert set(found) == set(expected)
    for model, row in expected.items():
        same_means(found[model], row)


@pytest.mark.parametrize("row", FIXTURE["extract_citations"], ids=lambda row: row["text"])
def test_the_citations_of_a_bullet_are_those_that_summhay_reads(row: dict[str, Any]) -> None:
    assert extracted(row["text"]) == row["extracted"]


@pytest.mark.parametrize("row", FIXTURE["extract_raises"], ids=lambda row: row["text"])
def test_where_summhay_stops_with_an_error_the_bullet_is_named(row: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"bullet: citations: .* in 'a \[1 2]'"):
        extracted(row["text"])


def test_the_example_worked_by_hand_comes_out() -> None:
    given, expected = GOLDEN["G15"]["input"], GOLDEN["G15"]["expected"]
    insights = [
        Insight(
            Coverage(f"{row['coverage']}_COVERAGE".replace("NONE", "NO")),
            frozenset(row.get("bullet_cites", ())),
            frozenset(row.get("gold", ())),
        )
        for row in given["insights"]
    ]
    means = summhay(insights, given["partial_score"]).means
    assert means["coverage"].number == expected["coverage"]
    assert means["citation"].number == pytest.approx(expected["citation_f1"])
    assert means["joint"].number == pytest.approx(expected["joint"])
    assert means["precision"].number == expected["citation_precision"]
    assert means["recall"].number == pytest.approx(expected["citation_recall"])


def test_without_insights_there_is_a_reason() -> None:
    assert summhay([]).means["coverage"] == none("no insight")
    assert summhay([Insight(Coverage.NONE)]).means["citation"] == none("no insight is covered")


def test_a_bullet_that_does_not_exist_is_named() -> None:
    judgement = Judgement(insight_id="i", coverage=Coverage.FULL, bullet_id="NA")
    with pytest.raises(InputError, match="insight i: bullet_id: 'NA' of 1 bullets"):
        matched(["one [1]"], [judgement], {"i": frozenset({1})})


def test_a_bullets_number_may_be_written_as_text() -> None:
    judgement = Judgement(insight_id="i", coverage=Coverage.FULL, bullet_id="1")
    (found,) = matched(["one [1]", "two [2]", "three"], [judgement], {"i": frozenset({1})})
    assert found.cited == {1}


@pytest.mark.parametrize(
    ("topic", "message"),
    [
        ({"documents": []}, "topic: subtopics: field required"),
        ({"documents": [{}], "subtopics": []}, "topic: documents.0.insights_included"),
        ([], "topic: "),
    ],
)
def test_a_topic_that_lacks_a_field_is_refused_with_its_name(topic: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        topic_scores(topic)


def test_a_topic_without_subtopics_has_no_scores() -> None:
    assert topic_scores({"documents": [], "subtopics": []}) == {}


def test_a_subtopic_that_a_summariser_left_out_does_not_count_for_it() -> None:
    judged = {"insight_id": "i", "coverage": "FULL_COVERAGE", "bullet_id": 1}
    told = {"summary_subtopic_m": ["one [1]"]}
    subtopics = [
        {"summaries": told, "eval_summaries": {"summary_subtopic_m": [judged]}},
        {"summaries": told, "eval_summaries": {}},
    ]
    topic = {"documents": [{"insights_included": ["i"]}], "subtopics": subtopics}
    assert topic_scores(topic)["m"].coverage == (1,)


GOLD: dict[str, Any] = {
    "insights": [{"insight_id": "i1"}, {"insight_id": "i2"}],
    "insights_included": {"1": ["i1"], "2": ["i2"], "3": ["i1"]},
    "eval_summaries": [
        {"insight_id": "i1", "coverage": "FULL_COVERAGE", "bullet_id": 1},
        {"insight_id": "i2", "coverage": "NO_COVERAGE", "bullet_id": "NA"},
    ],
}


def measured(measure: Any, **gold: Any) -> dict[str, Any]:
    sample = Sample(id="s", text="- The dam broke [1][2].\n- Food came.", gold=gold)
    found: dict[str, Any] = measure("summhay", sample)
    return found


def test_a_summary_of_a_result_file_is_scored_by_what_the_file_says_of_its_insights(
    measure: Any,
) -> None:
    """One of two documents cited for it holds the insight, and one of two that hold it is cited."""
    found = {name: value.number for name, value in measured(measure, **GOLD).items()}
    assert found == {
        "insight_coverage": 0.5,
        "insight_joint": 0.25,
        "insight_citation": 0.5,
        "insight_precision": 0.5,
        "insight_recall": 0.5,
    }


@pytest.mark.parametrize(
    ("gold", "reason"),
    [
        ({}, "nobody has judged which insights it covers"),
        (
            {**GOLD, "eval_summaries": [{"insight_id": "i9", "coverage": "FULL_COVERAGE"}]},
            "eval_summaries: insight i9: no document holds it",
        ),
        (
            {**GOLD, "eval_summaries": [{"insight_id": "i1", "coverage": "SOME"}]},
            "eval_summaries: coverage: Input should be",
        ),
    ],
    ids=["no judgements", "an insight of no document", "an unknown coverage"],
)
def test_what_cannot_be_scored_has_a_reason(
    measure: Any, gold: dict[str, Any], reason: str
) -> None:
    for value in measured(measure, **gold).values():
        assert value.number is None
        assert value.reason.startswith(reason)
