"""Logs with the columns of ragas."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.errors import InputError
from groundwood.eval.reading import read_samples
from groundwood.eval.reading.rag_log import samples
from groundwood.eval.reading.row import Row
from groundwood.eval.samples import Sample, Source

Put = Callable[[str, Any], Path]
NEW: dict[str, Any] = {
    "user_input": "What broke?",
    "response": "A dam broke [1].",
    "retrieved_contexts": ["A dam broke.", "Food came."],
    "reference": "The dam.",
}
OLD = dict(zip(("question", "answer", "contexts", "ground_truth"), NEW.values(), strict=True))
SAMPLE = Sample(
    id="1",
    text="A dam broke [1].",
    sources=(Source(id="1", text="A dam broke."), Source(id="2", text="Food came.")),
    question="What broke?",
    references=("The dam.",),
)


def as_csv(row: dict[str, Any]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, row)
    writer.writeheader()
    writer.writerow(row)
    return file.getvalue()


def contexts(cell: str) -> list[str]:
    (sample,) = samples(Row("a.csv", 2, 1, {**NEW, "retrieved_contexts": cell}))
    return [source.text for source in sample.sources]


@pytest.mark.parametrize("row", [NEW, OLD], ids=["newer names", "older names"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_a_log_is_told_by_its_columns(put: Put, row: dict[str, Any], name: str) -> None:
    found = read_samples(put(name, [row]))
    assert list(found) == [SAMPLE]
    assert found.format.name == "rag"


@pytest.mark.parametrize("row", [NEW, OLD], ids=["newer names", "older names"])
@pytest.mark.parametrize("write", [json.dumps, repr], ids=["JSON", "Python"])
def test_a_list_in_a_cell_of_csv_is_read(
    put: Put, row: dict[str, Any], write: Callable[[Any], str]
) -> None:
    cells = {k: write(v) if isinstance(v, list) else v for k, v in row.items()}
    found = read_samples(put("a.csv", as_csv(cells)))
    assert list(found) == [SAMPLE]
    assert found.format.name == "rag"


def test_texts_that_numpy_printed_without_commas_do_not_run_together() -> None:
    assert contexts("['A dam broke.'\n 'Food came.']") == ["A dam broke.", "Food came."]


def test_a_cell_without_brackets_is_one_context() -> None:
    assert contexts("A dam broke.") == ["A dam broke."]
    assert contexts("") == []


@given(st.lists(st.text(max_size=20), max_size=4))
def test_contexts_come_back_from_a_printed_list(texts: list[str]) -> None:
    whole = ["".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in t) for t in texts]
    assert contexts(repr(texts)) == whole
    assert contexts("[" + "\n ".join(map(repr, texts)) + "]") == whole


@pytest.mark.parametrize("cell", ["['a'", "['a' ... 'b']", "[a, b]", "['a', 5]", "['a\n']"])
def test_a_list_that_cannot_be_read_is_refused(cell: str) -> None:
    with pytest.raises(InputError, match=r"^a\.csv:2: retrieved_contexts: "):
        contexts(cell)


def test_a_failed_response_is_an_empty_text(put: Put) -> None:
    assert [s.text for s in read_samples(put("a.jsonl", [NEW | {"response": None}]))] == [""]
    assert [s.text for s in read_samples(put("a.csv", as_csv(OLD | {"answer": ""})))] == [""]


def test_a_row_without_contexts_has_no_sources(put: Put) -> None:
    rows = [NEW, NEW | {"retrieved_contexts": None}]
    assert [len(s.sources) for s in read_samples(put("a.jsonl", rows))] == [2, 0]


def test_several_ground_truths_are_references(put: Put) -> None:
    row = {**OLD, "ground_truth": None, "ground_truths": ["The dam.", "A dam."]}
    (sample,) = read_samples(put("a.jsonl", [row]))
    assert sample.references == ("The dam.", "A dam.")


def test_a_talk_of_several_turns_is_refused(put: Put) -> None:
    row = NEW | {"user_input": [{"content": "Hi", "type": "human"}]}
    with pytest.raises(InputError, match=r"a\.jsonl:1: user_input: expected text, found a list$"):
        list(read_samples(put("a.jsonl", [row])))


def test_a_log_without_a_response_is_refused(put: Put) -> None:
    row = {k: v for k, v in NEW.items() if k != "response"}
    with pytest.raises(InputError, match=r"a\.jsonl:1: response or answer: is missing$"):
        list(read_samples(put("a.jsonl", [row])))
