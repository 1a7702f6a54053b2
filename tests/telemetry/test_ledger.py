"""``groundwood runs metrics``: what the ledger knows of all runs, as Prometheus text."""

import re
import sys
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.cli.main import main
from groundwood.gateway.score_endpoint import AGENT
from groundwood.nouns import Topic, Usage
from groundwood.nouns.runs import BatchRun, TopicRun
from groundwood.store import Store, open_store
from groundwood.telemetry.ledger import ALL, LATEST, ledger_text

BEGAN = datetime(2024, 6, 1, 3, tzinfo=UTC)
LINE = re.compile(r'(\w+)(?:\{((?:\w+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? ([0-9.e+-]+)')
LABEL = re.compile(r'(\w+)="((?:[^"\\\n]|\\["\\n])*)"')
UNESCAPED = {r"\\": "\\", r"\"": '"', r"\n": "\n"}


def samples(text: str) -> dict[tuple[str, ...], float]:
    """Read the format strictly: each family once, its help and its type before all of its samples."""
    found: dict[tuple[str, ...], float] = {}
    families: list[str] = []
    lines = iter(text.split("\n")[:-1])
    for line in lines:
        if line.startswith("# HELP "):
            families.append(line.split(" ")[2])
            assert next(lines) == f"# TYPE {families[-1]} gauge"
            continue
        match = LINE.fullmatch(line)
        assert match, line
        name, labels, value = match.groups()
        assert name == families[-1]
        values = (
            re.sub(r"\\.", lambda said: UNESCAPED[said[0]], v) for _, v in LABEL.findall(labels)
        )
        key = (name, *values)
        assert key not in found
        found[key] = float(value)
    assert len(families) == len(set(families))
    return found


def topic(run: str, number: int, **fields: Any) -> TopicRun:
    slug = f"t{number}"
    return TopicRun(run_id=run, slug=slug, place=number, topic=Topic(slug=slug), **fields)


def enter(store: Store, day: int, topics: Iterable[dict[str, Any]], **fields: Any) -> BatchRun:
    """Enter a run of that day that took seven minutes."""
    began = BEGAN + timedelta(days=day)
    name = fields.pop("id", f"night-{day}")
    run = BatchRun(id=name, plan=fields.pop("plan", "night"), digest="d", started_at=began)
    store.runs.begin(run, [topic(name, at, **one) for at, one in enumerate(topics)])
    ended = {"status": "finished", "finished_at": began + timedelta(minutes=7), **fields}
    store.runs.note(run.model_copy(update=ended))
    return run


WRITTEN = {
    "status": "published",
    "usage": {
        "summarizer": Usage(calls=3, tokens_in=100, tokens_out=20, cost=0.5),
        "checker": Usage(cached_calls=2),
    },
}
REFUSED = {"status": "failed", "error": "so", "error_class": "ModelRefused"}
LOST = {"status": "failed", "error": "it never ended"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'news.db'}")
    yield opened
    opened.close()


Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def metrics(
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Call:
    """Do what the command does on the store, in this process."""
    monkeypatch.chdir(tmp_path)

    def called(*options: str) -> tuple[int, str, str]:
        arguments = ["groundwood", "runs", "metrics", "--store", "sqlite:///news.db", *options]
        monkeypatch.setattr(sys, "argv", arguments)
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return called


def test_of_each_plans_latest_run_it_tells_outcomes_failures_tokens_cost_calls_and_times(
    store: Store, metrics: Call
) -> None:
    enter(store, 0, [REFUSED])
    enter(store, 1, [WRITTEN, WRITTEN, REFUSED, LOST, {"status": "abstained"}])
    code, text, err = metrics()
    found = samples(text)
    own = {key[0]: value for key, value in found.items() if key[1:] == ("night", "night-1")}
    assert (code, err) == (0, "")
    assert own == {
        "groundwood_run_start_timestamp_seconds": (BEGAN + timedelta(days=1)).timestamp(),
        "groundwood_run_end_timestamp_seconds": (BEGAN + timedelta(days=1)).timestamp() + 420,
        "groundwood_run_duration_seconds": 420,
        "groundwood_run_spent_calls": 6,
        "groundwood_run_spent_cost": 1.0,
    }
    told = {
        key: value
        for key, value in found.items()
        if key[0].startswith("groundwood_run_") and len(key) > 3
    }
    assert {key[1:3] for key in told} == {("night", "night-1")}
    assert {(key[0].removeprefix("groundwood_run_"), *key[3:]): v for key, v in told.items()} == {
        ("status", "finished"): 1,
        ("status", "running"): 0,
        ("status", "stopped"): 0,
        ("topics", "published"): 2,
        ("topics", "failed"): 2,
        ("topics", "abstained"): 1,
        ("topics", "unchanged"): 0,
        ("topics", "pending"): 0,
        ("topics", "running"): 0,
        ("failures", "ModelRefused"): 1,
        ("failures", "_OTHER"): 1,
        ("tokens", "summarizer", "input"): 200,
        ("tokens", "summarizer", "output"): 40,
        ("tokens", "checker", "input"): 0,
        ("tokens", "checker", "output"): 0,
        ("calls", "summarizer"): 6,
        ("calls", "checker"): 0,
        ("cached_calls", "summarizer"): 0,
        ("cached_calls", "checker"): 4,
        ("cost", "summarizer"): 1.0,
    }


def test_what_was_spent_counts_work_that_was_cut_or_done_again_and_no_served_judge(
    store: Store, metrics: Call
) -> None:
    cut = {"taken": Usage(calls=5, cost=0.75)}
    again = {**WRITTEN, "earlier": Usage(calls=2, cost=0.25)}
    enter(store, 0, [cut, again, {"usage": {AGENT: Usage(calls=9)}, "taken": Usage()}])
    found = samples(text := metrics()[1])
    assert found["groundwood_run_spent_calls", "night", "night-0"] == 5 + 3 + 2
    assert found["groundwood_run_spent_cost", "night", "night-0"] == 0.75 + 0.5 + 0.25
    assert found["groundwood_run_calls", "night", "night-0", "summarizer"] == 3
    assert found["groundwood_run_calls", "night", "night-0", AGENT] == 9
    assert f"of a served judge as the agent '{AGENT}'" in text


def test_the_totals_are_those_of_all_runs_of_each_plan(store: Store, metrics: Call) -> None:
    enter(store, 0, [WRITTEN, REFUSED])
    enter(store, 1, [WRITTEN, WRITTEN], status="stopped")
    enter(store, 1, [REFUSED], plan="morning", id="morning-1")
    found = samples(metrics()[1])
    assert found["groundwood_ledger_runs", "night", "finished"] == 1
    assert found["groundwood_ledger_runs", "night", "stopped"] == 1
    assert found["groundwood_ledger_topics", "night", "published"] == 3
    assert found["groundwood_ledger_topics", "morning", "failed"] == 1
    assert found["groundwood_ledger_failures", "night", "ModelRefused"] == 1
    assert found["groundwood_ledger_tokens", "night", "summarizer", "input"] == 300
    assert found["groundwood_ledger_cost", "night", "summarizer"] == 1.5
    assert found["groundwood_ledger_duration_seconds", "night"] == 840
    latest = {key[1:3] for key in found if key[0] == "groundwood_run_topics"}
    assert latest == {("night", "night-1"), ("morning", "morning-1")}


def test_a_run_at_work_has_no_end_and_no_duration(store: Store, metrics: Call) -> None:
    enter(store, 0, [WRITTEN, {}], status="running", finished_at=None)
    found = samples(metrics()[1])
    names = {key[0] for key in found}
    assert found["groundwood_run_status", "night", "night-0", "running"] == 1
    assert found["groundwood_run_topics", "night", "night-0", "pending"] == 1
    assert "groundwood_run_start_timestamp_seconds" in names
    assert not {name for name in names if "end_timestamp" in name or "duration" in name}


def test_with_latest_there_are_no_totals_and_the_rest_is_the_same(
    store: Store, metrics: Call
) -> None:
    enter(store, 0, [REFUSED])
    enter(store, 1, [WRITTEN])
    both, latest = samples(metrics()[1]), samples(metrics("--latest")[1])
    assert latest == {k: v for k, v in both.items() if k[0].startswith("groundwood_run_")}
    assert len(latest) < len(both)


def test_it_writes_the_file_whole_and_with_nothing_beside_it(
    store: Store, metrics: Call, tmp_path: Path
) -> None:
    enter(store, 0, [WRITTEN])
    folder = tmp_path / "textfile"
    folder.mkdir()
    file = folder / "runs.prom"
    file.write_text("of the night before")
    assert metrics("--out", str(file)) == (0, "", "")
    assert file.read_text() == metrics()[1]
    assert list(folder.iterdir()) == [file]


def test_a_file_that_cannot_be_written_is_an_error_that_names_it(
    store: Store, metrics: Call
) -> None:
    code, out, err = metrics("--out", "nowhere/runs.prom")
    assert (code, out) == (1, "")
    assert err == "groundwood: --out: nowhere/runs.prom: No such file or directory\n"


def test_a_ledger_without_runs_has_no_metrics(store: Store, metrics: Call) -> None:
    assert metrics() == (0, "", "")


def test_a_store_that_is_not_there_is_an_error_and_is_not_made(
    metrics: Call, tmp_path: Path
) -> None:
    code, out, err = metrics("--store", "sqlite:///other.db")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert not (tmp_path / "other.db").exists()


@pytest.mark.parametrize("number", [0, 1, 2, 7])
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_runs_come_a_page_at_a_time_each_once_and_in_the_same_order(
    database: str, number: int, request: pytest.FixtureRequest
) -> None:
    url = "sqlite://" if database == "sqlite" else request.getfixturevalue("postgres_url")
    with closing(open_store(url)) as store:
        paged_through(store, number)


def paged_through(store: Store, number: int) -> None:
    for at in range(number):
        enter(store, at // 2, [], id=f"night-{at}")
    paged: list[str] = []
    last = None
    while page := store.runs.runs(2, after=last):
        assert len(page) <= 2
        paged += [run.id for run in page]
        last = page[-1]
    assert paged == [run.id for run in store.runs.runs()]
    assert len(paged) == number


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"), min_size=1))
def test_whatever_a_plan_or_an_agent_is_called_it_is_read_back(plan: str, agent: str) -> None:
    run = BatchRun(id="r", plan=plan, digest="d", started_at=BEGAN)
    row = topic("r", 0, usage={agent: Usage(calls=3)})
    found = samples(ledger_text([run], lambda _: [row]))
    assert found["groundwood_run_calls", plan, "r", agent] == 3
    assert found["groundwood_ledger_calls", plan, agent] == 3


def test_memory_does_not_grow_with_the_number_of_runs() -> None:
    def runs(number: int) -> Iterator[BatchRun]:
        for at in range(number):
            document = str(at).zfill(10_000)
            yield BatchRun(
                id=f"r{at}", plan="night", digest="d", started_at=BEGAN, document=document
            )

    def peak(number: int) -> int:
        tracemalloc.start()
        ledger_text(runs(number), lambda run: (topic(run.id, at, **WRITTEN) for at in range(3)))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(400) < peak(20) + 200_000


def test_every_metric_of_the_ledger_is_in_the_documentation() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "observability.md"
    told = page.read_text(encoding="utf-8")
    for short in LATEST.keys() | ALL.keys():
        name = short.replace(".", "_")
        unit = "_seconds" if (LATEST.get(short) or ALL[short]).unit == "s" else ""
        assert re.search(rf"^\| `…_{name}{unit}` \|", told, re.MULTILINE), name
