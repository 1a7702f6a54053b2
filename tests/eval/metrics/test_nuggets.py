"""Nugget recall."""

import json
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.metrics.nuggets import Nugget, NuggetScores, mean_scores, nugget_scores
from groundwood.eval.samples import Sample, Source
from groundwood.eval.values import Value, none

FIXTURE = json.loads((Path(__file__).parent / "fixtures/nuggets.json").read_text())
GOLDEN = {
    case["id"]: case
    for case in json.loads((Path(__file__).parents[1] / "golden_metrics.json").read_text())["cases"]
}
NAMES = ("strict_vital", "strict_all", "vital", "all")


def scores(case: dict[str, Any]) -> NuggetScores:
    return nugget_scores(
        [Nugget.of(row["importance"], row["assignment"]) for row in case["nuggets"]]
    )


def numbers(found: NuggetScores) -> dict[str, Any]:
    return {name: getattr(found, name).number or 0 for name in NAMES}


def expected(row: dict[str, float]) -> dict[str, Any]:
    return {name: pytest.approx(row[f"{name}_score"], rel=1e-12) for name in NAMES}


def test_there_are_as_many_cases_as_there_should_be() -> None:
    assert len(FIXTURE["cases"]) == 100


@pytest.mark.parametrize("case", FIXTURE["cases"], ids=lambda case: case["id"])
def test_an_answer_is_scored_as_by_the_autonuggetizer_which_writes_zero_for_nothing(
    case: dict[str, Any],
) -> None:
    found = scores(case)
    assert numbers(found) == expected(case["expected"])
    assert (found.all.number is None) is (not case["nuggets"])
    has_vital = any(row["importance"] == "vital" for row in case["nuggets"])
    assert (found.vital.number is None) is (not has_vital)


def test_the_means_over_all_answers_count_nothing_as_zero_like_the_program_when_asked_to() -> None:
    found = mean_scores([scores(case) for case in FIXTURE["cases"]], absent=0)
    assert numbers(found) == expected(FIXTURE["global"])


def test_answers_with_nothing_to_measure_are_left_out_of_the_mean_by_default() -> None:
    one, empty = nugget_scores([Nugget.of("vital", "support")]), nugget_scores([])
    assert mean_scores([one, empty]) == one
    assert mean_scores([empty]).vital == none("no nugget")


def test_the_example_worked_by_hand_comes_out() -> None:
    nuggets = [Nugget.of(*words) for words in GOLDEN["G16"]["input"]["nuggets"]]
    assert numbers(nugget_scores(nuggets)) == pytest.approx(GOLDEN["G16"]["expected"])


def test_what_the_judge_failed_on_is_a_bound() -> None:
    found = nugget_scores([Nugget(True, None), *[Nugget.of("okay", "partial_support")] * 3])
    assert found.all == Value(number=0.5, low=1.5 / 4, high=2.5 / 4)
    assert found.vital.number is None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("big", "support"), "nugget: importance: 'big', not vital or okay"),
        (("vital", "yes"), "nugget: assignment: 'yes', not one of"),
    ],
)
def test_an_unknown_word_is_named(words: tuple[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Nugget.of(*words)


TEXT = "The dam held all night [1]. Rain fell on Harrow [1]."
SOURCES = (Source(id="1", text="x"),)


def coverage(measure: Any, supports: Any = None, text: str = TEXT, **gold: Any) -> dict[str, Any]:
    sample = Sample(id="s", text=text, sources=SOURCES, gold=gold)
    return {name: value.number for name, value in measure("nuggets", sample, supports).items()}


def test_a_sample_covers_the_nuggets_of_its_gold_that_its_text_supports(measure: Any) -> None:
    """The judge is asked whether the text itself says them, not its sources."""
    nuggets = [
        {"text": "The dam held all night.", "importance": "vital"},
        {"text": "The mayor resigned.", "importance": "vital"},
        {"text": "Rain fell on Harrow.", "importance": "okay"},
    ]
    assert coverage(measure, nuggets=nuggets) == {
        "nugget_coverage": pytest.approx(2 / 3),
        "vital_nugget_coverage": 0.5,
        "strict_vital_nugget_coverage": 0.5,
    }


def test_nuggets_that_were_assigned_already_need_no_judge(measure: Any) -> None:
    def nobody(claim: str, text: str) -> bool:
        raise AssertionError(claim)

    nuggets = [
        {"text": "x", "importance": "vital", "assignment": "partial_support"},
        {"text": "y", "importance": "okay", "assignment": "support"},
    ]
    assert coverage(measure, nobody, nuggets=nuggets) == {
        "nugget_coverage": 0.75,
        "vital_nugget_coverage": 0.5,
        "strict_vital_nugget_coverage": 0.0,
    }


@pytest.mark.parametrize(
    "gold",
    [
        {"insights": [{"insight": "Rain fell on Harrow."}, {"insight": "It snowed."}]},
        {"claims": ["Rain fell on Harrow.", "It snowed."]},
        {"gold_alignment": [{"summary_sentence": s} for s in ("Rain fell on Harrow.", "It snowed.", "It snowed.")]},
    ],
    ids=lambda gold: next(iter(gold)),
)  # fmt: skip
def test_insights_claims_and_the_sentences_of_a_reference_are_nuggets(
    measure: Any, gold: dict[str, Any]
) -> None:
    assert coverage(measure, **gold)["nugget_coverage"] == 0.5


@pytest.mark.parametrize("text", ["", TEXT])
def test_without_a_text_or_nuggets_nothing_is_measured(measure: Any, text: str) -> None:
    gold = {} if text else {"claims": ["It rained."]}
    assert set(coverage(measure, text=text, **gold).values()) == {None}
