"""The command: what it prints where, and its exit codes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from groundwood.cli import ingest
from groundwood.store import open_store

Row = dict[str, Any]
Run = Callable[..., Result]


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def run(store: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(ingest.ingest)

    def invoke(*arguments: str | Path, given: bytes = b"") -> Result:
        words = [*map(str, arguments), "--store", store]
        return CliRunner().invoke(app, words, input=given, catch_exceptions=False)

    return invoke


def test_the_summary_goes_to_the_output_and_the_rest_to_the_other(
    run: Run, write: Any, row: Callable[..., Row]
) -> None:
    write([row(id="one"), row(id="one"), row(id="two", date="soon"), {"text": ""}])
    result = run("articles.jsonl")
    assert result.exit_code == 3
    assert result.stdout == "2 kept (2 new, 0 updated), 1 rejected, 1 duplicate\n"
    assert result.stderr == (
        "articles.jsonl:3: warning: the date “soon” is no date that can be read: left out\n"
        "articles.jsonl:4: no text: “text” is empty\n"
    )


def test_the_last_line_can_be_a_json_object(run: Run, write: Any, row: Callable[..., Row]) -> None:
    write([row(), row(), row(text="Another text. " * 9, date="soon"), 5])
    assert json.loads(run("articles.jsonl", "--json").stdout.splitlines()[-1]) == {
        "accepted": 2,
        "added": 2,
        "updated": 0,
        "duplicates": 1,
        "rejected": 1,
        "warnings": 1,
    }


def test_the_exit_code_is_0_when_all_is_kept(run: Run, write: Any, row: Callable[..., Row]) -> None:
    write([row()])
    assert run("articles.jsonl").exit_code == 0


def test_the_exit_code_is_0_when_all_is_there_already(
    run: Run, write: Any, row: Callable[..., Row]
) -> None:
    write([row()])
    run("articles.jsonl")
    result = run("articles.jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "0 kept (0 new, 0 updated), 0 rejected, 1 duplicate\n"


@pytest.mark.parametrize("content", [b"", b"{bad\n", b"just words", b"[]", b'{"text": ""}\n'])
def test_the_exit_code_is_1_when_nothing_is_usable(run: Run, write: Any, content: bytes) -> None:
    write(content)
    result = run("articles.jsonl")
    assert result.exit_code == 1
    assert result.stderr.startswith("articles.jsonl:")
    assert result.stderr.count("\n") == 1


def test_a_missing_file_is_named_and_nothing_is_usable(run: Run) -> None:
    result = run("nowhere.jsonl")
    assert (result.exit_code, result.stderr) == (1, "nowhere.jsonl: No such file or directory\n")


def test_a_changed_article_is_updated(
    run: Run, write: Any, store: str, row: Callable[..., Row]
) -> None:
    url = "https://x.invalid/1"
    write([row(url=url)])
    run("articles.jsonl")
    write([row(url=url, title="Corrected")])
    assert run("articles.jsonl").stdout == "1 kept (0 new, 1 updated), 0 rejected, 0 duplicates\n"
    write([row(url=url, title="A"), row(url=url, title="B", text=row()["text"] + " More.")])
    assert run("articles.jsonl").stdout == "1 kept (0 new, 1 updated), 0 rejected, 1 duplicate\n"
    assert open_store(store).count() == 1


def test_a_newer_version_in_a_later_batch_counts_once(
    run: Run, write: Any, row: Callable[..., Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "BATCH", 1)
    url = "https://x.invalid/1"
    write([row(url=url), row(url=url, text=row()["text"] + " More.")])
    assert run("articles.jsonl").stdout == "1 kept (1 new, 0 updated), 0 rejected, 1 duplicate\n"


def test_an_id_that_another_stored_article_has_is_told(
    run: Run, write: Any, row: Callable[..., Row]
) -> None:
    write([row(id="a3a17192")])
    run("articles.jsonl")
    write([row(id="a3a17192", text="Quite another text, as one can see.")])
    result = run("articles.jsonl")
    assert result.exit_code == 0
    assert result.stderr.startswith("articles.jsonl:1: warning: stored as ")
    assert result.stderr.endswith(": the store has a3a17192, or its address, for another text\n")


def test_more_articles_than_a_batch_are_all_stored(
    run: Run, write: Any, store: str, row: Callable[..., Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "BATCH", 3)
    write([row(id=str(i)) for i in range(10)])
    assert run("articles.jsonl").stdout.startswith("10 kept (10 new")
    assert open_store(store).count() == 10


def test_standard_input_is_ingested(run: Run, row: Callable[..., Row]) -> None:
    result = run("-", given=json.dumps(row()).encode() + b"\n{bad\n")
    assert result.exit_code == 3
    assert result.stderr.startswith("stdin:2: not JSON")


def test_many_lines_alike_are_summarised(run: Run, write: Any, row: Callable[..., Row]) -> None:
    write([row(), *({"text": ""} for _ in range(500))])
    lines = run("articles.jsonl").stderr.splitlines()
    assert lines[2:] == [
        "articles.jsonl:4: no text: “text” is empty",
        "and 497 more like: no text: “text” is empty",
    ]


def test_many_different_lines_end_in_counts(run: Run, write: Any, row: Callable[..., Row]) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    write([row(), *({letter: 1} for letter in letters for _ in range(2))])
    lines = run("articles.jsonl").stderr.splitlines()
    assert len(lines) == 36
    assert lines[20] == (
        "and 2 more like: no text: none of text, content, body, description, … is among its fields (k)"
    )


def test_quiet_says_only_what_failed(run: Run, write: Any, row: Callable[..., Row]) -> None:
    write([row(date="soon"), 5])
    result = run("articles.jsonl", "--quiet")
    assert result.stdout == ""
    assert result.stderr == "articles.jsonl:2: a number, not an object with an article's fields\n"
    assert json.loads(run("articles.jsonl", "-q", "--json").stdout)["rejected"] == 1


def test_neither_file_names_nor_fields_can_recolour_the_terminal(
    run: Run, write: Any, row: Callable[..., Row]
) -> None:
    write([{"\x1b[31mfield\x07\u202e": 1}, row(date="\x1b[2J\x9b31m20")], "a\x1b[31mb.jsonl")
    result = run("a\x1b[31mb.jsonl")
    assert result.stderr == (
        "ab.jsonl:1: no text: none of text, content, body, description, … is among its fields "
        "(field)\nab.jsonl:2: warning: the date “31m20” has no year of four digits: left out\n"
    )
