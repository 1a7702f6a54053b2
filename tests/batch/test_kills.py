"""Batches whose process is killed: what is finished is never done again, and nothing is lost."""

import random
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from groundwood.store import open_store


def spent(scene: Any) -> int:
    """Return the calls that the ledger counts for the one topic."""
    with closing(open_store(scene.store)) as store:
        (row,) = store.runs.topics(store.runs.runs()[0].id)
    return row.spent.calls


def test_a_batch_that_is_killed_once_at_every_stage_loses_and_doubles_nothing(
    scene: Any, faults: ModuleType
) -> None:
    for point in faults.POINTS:
        assert scene.start({"at": point, "nth": 1}) == -9, point
    assert scene.start(None) == 0, scene.failures()
    assert scene.lost_and_doubled() == ([], [])
    assert scene.kills == dict.fromkeys(faults.POINTS, 1)


def test_a_batch_that_is_killed_in_the_middle_of_questions_asks_only_those_again(
    scene: Any, mock: Any
) -> None:
    mock.config.latency = 0.05
    for _ in range(6):
        assert scene.start({"at": "question", "nth": 3, "seconds": 60}) == -9
    assert scene.start(None) == 0, scene.failures()
    assert scene.lost_and_doubled() == ([], [])
    prompts = {str(request["body"]["messages"]) for request in mock.requests}
    under_way = 8
    assert len(prompts) == 8 * 4
    assert mock.stats["requests"] <= len(prompts) + 6 * under_way


def test_a_batch_that_is_killed_at_random_loses_and_doubles_nothing(
    scene: Any, faults: ModuleType, mock: Any
) -> None:
    mock.config.latency = 0.02
    chance = random.Random(7)
    for _ in range(20):
        scene.start(faults.drawn(chance))
    assert scene.start(None) == 0, scene.failures()
    assert scene.lost_and_doubled() == ([], [])
    assert scene.kills.total() > 0


@pytest.mark.parametrize("store", ["sqlite", "postgres"])
@pytest.mark.parametrize("whose", ["run", "story"])
def test_calls_of_a_story_that_was_cut_count_in_the_budget_of_the_next_start(
    store: str, whose: str, request: Any, starter: Any, mock: Any, tmp_path: Path, faults: Any
) -> None:
    """Three answers had come when it was killed, and three may be asked for: no fourth is."""
    url = request.getfixturevalue("postgres_url") if store == "postgres" else ""
    scene = faults.Scene(tmp_path / "scene", starter, mock, 1, url)
    scene.prepare(f"[budget.{whose}]\ncalls = 3\n")
    assert scene.start({"at": "write finished", "nth": 2}) == -9
    assert mock.stats["requests"] == 3
    assert scene.start(None) == (6 if whose == "run" else 1)
    assert mock.stats["requests"] == 3
    plan = scene.folder / "plan.toml"
    plan.write_text(plan.read_text().replace("calls = 3", "calls = 4"))
    if whose == "run":
        assert scene.start(None) == 0, scene.failures()
        assert scene.lost_and_doubled() == ([], [])
        assert mock.stats["requests"] == 4


@pytest.mark.parametrize("fault", ["badjson", "empty"])
def test_an_answer_that_did_not_fit_before_a_kill_counts_at_the_next_start(
    fault: str, starter: Any, mock: Any, tmp_path: Path, faults: Any
) -> None:
    """It is killed while the repair is asked for; only that question has no answer."""
    scene = faults.Scene(tmp_path / "scene", starter, mock, 1)
    scene.prepare("[budget.run]\ncalls = 100\n")
    mock.config.plan = [fault, "hang"]
    assert scene.start({"at": "question", "nth": 2, "seconds": 60}) == -9
    assert spent(scene) == 1
    mock.config.plan = []
    assert scene.start(None) == 0, scene.failures()
    assert spent(scene) == mock.stats["requests"] - 1


def test_however_often_it_is_killed_it_overspends_by_no_more_than_was_under_way(
    scene: Any, mock: Any
) -> None:
    """One question at a time: one is on its way, and one answer on its way to the ledger."""
    more = "[budget.run]\ncalls = 12\n[concurrency]\nstories = 1\nrequests = 1\n"
    plan = scene.folder / "plan.toml"
    plan.write_text(plan.read_text().replace("[[topics]]", f"{more}[[topics]]", 1))
    while scene.start({"at": "question", "nth": 3, "seconds": 4}) == -9:
        pass
    kills = scene.kills.total()
    assert kills > 2
    assert mock.stats["requests"] <= 12 + 2 * kills
    assert scene.start(None) == 6


def test_started_again_after_its_end_it_asks_nothing_and_changes_nothing(
    scene: Any, mock: Any
) -> None:
    assert scene.start(None) == 0, scene.failures()
    asked = mock.stats["requests"]
    files = {file: file.stat().st_mtime_ns for file in (scene.folder / "out").rglob("t*.*")}
    assert scene.start(None) == 0, scene.failures()
    assert mock.stats["requests"] == asked
    assert {file: file.stat().st_mtime_ns for file in files} == files
    assert len(files) == 8 * 4


def test_the_suite_sees_what_is_lost_and_what_is_doubled(scene: Any) -> None:
    assert scene.start(None) == 0, scene.failures()
    out: Path = scene.folder / "out" / "2024-06-02"
    (out / "t1.html").unlink()
    (out / "t2.txt").write_text("half a sto")
    log = scene.folder / "calls.log"
    first = log.read_text().splitlines()[0]
    log.write_text(log.read_text() + f"{first}\nasked unheard\n")
    lost, doubled = scene.lost_and_doubled()
    assert sorted(lost) == [
        "question unheard has no answer",
        "t1.html is not there, or not whole",
        "t2.txt is not there, or not whole",
    ]
    assert doubled == [f"question {first[6:18]} was asked again after its answer was kept"]
