"""``groundwood eval export``: a run as files for other programs."""

import json
from pathlib import Path
from typing import Any

import pytest

TABLES = ["citations", "samples", "sentences", "sources", "values"]


@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_the_tables_are_one_file_each_beside_how_the_run_was_scored(
    evaluate: Any, kept: Path, tmp_path: Path, format_: str
) -> None:
    ended = evaluate("export", kept, "--format", format_, "--out", "out/tables")
    assert (ended.returncode, ended.stdout) == (0, "")
    assert ended.stderr == "Written to out/tables\n"
    names = sorted(file.name for file in (tmp_path / "out" / "tables").iterdir())
    assert names == sorted([*(f"{name}.{format_}" for name in TABLES), "run.json"])
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["tables"]


def test_the_verdicts_are_one_file_of_json_lines(evaluate: Any, kept: Path, tmp_path: Path) -> None:
    ended = evaluate("export", kept, "--format", "jsonl", "--out", "verdicts.jsonl", "--quiet")
    lines = (tmp_path / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()
    assert (ended.returncode, ended.stderr) == (0, "")
    assert {json.loads(line)["judge"] for line in lines} == {"lexical"}


def test_without_texts_no_word_of_sources_and_outputs_is_passed_on(
    evaluate: Any, kept: Path, tmp_path: Path
) -> None:
    for format_ in ("csv", "jsonl", "inspect"):
        options = ("--format", format_, "--out", f"out/{format_}", "--without-texts")
        assert evaluate("export", kept, *options).returncode == 0
    told = [f.read_text(encoding="utf-8") for f in (tmp_path / "out").rglob("*") if f.is_file()]
    assert len(told) == 6 + 1 + 7
    assert not [text for text in told if "Harrow" in text or "dam held" in text]
    assert sum("sha256:" in text for text in told) == 3 + 1 + 7


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("nowhere", "--out", "x"), "nowhere/run.json: No such file or directory: not a run that was"),
        (("run", "--out", "taken"), "--out: taken: Not a directory"),
        (("run", "--out", "taken/x"), "--out: taken/x: Not a directory"),
        (("mixed", "--out", "x"), "mixed: its files are not those of one scoring by this version: "),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)  # fmt: skip
def test_what_fails_ends_in_one_line_and_leaves_nothing(
    fails: Any, scored: Path, options: tuple[str, ...], told: str
) -> None:
    folder = scored.parent
    (folder / "taken").write_text("letters", encoding="utf-8")
    mixed = folder / "mixed"
    mixed.mkdir()
    for file in scored.iterdir():
        (mixed / file.name).write_bytes(file.read_bytes())
    rows = (mixed / "metrics.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (mixed / "metrics.jsonl").write_text("".join(rows[:-1]), encoding="utf-8")
    before = sorted(folder.iterdir())
    assert fails(1, "export", *options, "--format", "csv").startswith(told)
    assert sorted(folder.iterdir()) == before


def test_an_unknown_format_ends_with_2_and_tells_those_that_there_are(
    evaluate: Any, kept: Path
) -> None:
    ended = evaluate("export", kept, "--format", "xml", "--out", "x")
    assert ended.returncode == 2
    assert "'parquet', 'csv', 'jsonl', 'inspect'" in ended.stderr
