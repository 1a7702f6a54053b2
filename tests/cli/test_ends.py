"""What ends the command from outside: Ctrl-C, a reader that goes away; and who sees the key."""

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

KEY = "sk-a-secret-that-nobody-may-see"


@pytest.fixture
def start(command: list[str], environment: dict[str, str], tmp_path: Path) -> Iterator[Any]:
    """Start the command, and leave it running until the test ends."""
    running: list[subprocess.Popen[bytes]] = []

    def started(*arguments: object, **variables: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [*command, *map(str, arguments)],
            cwd=tmp_path,
            env={**environment, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        running.append(process)
        return process

    yield started
    for process in running:
        process.kill()
        process.communicate()


def test_ctrl_c_ends_with_130_and_one_line(start: Any, mock: Any, articles: Path) -> None:
    mock.config.plan = ["hang"] * 10
    options = ("--model", f"{mock.base_url}#mock", "--articles", articles, "--quiet")
    process = start("write", *options)
    mock.wait_for(1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"groundwood: interrupted\n")


def test_a_reader_that_goes_away_gets_no_traceback(start: Any, articles: Path) -> None:
    process = start("write", "--model", "none", "--articles", articles, "--quiet")
    process.stdout.close()
    err = process.stderr.read()
    assert (process.wait(timeout=30), err) == (1, b"")


@pytest.mark.parametrize("fault", ["echo", "401", "html", "nonsense"])
def test_an_endpoint_that_answers_garbage_fails_in_one_line_without_the_key(
    run: Any, mock: Any, articles: Path, fault: str
) -> None:
    mock.config.plan = [fault] * 20
    spec = f"{mock.base_url}#mock"
    options = ("--articles", articles, "--no-cache", "--quiet")
    keys = {"GROUNDWOOD_API_KEY": KEY, "GROUNDWOOD_DEADLINE": "1"}
    ended = run("write", "--model", spec, *options, **keys)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"groundwood: {spec}: prompt summarizer/plan 1.0: ")
    assert ended.stderr.count("\n") == 1
    assert KEY not in ended.stderr
    assert mock.requests[0]["headers"]["authorization"] == f"Bearer {KEY}"


def test_the_key_is_in_no_output_and_no_file(
    run: Any, mock: Any, articles: Path, tmp_path: Path
) -> None:
    mock.config.key = KEY
    spec = f"{mock.base_url}#mock"
    options = ("--model", spec, "--articles", articles, "--json", "--run-id", "night")
    kept = {"GROUNDWOOD_API_KEY": KEY, "GROUNDWOOD_CACHE_DIR": str(tmp_path / "cache")}
    ended = run("write", *options, "--explain", "--out", "out", **kept)
    look = run("doctor", "--model", spec, "--json", **kept)
    assert mock.stats["ok"] > 0
    assert ended.stderr.count('"kind":"result"') + ended.stderr.count('"run.failed"') == 1
    for text in (ended.stdout, ended.stderr, look.stdout, look.stderr):
        assert KEY not in text
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert files
    assert not [file for file in files if KEY.encode() in file.read_bytes()]


def test_doctor_finds_everything_in_order_and_makes_no_store(run: Any, tmp_path: Path) -> None:
    ended = run("doctor", "--model", "none", "--json")
    parts = json.loads(ended.stdout)
    assert ended.returncode == 0
    assert list(parts) == ["groundwood", "store", "model", "tokenizer", "judge"]
    assert all(part["works"] for part in parts.values())
    assert "is not there yet; groundwood ingest makes it" in parts["store"]["detail"]
    assert list(tmp_path.iterdir()) == []


def test_doctor_counts_the_articles_of_a_store(run: Any, articles: Path) -> None:
    assert run("ingest", articles, "--quiet").returncode == 0
    ended = run("doctor", "--model", "none")
    assert "sqlite:///groundwood.db with 6 articles" in ended.stdout
    assert ended.stdout.count("ok  ") == 5


def test_doctor_ends_with_1_and_says_how_to_get_what_is_missing(run: Any, tmp_path: Path) -> None:
    ended = run("doctor", "--model", "local", GROUNDWOOD_CACHE_DIR=str(tmp_path / "empty"))
    missing = [line for line in ended.stdout.splitlines() if line.startswith("MISSING")]
    assert ended.returncode == 1
    assert len(missing) == 1
    assert "groundwood model install" in missing[0]


def test_the_graph_is_printed_as_mermaid_and_nothing_else(run: Any, tmp_path: Path) -> None:
    ended = run("graph")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "graph TD;" in ended.stdout
    assert "check -.-> mend;" in ended.stdout
    assert list(tmp_path.iterdir()) == []
