"""RAGTruth's pairs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.pairs import LabelledPair
from groundwood.eval.reading import PAIR_SETS

Put = Callable[[str, Any], Path]
SOURCES = [
    {
        "source_id": "1",
        "task_type": "QA",
        "source": "MARCO",
        "source_info": {"question": "what broke", "passages": "passage 1:A dam broke.\n\n"},
        "prompt": "x",
    },
    {"source_id": "2", "task_type": "Summary", "source_info": "Food came.", "prompt": "x"},
    {"source_id": "3", "task_type": "Data2txt", "source_info": {"name": "Café"}, "prompt": "x"},
]


def response(source: str, *types: str, **others: Any) -> dict[str, Any]:
    return {
        "id": "9",
        "source_id": source,
        "model": "some-7b",
        "temperature": 0.7,
        "labels": [{"start": 0, "end": 1, "text": "A", "label_type": each} for each in types],
        "split": "test",
        "quality": "good",
        "response": "A dam broke.",
        **others,
    }


def read(put: Put, *responses: dict[str, Any]) -> list[LabelledPair]:
    put("dataset/source_info.jsonl", SOURCES)
    return list(PAIR_SETS["ragtruth"].rows(put("dataset/response.jsonl", responses).parent))


def test_a_response_is_supported_where_no_span_is_marked(put: Put) -> None:
    clean, marked = read(
        put, response("1"), response("2", "Subtle Conflict", "Evident Conflict", "Subtle Conflict")
    )
    assert clean == LabelledPair(
        dataset="ragtruth/test/QA",
        claim="A dam broke.",
        evidence=("passage 1:A dam broke.\n\n",),
        is_supported=True,
        document="1",
    )
    assert (marked.dataset, marked.evidence) == ("ragtruth/test/Summary", ("Food came.",))
    assert (marked.is_supported, marked.label) == (False, "Evident Conflict, Subtle Conflict")


def test_data_are_evidence_as_json(put: Put) -> None:
    (pair,) = read(put, response("3", split="train"))
    assert (pair.dataset, pair.evidence) == ("ragtruth/train/Data2txt", ('{"name": "Café"}',))


def test_responses_of_bad_quality_are_left_out(put: Put) -> None:
    others = [response("1", quality=each) for each in ("truncated", "incorrect_refusal", "good")]
    assert len(read(put, *others)) == 1


def test_a_source_that_is_not_there_is_named(put: Put) -> None:
    with pytest.raises(InputError, match=r"response\.jsonl:2: source_id: '8' is not in source_in"):
        read(put, response("1"), response("8"))


def test_the_file_of_sources_must_lie_beside(put: Put) -> None:
    path = put("response.jsonl", [response("1")])
    with pytest.raises(InputError, match=r"no source_info\.jsonl of ragtruth; get it from https:"):
        list(PAIR_SETS["ragtruth"].rows(path))


def test_a_source_of_no_known_form_is_named(put: Put) -> None:
    put("source_info.jsonl", [{"source_id": "1", "task_type": "QA", "source_info": ["x"]}])
    path = put("response.jsonl", [response("1")])
    with pytest.raises(InputError, match=r"source_info\.jsonl:1: source_info: expected text"):
        list(PAIR_SETS["ragtruth"].rows(path))
