"""ALCE's results and data."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.reading import read_dataset, read_samples
from groundwood.eval.samples import Sample, Source

Put = Callable[[str, Any], Path]
DOCS = [
    {"id": "771", "title": "Dam", "text": "The dam broke in May.", "score": 1.5},
    {"title": "Valley", "text": "Nobody was hurt.", "sent": "Nobody."},
]
ASQA = {
    "sample_id": "-12",
    "question": "When did the dam break?",
    "qa_pairs": [{"question": "which month?", "short_answers": ["May"], "context": "x"}],
    "annotations": [{"long_answer": "In May."}, {"long_answer": "It broke in May."}],
    "answer": "It broke in May.",
    "docs": DOCS,
}
ELI5 = {"question": "Why?", "answer": "Rain.", "claims": ["It rained."], "docs": DOCS}
QAMPARI = {"id": "q7", "question": "Which?", "answer": "", "answers": [["A"]], "docs": []}


def result(*items: dict[str, Any]) -> dict[str, Any]:
    return {
        "args": {"model": "some-7b", "ndoc": 2},
        "data": [{"output": "In May [1].", **item} for item in items],
        "total_cost": 0.1,
    }


def test_a_result_is_a_sample_with_numbered_documents(put: Put) -> None:
    samples = read_samples(put("asqa.json", result(ASQA)))
    (sample,) = samples
    assert samples.format.name == "alce"
    assert sample == Sample(
        id="-12",
        text="In May [1].",
        sources=(
            Source(id="1", text="The dam broke in May.", title="Dam"),
            Source(id="2", text="Nobody.", title="Valley"),
        ),
        question="When did the dam break?",
        system="some-7b",
        references=("In May.", "It broke in May."),
        gold={"qa_pairs": ASQA["qa_pairs"]},
    )


def test_each_of_its_three_sets_keeps_its_own_gold(put: Put) -> None:
    samples = list(read_samples(put("r.json", result(ELI5, QAMPARI))))
    assert [(s.id, s.references, s.gold) for s in samples] == [
        ("1", ("Rain.",), {"claims": ["It rained."]}),
        ("q7", (), {"answers": [["A"]]}),
    ]


def test_several_outputs_of_a_question_are_samples_of_one_group(put: Put) -> None:
    path = put("r.json", result({**ELI5, "output": ["One [1].", "Two [2]."]}))
    found = [(s.id, s.group, s.text) for s in read_samples(path)]
    assert found == [("1#1", "1", "One [1]."), ("1#2", "1", "Two [2].")]


def test_an_empty_output_is_an_empty_text(put: Put) -> None:
    (sample,) = read_samples(put("r.json", result({**ELI5, "output": ""})))
    assert sample.text == ""


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"output": None}, r"output: is missing"),
        ({"question": None}, r"question: is missing"),
        ({"docs": [{"title": "x"}]}, r"docs\[0\]\.sent or text: is missing"),
    ],
)
def test_a_field_that_does_not_fit_is_named(put: Put, change: dict[str, Any], error: str) -> None:
    path = put("r.json", result(ELI5, {**ELI5, **change}))
    with pytest.raises(InputError, match=rf"r\.json:1: data\[1\]\.{error}$"):
        list(read_samples(path))


def test_the_data_are_questions_without_an_output(put: Put) -> None:
    folder = put("data/asqa_eval_gtr_top100.json", [ASQA]).parent
    (sample,) = read_dataset("alce", folder)
    assert isinstance(sample, Sample)
    assert (sample.text, sample.system, len(sample.sources)) == ("", "", 2)


def test_of_several_data_files_one_must_be_named(put: Put) -> None:
    put("data/asqa_eval_gtr_top100.json", [ASQA])
    folder = put("data/eli5_eval_bm25_top100.json", [ELI5]).parent
    with pytest.raises(
        InputError, match=r"name one file of alce: asqa_eval_gtr_top100\.json, eli5_eval"
    ):
        read_dataset("alce", folder)
