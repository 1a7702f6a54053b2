"""``groundwood eval doctor``: judge, card, extras, and whether a run is whole."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.cli.eval import doctor as command

NAMES = ["judge", "card", "scipy", "matplotlib", "pandas", "pyarrow"]


def parts(evaluate: Any, *options: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(evaluate("doctor", *options, "--json").stdout)
    return found


def test_judge_card_and_extras_are_told_and_what_is_missing_ends_with_1(evaluate: Any) -> None:
    ended = evaluate("doctor")
    lines = [line.split() for line in ended.stdout.splitlines()]
    assert (ended.returncode, ended.stderr) == (1, "")
    assert [name for _, name, *_ in lines] == NAMES
    assert lines[0][:3] == ["ok", "judge", "lexical"]
    assert lines[1][0] == "MISSING"
    assert "--allow-uncalibrated scores all the same" in ended.stdout


def test_a_judge_that_cannot_be_had_is_missing(evaluate: Any) -> None:
    found = parts(evaluate, "--judge", "llm")
    assert not found["judge"]["works"]
    assert found["judge"]["detail"].startswith("--judge: llm needs a model that can judge")
    assert found["card"]["detail"] == found["judge"]["detail"]


def test_a_missing_extra_says_how_to_get_it(evaluate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(command._EXTRAS, "no-such-thing", "this test")
    found = parts(evaluate)["no-such-thing"]
    assert found["detail"] == "needed for this test: pip install 'groundwood[eval]'"


def test_a_whole_run_is_told_with_its_judge_and_how_it_was_scored(
    evaluate: Any, kept: Path
) -> None:
    found = parts(evaluate, kept)
    assert [found[name]["works"] for name in ("samples", "scoring", "verdicts")] == [True] * 3
    assert found["samples"]["detail"] == "6 samples, as they were scored"
    assert found["scoring"]["detail"].startswith("21 texts, 15 of them shortcuts, 2 metrics, ")
    assert found["verdicts"]["detail"].startswith("lexical ")
    assert found["verdicts"]["detail"].endswith(" questions have a verdict")


def changed_samples(run: Path) -> None:
    file = run / "samples.jsonl"
    file.write_text(file.read_text(encoding="utf-8").replace("Nobody", "No one"), encoding="utf-8")


def cut_markings(run: Path) -> None:
    file = run / "markings.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:-1]), encoding="utf-8")


def lost_verdicts(run: Path) -> None:
    rows = sqlite3.connect(run / "verdicts.sqlite")
    with rows:
        rows.execute("DELETE FROM verdicts WHERE claim LIKE 'Heavy rain%'")
    rows.close()


def no_verdicts(run: Path) -> None:
    (run / "verdicts.sqlite").unlink()


@pytest.mark.parametrize(
    ("harm", "part", "told"),
    [
        (changed_samples, "samples", "the samples are not those that were scored; score it again"),
        (cut_markings, "scoring", "run: its files are not those of one scoring by this version"),
        (lost_verdicts, "verdicts", "questions have no verdict (citations "),
        (no_verdicts, "verdicts", "there is no verdicts.sqlite: its numbers cannot be made again"),
    ],
)
def test_what_a_run_lacks_is_told_with_what_to_do(
    evaluate: Any, scored: Path, harm: Callable[[Path], None], part: str, told: str
) -> None:
    harm(scored)
    found = parts(evaluate, "run")[part]
    assert not found["works"]
    assert told in found["detail"]
    assert evaluate("doctor", "run").returncode == 1


def test_a_folder_that_is_no_run_is_missing_everything(evaluate: Any) -> None:
    found = parts(evaluate, "nowhere")
    assert not any(found[name]["works"] for name in ("samples", "scoring", "verdicts"))
    assert found["samples"]["detail"].startswith("nowhere/samples.jsonl: No such file")
