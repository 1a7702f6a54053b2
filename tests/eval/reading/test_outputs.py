"""Records of question, documents and output."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.reading import read_samples
from groundwood.eval.samples import Sample, Source
from groundwood.nouns import Usage

Put = Callable[[str, Any], Path]
ROW: dict[str, Any] = {
    "question": "What broke?",
    "docs": [{"title": "Flood", "text": "A dam broke."}, "Food came."],
    "output": "A dam broke [1].",
}


def test_the_three_fields_are_enough(put: Put) -> None:
    samples = read_samples(put("a.jsonl", [ROW, ROW]))
    first, second = samples
    assert samples.format.name == "outputs"
    assert first == Sample(
        id="1",
        text="A dam broke [1].",
        sources=(
            Source(id="1", text="A dam broke.", title="Flood"),
            Source(id="2", text="Food came."),
        ),
        question="What broke?",
    )
    assert second.id == "2"


def test_a_topic_is_a_question(put: Put) -> None:
    row = {"topic": "the dam", "docs": [], "output": ""}
    (sample,) = read_samples(put("a.jsonl", [row]))
    assert (sample.question, sample.text, sample.sources) == ("the dam", "", ())


def test_a_sample_comes_back_as_it_was_written(put: Put) -> None:
    sample = Sample(
        id="dam",
        text="A dam broke [1].",
        sources=(Source(id="x", text="A dam broke.", url="https://sample.invalid/1"),),
        question="What broke?",
        group="floods",
        system="mine",
        tags=("weather",),
        corpus=frozenset({"y"}),
        references=("The dam.",),
        gold={"score": 0.5},
        usage={"writer": Usage(calls=1)},
        seconds=1.5,
    )
    assert list(read_samples(put("a.jsonl", sample.model_dump_json()))) == [sample]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"output": 1.5}, "output: expected text, found a number"),
        ({"docs": "x"}, "docs: expected a list, found text"),
        ({"docs": [{"title": "x"}]}, r"docs\[0\]\.text or content or page_content: is missing"),
        ({"tags": "weather"}, "tags: "),
        ({"seconds": -1}, "seconds: "),
    ],
)
def test_a_field_that_does_not_fit_is_named(put: Put, change: dict[str, Any], error: str) -> None:
    with pytest.raises(InputError, match=rf"a\.jsonl:2: {error}"):
        list(read_samples(put("a.jsonl", [ROW, ROW | change])))


def test_a_record_without_an_output_is_refused_when_its_kind_is_named(put: Put) -> None:
    path = put("a.jsonl", [{"docs": []}])
    with pytest.raises(InputError, match=r"a\.jsonl:1: output or text: is missing$"):
        list(read_samples(path, "outputs"))
