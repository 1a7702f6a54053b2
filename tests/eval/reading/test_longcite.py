"""LongCite's answers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.marking import marking
from groundwood.eval.reading import read_samples
from groundwood.eval.samples import Sample, Source

Put = Callable[[str, Any], Path]
CONTEXT = "A dam broke. Nobody was hurt. Food came."


def cite(start: int, end: int) -> dict[str, Any]:
    return {
        "st_sent": 0,
        "ed_sent": 0,
        "start_char": start,
        "end_char": end,
        "cite": CONTEXT[start:end],
    }


PREDICTION: dict[str, Any] = {
    "idx": 4,
    "dataset": "longbench-chat",
    "query": "What happened?",
    "answer": "A dam broke.",
    "few_shot_scores": [],
    "prediction": "A dam broke. Help came.",
    "statements": [
        {"statement": "A dam broke. Nobody died.", "citation": [cite(0, 12), cite(13, 29)]},
        {"statement": " Help came.", "citation": [cite(30, 40), cite(0, 12), cite(0, 12)]},
        {"statement": "That is all.", "citation": []},
    ],
}


def test_a_prediction_is_a_text_that_cites_snippets(put: Put) -> None:
    samples = read_samples(put("glm.json", [PREDICTION]))
    (sample,) = samples
    assert samples.format.name == "longcite"
    assert sample == Sample(
        id="4",
        text="A dam broke. Nobody died. [1][2]\n\nHelp came. [3][1]\n\nThat is all.",
        sources=(
            Source(id="1", text="A dam broke."),
            Source(id="2", text="Nobody was hurt."),
            Source(id="3", text="Food came."),
        ),
        question="What happened?",
        tags=("longbench-chat",),
        references=("A dam broke.",),
        gold={
            "statements": [
                {"statement": "A dam broke. Nobody died.", "citation": ["1", "2"]},
                {"statement": "Help came.", "citation": ["3", "1"]},
                {"statement": "That is all.", "citation": []},
            ]
        },
    )


def test_the_markers_of_a_prediction_are_read_as_its_citations(put: Put) -> None:
    (sample,) = read_samples(put("glm.json", [PREDICTION]))
    cited = [sentence.sources for sentence in marking(sample).sentences]
    assert cited == [(), ("1", "2"), ("3", "1"), ()]


def test_what_a_model_returned_has_no_reference_and_may_be_cut_from_its_context(put: Put) -> None:
    row = {
        "query": "What happened?",
        "context": CONTEXT,
        "answer": "Help came.",
        "statements_with_citations": [
            {"statement": "Help came.", "citation": [{"start_char": 30, "end_char": 40}]}
        ],
    }
    (sample,) = read_samples(put("answers.jsonl", [row]))
    assert (sample.id, sample.references) == ("1", ())
    assert sample.sources == (Source(id="1", text="Food came."),)


@pytest.mark.parametrize(
    ("citation", "context", "error"),
    [
        ({}, None, "cite: is missing"),
        ({"start_char": 0, "end_char": -1}, CONTEXT, "end_char: expected a whole number"),
    ],
)
def test_a_citation_without_its_snippet_is_named(
    put: Put, citation: dict[str, Any], context: str | None, error: str
) -> None:
    row = {"statements": [{"statement": "x", "citation": [citation]}], "context": context}
    path = put("a.jsonl", [PREDICTION, row])
    with pytest.raises(InputError, match=rf"a\.jsonl:2: statements\[0\]\.citation\[0\]\.{error}"):
        list(read_samples(path))
