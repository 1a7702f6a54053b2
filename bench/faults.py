"""Batches killed at every stage and at any moment, and started again until they have finished.

    python bench/faults.py [--kills 300] [--seconds 3600] [--seed 1] [--json]

A batch of some topics is written with a mock model. Its process is killed with SIGKILL: at a drawn
stage (see `POINTS`), when the model is asked for the nth time, or at a drawn moment. It is started
again and killed again; when it has finished, counted is

- *lost*: topics without a row, a story or a file; questions to the model whose answer was never kept;
- *doubled*: versions beyond the first, and questions that were asked again after their answer was
  kept.

Then the next batch begins, until there were enough kills.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mock_server import MockServer, running_mock

from groundwood.gateway.cache import open_cache
from groundwood.nouns.runs import TopicRun
from groundwood.pipelines.batch.order import WorkOrder
from groundwood.pipelines.batch.summary import BatchSummary
from groundwood.render import render_story
from groundwood.settings import load_settings
from groundwood.store import open_store

POINTS = (
    "begun", "made up", "claimed", "retrieve finished", "plan started", "answer came",
    "answer kept", "plan finished", "write finished", "assemble finished", "check finished",
    "disclaim finished", "story result", "written", "publishing", "settled", "filed", "summed",
    "ended",
)  # fmt: skip
"""Where a batch kills itself: its own stages, a story's after each checkpoint, and the cache's."""
MOMENT = datetime(2024, 6, 2, 3, tzinfo=UTC)
FACTS = (
    "The new {0} opened in March with {1} reading rooms and a garden.",
    "The {0} carried {1} passengers on its first day of service.",
    "The {0} lost {1} trees in the storm of last week.",
    "The {0} sold every seat of its {1} evenings within an hour.",
    "The {0} took in {1} ships during the month of May.",
)
NAMES = (
    "library", "tramway", "orchard", "theatre", "harbour", "museum", "railway", "vineyard", "opera",
    "marina", "archive", "ferry", "forest", "cinema", "dockyard", "gallery", "airport", "plantation",
    "circus", "shipyard",
)  # fmt: skip
SQLITE = "sqlite:///news.db"
SPEAKERS = ("Leila Moreau", "Otto Brandt", "Ines Duarte", "Paul Okafor", "Mina Sato")

Fault = Mapping[str, Any]


def fact(number: int) -> str:
    """Return the fact that the nth article tells."""
    return FACTS[number % len(FACTS)].format(NAMES[number], 11 + 3 * number)


def articles(topics: int) -> list[dict[str, Any]]:
    """Return two articles for each topic, in the form that is ingested."""
    return [
        {
            "title": f"News of the {NAMES[number]}",
            "text": f"{fact(number)} So said {SPEAKERS[number % 5]} of the {NAMES[number]} on Monday.",
            "url": f"https://{NAMES[number]}.invalid/",
            "published_at": "2024-06-01T10:00:00Z",
            "tags": [f"topic {number // 2}"],
        }
        for number in range(2 * topics)
    ]


def replies(topics: int) -> list[dict[str, Any]]:
    """Return what the mock model says: a plan of two paragraphs, one faithful sentence each."""
    plan = {"paragraphs": [{"aim": "tell", "passages": [str(n)]} for n in (1, 2)]}
    told = [
        {
            "match": f"The passages:.*the {NAMES[number]} ",
            "json": {"sentences": [{"text": fact(number), "citations": ["A"]}]},
        }
        for number in range(2 * topics)
    ]
    headline = {"match": "Write the headline", "json": {"headline": "What happened in Exampletown"}}
    return [{"match": "Plan a news story", "json": plan}, headline, *told]


def plan_text(base_url: str, topics: int, more: str = "", store: str = SQLITE) -> str:
    """Return the plan: one topic for each tag."""
    head = f'name = "storm"\nstore = "{store}"\narticles = ["articles.jsonl"]\n'
    head += f'model = "{base_url}#mock"\njudge = "lexical"\nattempts = 100000\n{more}'
    each = (
        f'[[topics]]\nslug = "t{n}"\ntags = ["topic {n}"]\nquery = "{NAMES[2 * n]} {NAMES[2 * n + 1]}"\n'
        for n in range(topics)
    )
    return head + "".join(each)


@dataclass
class Starter:
    """The process that starts batches; see `fault_child`."""

    process: "subprocess.Popen[str]"

    def start(self, start: Mapping[str, Any]) -> int:
        """Start a batch and return its process id."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(start) + "\n")
        self.process.stdin.flush()
        return int(self._line())

    def wait(self) -> int:
        """Return how the batch ended: its exit code, or minus the signal."""
        return int(self._line())

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()


@contextmanager
def starter(environment: Mapping[str, str]) -> Iterator[Starter]:
    """Yield a starter with the environment; its process is ended."""
    command = [sys.executable, str(Path(__file__).with_name("fault_child.py"))]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment) as process:
        try:
            yield Starter(process)
        finally:
            process.kill()


@dataclass
class Scene:
    """One batch in a folder, which is started until it has finished.

    ``store`` is the URL of its store; left out, a file in the folder.
    """

    folder: Path
    starter: Starter
    server: MockServer
    topics: int
    store: str = ""
    kills: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.store = self.store or f"sqlite:///{self.folder / 'news.db'}"

    def prepare(self, more: str = "") -> None:
        """Write plan and articles."""
        self.folder.mkdir(parents=True)
        rows = "\n".join(map(json.dumps, articles(self.topics)))
        (self.folder / "articles.jsonl").write_text(rows)
        plan = plan_text(self.server.base_url, self.topics, more, self.store)
        (self.folder / "plan.toml").write_text(plan)
        self.server.config.replies = replies(self.topics)

    def start(self, fault: Fault | None) -> int:
        """Start the batch, kill it by the fault, and return how it ended."""
        own = fault if fault and fault["at"] in POINTS else None
        start = {
            "plan": str(self.folder / "plan.toml"),
            "log": str(self.folder / "calls.log"),
            "cache": str(self.folder / "cache"),
            "moment": MOMENT.isoformat(),
            "fault": own,
        }
        seen = self.server.stats["requests"]
        process = self.starter.start(start)
        if fault and not own:
            self._kill_from_outside(process, fault, seen)
        code = self.starter.wait()
        if code == -signal.SIGKILL and fault:
            self.kills[fault["at"]] += 1
        return code

    def _kill_from_outside(self, process: int, fault: Fault, seen: int) -> None:
        """Kill it in the middle of its nth question to the model, or after some seconds."""
        until = time.monotonic() + fault.get("seconds", 2.0)
        wanted = seen + fault.get("nth", 1_000_000)
        while time.monotonic() < until and self.server.stats["requests"] < wanted:
            time.sleep(0.001)
        with suppress(ProcessLookupError):  # it ended before
            os.kill(process, signal.SIGKILL)

    def failures(self) -> list[str]:
        """Return why topics failed."""
        store = open_store(self.store)
        try:
            failed = store.runs.topics(store.runs.runs()[0].id, "failed")
        finally:
            store.close()
        return [f"{row.slug}: {row.error_class}: {row.error}" for row in failed]

    def lost_and_doubled(self) -> tuple[list[str], list[str]]:
        """Return what is missing and what is there twice, once the batch has finished."""
        calls = [line.split() for line in (self.folder / "calls.log").read_text().splitlines()]
        kept: set[str] = set()
        doubled = []
        for what, key in calls:
            if what == "asked" and key in kept:
                doubled.append(f"question {key[:12]} was asked again after its answer was kept")
            if what == "kept":
                kept.add(key)
        lost = [f"question {k[:12]} has no answer" for k in self._unanswered(calls, kept)]
        more_lost, more_doubled = self._store()
        return lost + more_lost, doubled + more_doubled

    def _unanswered(self, calls: list[list[str]], kept: set[str]) -> list[str]:
        """Return the questions without an answer; one kept a moment before a kill is in no note."""
        found = open_cache(load_settings(store=self.store, cache_dir=self.folder / "cache"))
        assert found is not None  # the settings' default is to keep answers
        with closing(found) as cache:
            return [k for k in {key for _, key in calls} - kept if cache.get(k) is None]

    def _store(self) -> tuple[list[str], list[str]]:
        store = open_store(self.store)
        try:
            run = store.runs.runs()[0]
            filer = WorkOrder.read(run).filer(run)
            rows = store.runs.topics(run.id)
            lost = [] if run.status == "finished" else [f"the run is {run.status}"]
            lost += [f"{self.topics - len(rows)} rows"] if len(rows) != self.topics else []
            doubled = []
            for row in rows:
                versions = store.stories.versions(row.story) if row.story else []
                lost += (
                    [] if row.status == "published" and versions else [f"{row.slug} {row.status}"]
                )
                doubled += [f"{row.slug} v{version.version}" for version in versions[1:]]
                found = store.stories.get(row.story) if row.story else None
                for file, form in zip(filer.paths(row.slug), filer.output.formats, strict=True):
                    told = render_story(found.checked, form) if found else ""
                    whole = file.is_file() and file.read_text() == told
                    lost += [] if whole else [f"{file.name} is not there, or not whole"]
            records = store.stories.records()
            doubled += [f"{len(records)} stories"] if len(records) > self.topics else []
        finally:
            store.close()
        return lost + self._leavings(run.id, rows), doubled

    def _leavings(self, run_id: str, rows: list[TopicRun]) -> list[str]:
        """Return what is wrong with the summary, and what was left lying about."""
        out = self.folder / "out"
        summary = BatchSummary.model_validate_json((out / f"{run_id}.summary.json").read_bytes())
        wrong = [] if [t.slug for t in summary.topics] == [r.slug for r in rows] else ["summary"]
        return wrong + [f"{file} was left" for file in out.rglob("*.part")]


def drawn(chance: random.Random) -> Fault:
    """Return a fault: at a stage, at a question to the model, or at a moment."""
    kind = chance.random()
    if kind < 0.6:
        return {"at": chance.choice(POINTS), "nth": chance.choice((1, 1, 2, 3, 5))}
    if kind < 0.8:
        return {"at": "question", "nth": chance.randint(1, 6)}
    return {"at": "moment", "seconds": chance.uniform(0.0, 0.6)}


def storm(kills: int, seconds: float, seed: int, topics: int, folder: Path) -> dict[str, Any]:
    """Kill batches so many times, or for so long, and return what was counted."""
    until = time.monotonic() + seconds
    chance = random.Random(seed)
    found: dict[str, Any] = {"kills": 0, "batches": 0, "lost": [], "doubled": []}
    points: Counter[str] = Counter()
    with running_mock(latency=0.02) as server, starter(os.environ) as begun:
        while found["kills"] < kills and time.monotonic() < until:
            scene = Scene(folder / str(found["batches"]), begun, server, topics)
            scene.prepare()
            while scene.start(drawn(chance)) < 0:
                pass
            lost, doubled = scene.lost_and_doubled()
            found["lost"] += lost
            found["doubled"] += doubled
            found["kills"] += scene.kills.total()
            found["batches"] += 1
            points += scene.kills
    return {**found, "at": dict(sorted(points.items()))}


def main() -> None:
    """Print what was counted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=3600.0, help="end then, if not before")
    parser.add_argument("--topics", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = storm(options.kills, options.seconds, options.seed, options.topics, Path(folder))
    if options.json:
        print(json.dumps(found))
        return
    for name, count in found["at"].items():
        print(f"{name:<20}{count:>5}")
    print(
        f"{found['kills']} kills in {found['batches']} batches of {options.topics} topics, "
        f"{len(found['lost'])} lost, {len(found['doubled'])} doubled"
    )
    for what in (*found["lost"][:20], *found["doubled"][:20]):
        print(f"  {what}")


if __name__ == "__main__":
    main()
