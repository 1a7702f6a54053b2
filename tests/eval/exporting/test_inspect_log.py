"""The logs for Inspect: of the form that it reads, and what they say."""

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from groundwood.eval.exporting import export
from groundwood.eval.harness import score_samples
from groundwood.eval.runs import Run
from groundwood.eval.samples import Sample

SCHEMA = json.loads((Path(__file__).parent / "inspect_log.schema.json").read_text())
LISTED = r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\+00-00_citation-faithfulness_[^_]+_[0-9a-f]{22}\.json"
"""The form of the names that Inspect lists, and takes task, model and id from."""


def logs(run: Run, folder: Path, **options: bool) -> dict[str, Any]:
    export(run, "inspect", folder, **options)
    read = [json.loads(file.read_text(encoding="utf-8")) for file in folder.iterdir()]
    return {log["eval"]["model"]: log for log in read}


def test_there_is_one_log_a_system_in_the_form_that_inspect_reads(
    scored: Run, tmp_path: Path
) -> None:
    found = logs(scored, tmp_path / "logs")
    lazy = {name for name in found if name.startswith("shortcut: ")}
    assert (set(found) - lazy, len(lazy)) == ({"ours", "theirs"}, 5)
    for name, log in found.items():
        errors = [error.message for error in Draft202012Validator(SCHEMA).iter_errors(log)]
        assert not errors, name
    assert all(re.fullmatch(LISTED, file.name) for file in (tmp_path / "logs").iterdir())


def test_a_header_comes_before_the_samples_in_inspects_order(scored: Run, tmp_path: Path) -> None:
    log = logs(scored, tmp_path / "logs")["ours"]
    assert list(log) == ["version", "status", "eval", "plan", "results", "stats", "samples"]


def test_a_metric_is_a_score_with_its_mean_and_interval(scored: Run, tmp_path: Path) -> None:
    log = logs(scored, tmp_path / "logs")["ours"]
    (score,) = (each for each in log["results"]["scores"] if each["name"] == "citation_recall")
    assert score["metrics"] == {"mean": {"name": "mean", "value": pytest.approx(1 / 3)}}
    assert (score["scored_samples"], score["unscored_samples"]) == (1, 0)
    (sample,) = log["samples"]
    assert sample["scores"]["citation_recall"]["value"] == pytest.approx(1 / 3)
    assert sample["scores"]["faithful_share"]["metadata"]["high"] == 1.0


def test_a_value_without_a_number_is_unscored_and_no_nought(scored: Run, tmp_path: Path) -> None:
    log = logs(scored, tmp_path / "logs")["theirs"]
    (score,) = (each for each in log["results"]["scores"] if each["name"] == "citation_recall")
    assert (score["metrics"], score["unscored_samples"]) == ({}, 1)
    unit = log["samples"][0]["scores"]["citation_recall"]
    assert math.isnan(unit["value"])
    assert unit["explanation"] == "no sentence that calls for a citation"


def test_a_sample_tells_question_output_sources_and_sentences(scored: Run, tmp_path: Path) -> None:
    (sample,) = logs(scored, tmp_path / "logs")["ours"]["samples"]
    assert (sample["id"], sample["input"], sample["target"]) == (
        "a",
        "What happened?",
        ["The dam held."],
    )
    assert sample["output"]["choices"][0]["message"]["content"].startswith("The dam of Harrow")
    assert [source["id"] for source in sample["metadata"]["sources"]] == ["dam", "mayor"]
    assert [one["fate"] for one in sample["metadata"]["sentences"]][:2] == [
        "cited supported",
        "misattributed",
    ]
    assert sample["model_usage"]["ours"] == {
        "input_tokens": 10,
        "output_tokens": 5,
        "total_tokens": 15,
    }
    assert sample["total_time"] == 1.5


def test_without_texts_the_log_holds_their_digests(scored: Run, tmp_path: Path) -> None:
    log = logs(scored, tmp_path / "logs", without_texts=True)["ours"]
    assert "Harrow held" not in json.dumps(log)
    assert log["samples"][0]["output"]["choices"][0]["message"]["content"].startswith("sha256:")
    assert log["samples"][0]["target"][0].startswith("sha256:")


def test_a_second_export_of_a_scoring_makes_the_same_logs(scored: Run, tmp_path: Path) -> None:
    assert str(logs(scored, tmp_path / "one")) == str(logs(scored, tmp_path / "two"))
    names = [sorted(f.name for f in (tmp_path / name).iterdir()) for name in ("one", "two")]
    assert names[0] == names[1]


def test_a_run_of_one_system_without_a_name_has_a_log_as_well(
    tmp_path: Path, word_for_word: Any
) -> None:
    run = score_samples(
        [Sample(id="a", text="Rain fell on Harrow.")],
        tmp_path / "run",
        word_for_word,
        metrics=("validity",),
        with_shortcuts=False,
    )
    assert list(logs(run, tmp_path / "logs")) == ["unnamed"]
