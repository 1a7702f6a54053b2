"""How the command fails: one clear line, the right exit code, no traceback, no story."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A loopback port at which nobody answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def failed(run: Any, code: int) -> str:
    """Return the one line of a run that failed as it should."""
    assert (run.returncode, run.stdout) == (code, "")
    assert "Traceback" not in run.stderr
    assert run.stderr.startswith("groundwood: ")
    assert run.stderr.count("\n") == 1
    return str(run.stderr).removeprefix("groundwood: ").rstrip("\n")


def test_a_file_that_is_not_there_is_named(run_in: Any, tmp_path: Path) -> None:
    told = failed(run_in(tmp_path, "write", "--articles", "nowhere.jsonl"), 1)
    assert told == "no usable article; nowhere.jsonl: No such file or directory"


def test_a_store_that_is_not_there_is_named_and_not_made(write: Any, tmp_path: Path) -> None:
    told = failed(write(), 1)
    assert told == "--store: sqlite:///groundwood.db is not there; groundwood ingest makes it"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_store_is_named_and_left_as_it_is(write: Any, tmp_path: Path) -> None:
    file = tmp_path / "letters.db"
    file.write_bytes(b"these are letters")
    told = failed(write("--store", "sqlite:///letters.db"), 1)
    assert told == "letters.db: file is not a database"
    assert file.read_bytes() == b"these are letters"


def test_a_dead_endpoint_fails_with_the_model_the_prompt_and_the_cause(
    run: Any, articles: Path, closed_port: int
) -> None:
    spec = f"http://127.0.0.1:{closed_port}/v1#gone"
    options = ("--articles", articles, "--quiet")
    told = failed(run("write", "--model", spec, *options, GROUNDWOOD_DEADLINE="0.5"), 1)
    assert told.startswith(f"{spec}: prompt summarizer/plan 1.0: ")
    assert "no connection" in told


def test_checkpoints_that_cannot_be_read_are_named(
    write: Any, articles: Path, tmp_path: Path
) -> None:
    file = tmp_path / "runs" / "night.sqlite"
    file.parent.mkdir()
    file.write_bytes(b"these are letters")
    run = write(
        "--articles", articles, "--run-id", "night", "-q", GROUNDWOOD_CACHE_DIR=str(tmp_path)
    )
    assert failed(run, 1) == f"--run-id: checkpoints in {file}: file is not a database"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--model", "gpt"), "--model: 'gpt' names no model; use none, local, "),
        (("--since", "soon"), "--since: 'soon' is no date or time that can be read"),
        (("--until", "2024-13-45"), "--until: '2024-13-45' is no date or time that can be read"),
        (("--judge", "jury"), "--judge: there is no judge 'jury'; there are: auto, builtin, "),
        (("--judge", "llm"), "--judge: llm needs a model that can judge"),
        (("--judge", "cascade"), "--judge: cascade needs a model that can judge"),
        (("--judge", "http"), "--judge-url: --judge http needs the URL that scores are asked of"),
        (("--judge-url", "ftp://x/y", "--judge", "http"), "--judge-url: 'ftp://x/y': use http://"),
        (("--votes", "0"), "--votes: input should be greater than or equal to 1"),
        (("--slug", "../up"), "--slug: string should match pattern"),
        (("--run-id", "../up"), "--run-id: '../up' is not 1 to 80 of letters"),
        (("--store", "mysql://here"), "--store: 'mysql://here' is not of the form sqlite:///path"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_an_option_without_a_usable_value_is_named_and_ends_with_2(
    write: Any, articles: Path, options: tuple[str, str], told: str
) -> None:
    given = () if options[0] == "--store" else ("--articles", articles)
    assert failed(write(*given, *options), 2).startswith(told)


def test_a_variable_without_a_usable_value_is_named_and_ends_with_2(
    run_in: Any, articles: Path, tmp_path: Path
) -> None:
    told = failed(run_in(tmp_path, "write", GROUNDWOOD_CONCURRENCY="0"), 2)
    assert told.startswith("GROUNDWOOD_CONCURRENCY: ")


def test_an_unknown_option_ends_with_2_and_says_which(write: Any) -> None:
    run = write("--frobnicate")
    assert (run.returncode, run.stdout) == (2, "")
    assert "No such option: --frobnicate" in run.stderr
    assert "Traceback" not in run.stderr
