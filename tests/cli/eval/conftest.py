"""Small outputs of two systems, a run that scored them, and the command as a user calls it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

DOCS = [
    {"id": "dam", "title": "Dam", "text": "The dam of Harrow held all night. Nobody was hurt."},
    {"id": "mayor", "text": "The mayor of Harrow resigned at noon. The council meets on Monday."},
    {"id": "rain", "text": "Heavy rain fell on the town of Harrow for three days."},
]
GOOD = {
    "a": "The dam of Harrow held all night [1]. Nobody was hurt there [1].",
    "b": "The mayor of Harrow resigned at noon [2]. The council meets on Monday [2].",
    "c": "Heavy rain fell on the town of Harrow for three days [3].",
}
BAD = {
    "a": "The dam of Harrow held all night [3]. The bridge fell into the river [9].",
    "b": "The mayor of Harrow resigned at noon. Seven ships sank off the coast [1].",
    "c": "Heavy rain fell on the town of Harrow for three days [3].",
}
SCORE = ("--allow-uncalibrated", "--quiet", "--metric", "citations", "--metric", "validity")

Result = Any
Run = Callable[..., Result]


def outputs(**systems: dict[str, str]) -> str:
    """Return the JSON lines of what systems wrote, by id."""
    rows = [
        {"id": key, "system": system, "output": text, "docs": DOCS}
        for system, texts in systems.items()
        for key, text in texts.items()
    ]
    return "".join(f"{json.dumps(row)}\n" for row in rows)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """What two systems wrote, as a file of the test."""
    file = tmp_path / "outputs.jsonl"
    file.write_text(outputs(good=GOOD, bad=BAD), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def kept(run_in: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that was scored once; look, but do not touch."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "outputs.jsonl").write_text(outputs(good=GOOD, bad=BAD), encoding="utf-8")
    ended = run_in(folder, "eval", "score", "outputs.jsonl", "--out", "run", *SCORE)
    assert ended.returncode == 0, ended.stderr
    return folder / "run"


@pytest.fixture
def scored(kept: Path, tmp_path: Path) -> Path:
    """A scored run of the test's own."""
    return shutil.copytree(kept, tmp_path / "run")


@pytest.fixture
def evaluate(run: Run) -> Run:
    """Run ``groundwood eval`` in the test's folder."""
    return lambda *arguments, **options: run("eval", *arguments, **options)


@pytest.fixture
def fails(evaluate: Run) -> Callable[..., str]:
    """Run ``groundwood eval`` and return the one line with which it fails, as it should."""

    def failed(code: int, *arguments: object, **options: str) -> str:
        ended = evaluate(*arguments, **options)
        assert (ended.returncode, ended.stdout) == (code, ""), ended.stderr
        assert ended.stderr.startswith("groundwood: ")
        assert ended.stderr.count("\n") == 1
        return str(ended.stderr).removeprefix("groundwood: ").rstrip("\n")

    return failed
