"""SummHay's topics, with summaries and to be summarised."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.reading import read_dataset, read_samples
from groundwood.eval.samples import Sample, Source

Put = Callable[[str, Any], Path]
EVAL = [
    {"insight_id": "i1", "coverage": "FULL_COVERAGE", "bullet_id": 1},
    {"insight_id": "i2", "coverage": "NO_COVERAGE", "bullet_id": "NA"},
]
INSIGHTS = [
    {"insight_id": "i1", "insight_name": "dam", "insight": "The dam broke."},
    {"insight_id": "i2", "insight_name": "aid", "insight": "Food came."},
]
TOPIC: dict[str, Any] = {
    "topic_id": "t1",
    "topic": "The flood",
    "topic_metadata": {},
    "subtopics": [
        {
            "subtopic_id": "s1",
            "subtopic": "causes",
            "query": "What caused the flood?",
            "insights": INSIGHTS,
            "retriever": {"oracle": {"d1": 1, "d2": 0}},
            "summaries": {
                "summary_subtopic_some-model": ["- The dam broke [1].", "- Food\ncame [1, 2]."],
                "summary_subtopic_oracle_some-model": ["- The dam broke [1]."],
                "summary_subtopic_absent": None,
            },
            "eval_summaries": {"summary_subtopic_some-model": EVAL},
        },
        {
            "subtopic_id": "s2",
            "subtopic": "aid",
            "query": "What aid came?",
            "insights": [{"insight_id": "i3", "insight": "Blankets came."}],
            "summaries": {},
        },
    ],
    "documents": [
        {"document_id": "d1", "document_text": "A dam broke.", "insights_included": ["i1", "i3"]},
        {"document_id": "d2", "document_text": "Food came.", "insights_included": ["i2"]},
    ],
}


def test_each_summary_of_each_subtopic_is_a_sample(put: Put) -> None:
    samples = read_samples(put("topic_news9.json", TOPIC))
    full, retrieved = samples
    assert samples.format.name == "summhay"
    assert full == Sample(
        id="t1/s1/some-model",
        text="- The dam broke [1].\n- Food came [1, 2].",
        sources=(Source(id="1", text="A dam broke."), Source(id="2", text="Food came.")),
        question="What caused the flood?",
        group="t1",
        system="some-model",
        gold={
            "insights": INSIGHTS,
            "insights_included": {"1": ["i1"], "2": ["i2"]},
            "eval_summaries": EVAL,
        },
    )
    assert retrieved.system == "oracle_some-model"
    assert "eval_summaries" not in retrieved.gold


def test_the_data_are_subtopics_without_a_summary(put: Put) -> None:
    bare = copy.deepcopy(TOPIC)
    for subtopic in bare["subtopics"]:
        del subtopic["summaries"]
    put("data/topic_conv1.json", bare)
    folder = put("data/topic_news9.json", {**bare, "topic_id": "t2"}).parent
    found = list(read_dataset("summhay", folder))
    assert [s.id for s in found if isinstance(s, Sample)] == ["t1/s1", "t1/s2", "t2/s1", "t2/s2"]
    assert {s.text for s in found if isinstance(s, Sample)} == {""}


def test_a_topic_without_summaries_has_nothing_to_score(put: Put) -> None:
    bare = copy.deepcopy(TOPIC)
    del bare["subtopics"][1]["summaries"]
    path = put("topic_news9.json", bare)
    with pytest.raises(
        InputError, match=r"topic_news9\.json:1: subtopics\[1\]\.summaries: is missing$"
    ):
        list(read_samples(path))


def test_a_document_without_a_text_is_named(put: Put) -> None:
    broken = {**TOPIC, "documents": [{"document_id": "d1"}]}
    path = put("topic_news9.json", broken)
    with pytest.raises(InputError, match=r"documents\[0\]\.document_text: is missing$"):
        list(read_samples(path))


def test_the_set_may_be_parquet(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = copy.deepcopy(TOPIC)
    del rows["topic_metadata"]
    for one in rows["subtopics"][0]["eval_summaries"]["summary_subtopic_some-model"]:
        one["bullet_id"] = str(one["bullet_id"])
    parquet.write_table(arrow.Table.from_pylist([rows]), tmp_path / "summhay.parquet")
    assert len(list(read_dataset("summhay", tmp_path))) == 2
    assert [s.system for s in read_samples(tmp_path / "summhay.parquet")] == [
        "some-model",
        "oracle_some-model",
    ]
