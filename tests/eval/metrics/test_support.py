"""Support in three grades."""

import json
from pathlib import Path
from typing import Any

import pytest

from groundwood.eval.metrics.support import (
    LENIENT,
    STRICT,
    WEIGHTED,
    Graded,
    Support,
    graded_precision,
    graded_recall,
)
from groundwood.eval.samples import Sample, Source
from groundwood.eval.values import Value, none

GOLDEN = {
    case["id"]: case
    for case in json.loads((Path(__file__).parents[1] / "golden_metrics.json").read_text())["cases"]
}


def test_weighted_strict_and_lenient_count_what_is_partly_supported_as_a_half_nothing_and_whole() -> (
    None
):
    given, expected = GOLDEN["G05"]["input"], GOLDEN["G05"]["expected"]
    sentences = [
        Graded(Support(joint), tuple(Support(grade) for _, grade in row["cites"]))
        for row, joint in zip(given["sentences"], given["sentence_joint"], strict=True)
    ]
    found = {}
    for name, weights in {"weighted": WEIGHTED, "strict": STRICT, "lenient": LENIENT}.items():
        found[f"{name}_precision"] = graded_precision(sentences, weights).number
        found[f"{name}_recall"] = graded_recall(sentences, weights).number
    assert found == expected


def test_without_anything_to_grade_there_is_a_reason() -> None:
    assert graded_recall([]) == none("no sentence that calls for a citation")
    assert graded_precision([Graded(Support.NONE)]) == none("no citation")


def test_a_failed_grade_is_a_bound() -> None:
    sentences = [Graded(Support.PARTIAL), Graded(None)]
    assert graded_recall(sentences) == Value(number=0.5, low=0.25, high=0.75)


def test_a_sample_has_half_of_a_sentence_where_one_of_its_facts_is_supported(measure: Any) -> None:
    """Its second citation supports nothing, the invented one neither."""
    text = "The dam of Harrow held all night and the mayor resigned at noon [1][2]. Rain fell [9]."
    sources = (Source(id="1", text="The dam of Harrow held all night."), Source(id="2", text="x"))
    found = measure("support", Sample(id="s", text=text, sources=sources))
    assert found["graded_recall"].number == 0.25
    assert found["graded_precision"].number == pytest.approx(0.5 / 3)


def test_an_uncited_sentence_is_supported_by_nothing(measure: Any) -> None:
    found = measure("support", Sample(id="s", text="The dam of Harrow held all night."))
    assert found["graded_recall"].number == 0
    assert found["graded_precision"] == none("no citation")
