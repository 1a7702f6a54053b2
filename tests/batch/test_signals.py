"""Ctrl-C and SIGTERM: the batch ends tidily, and at once when it is told twice."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from groundwood.store import open_store

COMMAND = [sys.executable, "-c", "from groundwood.cli.main import main; main()"]
RUN = "storm-2024-06-02"


@pytest.fixture
def start(outside: dict[str, str], faults: ModuleType, mock: Any, tmp_path: Path) -> Iterator[Any]:
    """Start ``groundwood batch`` on a plan of three topics; the server hangs from the 4th request."""
    scene = faults.Scene(tmp_path / "scene", None, mock, topics=3)
    scene.prepare()
    mock.config.plan = ["ok"] * 3 + ["hang"] * 30
    running = []

    def started(*options: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [*COMMAND, "batch", "plan.toml", "--now", "2024-06-02T03:00Z", *options],
            cwd=scene.folder,
            env={**outside, "GROUNDWOOD_CACHE_DIR": str(tmp_path / "cache")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        running.append(process)
        return process

    started.folder = scene.folder  # type: ignore[attr-defined]
    yield started
    for process in running:
        process.kill()
        process.communicate()


def ledger(folder: Path) -> tuple[Any, set[str]]:
    store = open_store(f"sqlite:///{folder / 'news.db'}")
    try:
        return store.runs.run(RUN), {row.status for row in store.runs.topics(RUN)}
    finally:
        store.close()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_with_its_code_and_a_ledger_that_says_so(
    start: Any, mock: Any, number: signal.Signals, code: int
) -> None:
    process = start()
    mock.wait_for(4)
    process.send_signal(number)
    out, _ = process.communicate(timeout=60)
    run, states = ledger(start.folder)
    assert process.returncode == code
    assert out.startswith(f"{RUN} stopped: ended by {number.name}\n")
    assert (run.status, run.reason) == ("stopped", f"ended by {number.name}")
    assert states == {"pending"}


def test_started_again_after_a_signal_it_asks_nothing_that_was_answered(
    start: Any, mock: Any
) -> None:
    process = start()
    mock.wait_for(4)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    asked, mock.config.plan = mock.stats["requests"], []
    again = start()
    again.communicate(timeout=60)
    run, states = ledger(start.folder)
    assert (again.returncode, run.status, states) == (0, "finished", {"published"})
    assert mock.stats["requests"] == asked + 3 * 4 - 3


def test_a_second_signal_ends_it_at_once(start: Any, mock: Any) -> None:
    process = start()
    mock.wait_for(4)
    while process.poll() is None:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.1)
    assert process.returncode == 130
    assert ledger(start.folder)[0].status == "running"
    mock.config.plan = []
    again = start()
    again.communicate(timeout=60)
    assert again.returncode == 0
    assert ledger(start.folder)[1] == {"published"}


def test_a_second_start_ends_at_once_with_a_code_of_its_own(start: Any, mock: Any) -> None:
    start()
    mock.wait_for(4)
    second = start()
    out, err = second.communicate(timeout=60)
    told = "groundwood: a batch of the plan 'storm' is already at work\n"
    assert (second.returncode, out, err) == (5, "", told)
