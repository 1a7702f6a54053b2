"""Ctrl-C and SIGTERM end a command with one line, which is JSON where all others are."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from groundwood import Article
from groundwood.store import open_store

COMMAND = [sys.executable, "-c", "from groundwood.cli.main import main; main()"]

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(variables: Any, tmp_path: Path) -> Iterator[Start]:
    """Start a command in the test's folder, and leave it running until the test ends."""
    running = []

    def started(*arguments: str, **given: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=tmp_path,
            env=variables(given),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        running.append(process)
        return process

    yield started
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture
def hanging(answering: Any) -> Any:
    """A model that is asked and does not answer."""
    answering.config.plan = ["hang"] * 20
    return answering


def ended(process: "subprocess.Popen[str]", number: signal.Signals) -> tuple[int, str, str]:
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def is_told(line: dict[str, Any], number: signal.Signals) -> bool:
    told = (line["level"], line["event"], line["signal"])
    return told == ("warning", "run.interrupted", number.name)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"]
)
def test_with_json_a_story_that_is_interrupted_ends_in_one_event_and_every_line_is_json(
    start: Start,
    hanging: Any,
    arguments: list[str],
    as_lines: Any,
    number: signal.Signals,
    code: int,
) -> None:
    process = start(*arguments, "--json", "--run-id", "night-1")
    hanging.wait_for(1)
    returned, out, err = ended(process, number)
    lines = as_lines(err)
    assert (returned, out) == (code, "")
    assert is_told(lines[-1], number)
    assert [line["event"] for line in lines].count("run.interrupted") == 1


def test_without_json_sigterm_is_told_in_words(
    start: Start, hanging: Any, arguments: list[str]
) -> None:
    process = start(*arguments, "--quiet")
    hanging.wait_for(1)
    assert ended(process, signal.SIGTERM) == (143, "", "groundwood: ended by SIGTERM\n")


def test_an_interrupted_story_hands_its_telemetry_over_and_counts_for_nothing(
    start: Start, hanging: Any, arguments: list[str], collector: Any, tmp_path: Path
) -> None:
    file = tmp_path / "groundwood.prom"
    variables = {"GROUNDWOOD_METRICS_FILE": str(file), "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url}
    process = start(*arguments, "--json", **variables)
    hanging.wait_for(1)
    assert ended(process, signal.SIGTERM)[0] == 143
    assert 'error_type="asyncio.exceptions.CancelledError"' in file.read_text()
    assert "groundwood_stories_total" not in file.read_text()
    failed = {span.name for span in collector.spans if span.status.code == 2}
    assert failed >= {"run", "invoke_workflow story", "chat example"}


def test_with_json_an_update_that_is_interrupted_ends_in_one_event(
    start: Start, hanging: Any, articles: tuple[Article, ...], tmp_path: Path, as_lines: Any
) -> None:
    stored(tmp_path, *articles)
    begun = start("write", "--keep", "--slug", "town", "--model", "none", "--quiet")
    assert begun.communicate(timeout=60)[1] == ""
    stored(tmp_path, Article(text="The mayor of Exampletown, Paul Okafor, thanked the nine."))
    process = start("update", "town", "--json", "--quiet")
    hanging.wait_for(1)
    returned, out, err = ended(process, signal.SIGINT)
    (line,) = as_lines(err)
    assert (returned, out) == (130, "")
    assert is_told(line, signal.SIGINT)


def test_with_json_a_batch_that_is_interrupted_ends_in_one_event_after_its_result(
    start: Start, hanging: Any, articles: tuple[Article, ...], tmp_path: Path, as_lines: Any
) -> None:
    stored(tmp_path, *articles)
    plan = 'name = "night"\nstore = "sqlite:///groundwood.db"\n[[topics]]\nslug = "town"\n'
    (tmp_path / "plan.toml").write_text(plan)
    process = start("batch", "plan.toml", "--json", "--run-id", "night-1")
    hanging.wait_for(1)
    returned, out, err = ended(process, signal.SIGTERM)
    lines = as_lines(err)
    assert (returned, json.loads(out)["reason"]) == (143, "ended by SIGTERM")
    assert is_told(lines[-1], signal.SIGTERM)
    assert [line["event"] for line in lines].count("run.interrupted") == 1


def test_a_process_that_is_deaf_to_ctrl_c_hears_sigterm(
    start: Start, hanging: Any, arguments: list[str], as_lines: Any
) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process = start(*arguments, "--json")
    finally:
        signal.signal(signal.SIGINT, before)
    hanging.wait_for(1)
    returned, _, err = ended(process, signal.SIGTERM)
    assert returned == 143
    assert is_told(as_lines(err)[-1], signal.SIGTERM)


def stored(folder: Path, *articles: Article) -> None:
    store = open_store(f"sqlite:///{folder / 'groundwood.db'}")
    store.put(articles)
    store.close()
