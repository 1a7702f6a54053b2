"""A run as files: whole, or not there."""

import csv
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError, SettingsError
from groundwood.eval.exporting import FORMATS, export, frames
from groundwood.eval.exporting.tables import TABLES
from groundwood.eval.runs import About, Run


def test_parquet_files_read_back_as_the_frames(scored: Run, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    export(scored, "parquet", tmp_path / "out")
    for name, frame in frames(scored).items():
        read = pandas.read_parquet(tmp_path / "out" / f"{name}.parquet")
        pandas.testing.assert_frame_equal(read, frame, check_dtype=False)


def test_csv_files_hold_the_same_with_an_empty_cell_for_what_is_not_known(
    scored: Run, tmp_path: Path
) -> None:
    export(scored, "csv", tmp_path / "out")
    for name, table in TABLES.items():
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            header, *rows = csv.reader(lines)
        assert tuple(header) == table.columns
        assert {len(row) for row in rows} == {len(header)}
    sentences = (tmp_path / "out" / "sentences.csv").read_text(encoding="utf-8")
    assert "ours,a,3,1,125,129,Why?,False,0,exempt,," in sentences.splitlines()


def test_tables_need_no_pandas_as_csv(
    scored: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    export(scored, "csv", tmp_path / "out")
    assert (tmp_path / "out" / "values.csv").is_file()


@pytest.mark.parametrize("name", ["pandas", "pyarrow"])
def test_parquet_without_its_extras_says_how_to_get_them_and_writes_nothing(
    scored: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(SettingsError, match=rf"need {name}: pip install 'groundwood\[eval\]'"):
        export(scored, "parquet", tmp_path / "out")
    assert list(tmp_path.iterdir()) == [scored.folder]


def test_the_tables_come_with_how_the_run_was_scored(scored: Run, tmp_path: Path) -> None:
    export(scored, "csv", tmp_path / "out")
    told = (tmp_path / "out" / "run.json").read_text(encoding="utf-8")
    assert About.model_validate_json(told) == scored.about()


def test_every_verdict_and_every_failure_is_a_line(scored: Run, tmp_path: Path) -> None:
    export(scored, "jsonl", tmp_path / "verdicts.jsonl")
    lines = (tmp_path / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    names = {"at", "judge", "version", "threshold", "claim", "sources", "supported"}
    assert set(told[0]) == names | {"contradicted", "score", "error"}
    failed = [line for line in told if line["error"]]
    assert {(line["claim"], line["supported"], line["error"]) for line in failed} == {
        ("Seven ships sank in the storm.", None, "the server is away")
    }
    held = next(line for line in told if line["claim"].startswith("The dam"))
    assert (held["supported"], held["score"], held["judge"]) == (True, 0.9, "word for word")


def test_without_texts_a_verdict_names_its_claim_by_its_digest(scored: Run, tmp_path: Path) -> None:
    export(scored, "jsonl", tmp_path / "verdicts.jsonl", without_texts=True)
    lines = (tmp_path / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(json.loads(line)["claim"].startswith("sha256:") for line in lines)


def test_a_folder_that_exists_keeps_its_other_files(scored: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    (out / "values.csv").write_text("old")
    export(scored, "csv", out)
    assert (out / "notes.txt").read_text() == "mine"
    assert (out / "values.csv").read_text().startswith("system,")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["out", "scored"]


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_what_breaks_while_it_is_written_leaves_nothing(
    scored: Run, tmp_path: Path, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", breaks)
    with pytest.raises(InputError, match=r"--out: .*: No space left on device"):
        export(scored, format_, tmp_path / "out")
    assert list(tmp_path.iterdir()) == [scored.folder]


def test_an_unknown_format_is_refused(scored: Run, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no format 'xml'; there are: parquet, csv, jsonl, ins"):
        export(scored, "xml", tmp_path / "out")


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_a_folder_that_was_not_scored_is_named(tmp_path: Path, format_: str) -> None:
    with pytest.raises(InputError, match=r"run\.json: No such file or directory: not a run that"):
        export(Run(tmp_path / "none"), format_, tmp_path / "out")
    assert not os.listdir(tmp_path)
