"""``groundwood batch`` and ``groundwood runs``: what they print where, and how they end."""

import json
from pathlib import Path
from typing import Any

import pytest

from groundwood.pipelines.batch.engine import AsyncioEngine
from groundwood.pipelines.scale.engine import RayEngine

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "batch" / "nightly.toml"
RUN = "nightly-2024-09-10"
NOW = ("--now", "2024-09-11T03:00Z")


@pytest.fixture
def batch(run: Any, tmp_path: Path) -> Any:
    """Run the example plan at a fixed moment with store and output in the test's folder."""

    def here(*arguments: object, plan: Path = EXAMPLE, **options: str) -> Any:
        store = ("--store", "sqlite:///news.db", "--out", "out")
        return run("batch", plan, "--model", "none", *NOW, *store, *arguments, **options)

    return here


@pytest.fixture
def runs(run: Any) -> Any:
    def here(*arguments: object) -> Any:
        return run("runs", *arguments, "--store", "sqlite:///news.db")

    return here


def test_the_example_plan_is_written_with_its_result_alone_on_standard_output(
    batch: Any, tmp_path: Path
) -> None:
    ended = batch()
    assert ended.returncode == 0
    assert ended.stdout.splitlines() == [
        f"{RUN} finished",
        "2 topics: 2 published",
        str(tmp_path / "out" / f"{RUN}.summary.md"),
    ]
    told = [line.split()[:3] for line in ended.stderr.splitlines()]
    assert sorted(told) == [
        ["published", "key-bridge", "v0.01"],
        ["published", "trilateral-security", "v0.01"],
    ]


def test_a_second_start_prints_the_same_and_does_nothing(batch: Any) -> None:
    first, second = batch("--quiet"), batch()
    assert first.stderr == second.stderr == ""
    assert (second.returncode, second.stdout) == (0, first.stdout)


def test_check_prints_what_would_run_and_makes_nothing(batch: Any, tmp_path: Path) -> None:
    ended = batch("--check")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith(f"run          {RUN}\n")
    topics = [line.split()[0] for line in ended.stdout.split("\n\n")[1].splitlines()]
    assert topics == ["trilateral-security", "key-bridge"]
    assert list(tmp_path.iterdir()) == []
    told = json.loads(batch("--check", "--json").stdout)
    assert [topic["slug"] for topic in told["topics"]] == topics
    assert told["run"] == RUN


def test_json_is_one_object_on_standard_output_and_lines_on_standard_error(batch: Any) -> None:
    ended = batch("--json")
    told = json.loads(ended.stdout)
    assert (told["run"], told["code"], told["counts"]) == (RUN, 0, {"published": 2})
    events = [json.loads(line)["event"] for line in ended.stderr.splitlines()]
    assert events[0] == "batch.begun"
    assert events[-1] == "batch.ended"
    assert events.count("batch.settled") == 2


def test_a_faulty_plan_ends_with_2_and_one_line(batch: Any, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text('name = "n"\n[[topics]]\nslug = "a"\nquerry = "x"\n')
    ended = batch(plan=plan)
    told = f"{plan}:4: [[topics]] 1 querry: there is no such field; the nearest is 'query'"
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == f"groundwood: {told}\n"
    assert batch("--check", plan=plan).stderr == ended.stderr


def test_a_moment_that_cannot_be_read_ends_with_2(run: Any) -> None:
    ended = run("batch", EXAMPLE, "--now", "soon")
    told = "groundwood: --now: 'soon' is no date or time that can be read\n"
    assert (ended.returncode, ended.stderr) == (2, told)


def test_the_ledger_is_listed_and_shown(batch: Any, runs: Any, tmp_path: Path) -> None:
    batch()
    assert runs().stdout.split()[:1] == [RUN]
    assert "finished  2 topics: 2 published" in runs().stdout
    shown = runs("show", RUN)
    assert shown.returncode == 0
    assert "topics    2 topics: 2 published\n" in shown.stdout
    assert str(tmp_path / "out/2024-09-10/key-bridge.html") in shown.stdout
    lines = [json.loads(line) for line in runs("show", RUN, "--json").stdout.splitlines()]
    assert [(line["slug"], line["status"]) for line in lines] == [
        ("trilateral-security", "published"),
        ("key-bridge", "published"),
    ]
    assert json.loads(runs("--json").stdout)["counts"] == {"published": 2}


def test_a_run_that_is_not_there_is_told_with_the_nearest(batch: Any, runs: Any) -> None:
    batch()
    ended = runs("show", "nightly-2024-09-19")
    told = f"groundwood: the ledger has no run 'nightly-2024-09-19'; the nearest is '{RUN}'\n"
    assert (ended.returncode, ended.stderr) == (1, told)


def test_failed_topics_are_done_again_when_it_is_asked_for(
    batch: Any, runs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("groundwood.pipelines.batch.desk.keep_story", lambda *_, **__: 1 / 0)
        assert batch().returncode == 1
    assert runs("retry", RUN).returncode == 2
    again = runs("retry", RUN, "--failed")
    assert again.returncode == 0
    assert "2 topics: 2 published" in again.stdout


def test_failed_topics_are_done_again_by_the_engine_that_is_named(
    batch: Any, runs: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The options are those of ``batch``, and the engine is told which store the run is in."""
    hired = []

    async def here(self: RayEngine, *work: Any) -> None:
        hired.append((self.address, self.workers, self.store))
        await AsyncioEngine().run(*work)

    monkeypatch.setattr(RayEngine, "check", lambda *_: None)
    monkeypatch.setattr(RayEngine, "run", here)
    with monkeypatch.context() as patch:
        patch.setattr("groundwood.pipelines.batch.desk.keep_story", lambda *_, **__: 1 / 0)
        assert batch().returncode == 1
    ray = ("--engine", "ray", "--workers", "2", "--address", "127.0.0.1:6379")
    again = runs("retry", RUN, "--failed", *ray)
    assert (again.returncode, "2 topics: 2 published" in again.stdout) == (0, True)
    assert hired == [("127.0.0.1:6379", 2, "sqlite:///news.db")]


@pytest.mark.parametrize("option", ["--workers", "--address"])
def test_an_option_of_another_engine_is_refused_before_anything_is_done(
    batch: Any, runs: Any, option: str
) -> None:
    batch()
    ended = runs("retry", RUN, "--abstained", option, "2")
    told = f"groundwood: {option} is for --engine ray\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", told)


def test_a_store_that_is_not_there_is_told(runs: Any) -> None:
    ended = runs()
    assert ended.returncode == 1
    assert "sqlite:///news.db is not there" in ended.stderr
