"""Processes that are killed while they write, and started again: nothing finished is paid twice."""

import json
import re
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from groundwood import parse_story
from groundwood.ingest import read_articles
from groundwood.store import open_store

COMMAND = [sys.executable, "-c", "from groundwood.cli.main import main; main()"]
FACTS = {
    "library": ("The new library opened in March with 40 reading rooms.", "Leila Moreau"),
    "tramway": ("The tramway carried 9,000 passengers on its first day.", "Otto Brandt"),
    "orchard": ("The orchard lost 300 apple trees in the storm.", "Ines Duarte"),
    "theatre": ("The theatre sold every seat of its 12 evenings.", "Paul Okafor"),
    "harbour": ("The harbour took in 75 ships during the week.", "Mina Sato"),
}
SLIP = FACTS["orchard"][0].replace("300", "800")
CALLS = 1 + len(FACTS) + 1 + 1
"""Plan, paragraphs, headline, and the one sentence that has to be mended."""

Start = Callable[..., "subprocess.Popen[str]"]


def reply(match: str, answer: dict[str, Any]) -> dict[str, Any]:
    return {"match": match, "json": answer}


def sentence(text: str) -> dict[str, Any]:
    return {"text": text, "citations": ["A"]}


@pytest.fixture
def server(mock: Any) -> Any:
    """Answer faithfully but for one figure, and slowly enough to be killed in the middle."""
    plans = [{"aim": "tell", "passages": [str(n)]} for n in range(1, len(FACTS) + 1)]
    mock.config.replies = [
        reply("Plan a news story", {"paragraphs": plans}),
        reply("Write the headline", {"headline": "Five things that happened in Exampletown"}),
        reply("Write it again", sentence(FACTS["orchard"][0])),
        *(
            reply(f"The passages:.*the {name}", {"sentences": [sentence(text)]})
            for name, (text, _) in FACTS.items()
            if name != "orchard"
        ),
        reply("The passages:.*the orchard", {"sentences": [sentence(SLIP)]}),
    ]
    mock.config.latency = 0.25
    return mock


@pytest.fixture
def start(server: Any, outside: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Start ``groundwood write`` under a run id; what still runs at the end is killed."""
    rows = [
        {
            "title": f"News of the {name}",
            "text": f"{text} So said {person} of the {name} on Monday.",
            "url": f"https://{name}.invalid/",
            "published_at": "2024-05-06T10:00:00Z",
        }
        for name, (text, person) in FACTS.items()
    ]
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    settings = {
        "GROUNDWOOD_CACHE_DIR": str(tmp_path / "cache"),
        "GROUNDWOOD_MODEL": f"{server.base_url}#mock",
        "GROUNDWOOD_CONCURRENCY": "1",
    }
    running = []

    def started(run_id: str, *options: str, store: str = "") -> "subprocess.Popen[str]":
        source = ["--store", store] if store else ["--articles", str(file)]
        process = subprocess.Popen(
            [*COMMAND, "write", *source, "--run-id", run_id, "--quiet", *options],
            cwd=tmp_path,
            env={**outside, **settings},
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


def kill(process: "subprocess.Popen[str]") -> None:
    """Kill without a word; it must still have been at work."""
    assert process.poll() is None
    process.kill()
    assert process.wait() == -9
    assert process.communicate() == ("", "")


def ended(process: "subprocess.Popen[str]") -> str:
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    return out


def wait_until_kept(file: Path, tasks: int) -> None:
    """Return once so many steps of the run are in its checkpoints."""
    query = "SELECT count(DISTINCT task_id) FROM writes WHERE channel = 'usage'"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
        _wait_for(lambda: opened.execute(query).fetchone()[0] >= tasks)


def wait_until_stored(url: str, tasks: int) -> None:
    """Return once so many steps are among the checkpoints in PostgreSQL."""
    query = (
        "SELECT count(DISTINCT task_id) FROM groundwood.checkpoint_writes WHERE channel = 'usage'"
    )
    with psycopg.connect(url, autocommit=True) as opened:
        _wait_for(lambda: opened.execute(query).fetchone()[0] >= tasks)  # type: ignore[index]


def _wait_for(kept: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not kept():
        assert time.monotonic() < until, "the run keeps nothing"
        time.sleep(0.005)


def prompts(server: Any) -> Counter[str]:
    """How often each prompt was asked."""
    return Counter(json.dumps(request["body"]["messages"]) for request in server.requests)


def assert_whole(text: str) -> None:
    told = [sentence.text for sentence in parse_story(text).sentences]
    assert sorted(told) == sorted(text for text, _ in FACTS.values())


def test_a_run_that_is_killed_four_times_asks_again_only_what_was_not_answered(
    server: Any, start: Start, tmp_path: Path
) -> None:
    file = tmp_path / "cache" / "runs" / "night.sqlite"
    # Requests seen and steps kept: at the first paragraph, the third, the headline, the mending.
    moments = ((2, 2), (5, 4), (9, 7), (11, 9))
    for requests, tasks in moments:
        process = start("night", "--no-cache")
        server.wait_for(requests)
        wait_until_kept(file, tasks)
        kill(process)
        assert server.stats["requests"] == requests
    text = ended(start("night", "--no-cache"))
    assert_whole(text)
    assert server.stats["requests"] == CALLS + len(moments)
    assert sorted(prompts(server).values()) == [1] * (CALLS - len(moments)) + [2] * len(moments)
    assert ended(start("night", "--no-cache")) == text
    assert server.stats["requests"] == CALLS + len(moments)


def test_a_run_on_postgresql_that_is_killed_goes_on_in_another_folder(
    server: Any, start: Start, tmp_path: Path, postgres_url: str
) -> None:
    with closing(open_store(postgres_url)) as store:
        store.put(read_articles([str(tmp_path / "articles.jsonl")]))
    process = start("night", "--no-cache", store=postgres_url)
    server.wait_for(5)
    wait_until_stored(postgres_url, 4)
    kill(process)
    assert list((tmp_path / "cache").rglob("*.sqlite")) == []
    text = ended(start("night", "--no-cache", store=postgres_url))
    assert_whole(text)
    assert server.stats["requests"] == CALLS + 1
    assert ended(start("night", "--no-cache", store=postgres_url)) == text
    assert server.stats["requests"] == CALLS + 1


def test_a_killed_run_needs_no_checkpoint_to_be_spared_answers_that_the_cache_holds(
    server: Any, start: Start, tmp_path: Path
) -> None:
    process = start("night")
    server.wait_for(5)
    kill(process)
    for file in (tmp_path / "cache" / "runs").iterdir():
        file.unlink()
    assert_whole(ended(start("night")))
    assert server.stats["requests"] == CALLS + 1
    assert max(prompts(server).values()) == 2


def test_two_runs_at_once_write_a_story_each(server: Any, start: Start, tmp_path: Path) -> None:
    server.config.latency = 0.05
    processes = [start(run_id, "--no-cache") for run_id in ("left", "right")]
    stories = [ended(process) for process in processes]
    for text in stories:
        assert_whole(text)
    undated = {re.sub(r"^20\d\d-.*$", "", text, flags=re.MULTILINE) for text in stories}
    assert len(undated) == 1
    assert server.stats["requests"] == 2 * CALLS
    runs = {file.name for file in (tmp_path / "cache" / "runs").glob("*.sqlite")}
    assert runs == {"left.sqlite", "right.sqlite"}
