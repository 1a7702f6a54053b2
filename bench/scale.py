"""A batch with one process, and with workers on Ray; the ledger under load.

    python bench/scale.py [--topics 40] [--rows 1000] [--only stories claims writes] [--json]

Each measurement runs in a process of its own; PostgreSQL is a server that this program starts on
the machine's PostgreSQL, as durable as it is by default; Ray listens on loopback.

- *stories*: a batch of topics with each engine and each store. ``none``: on the articles of
  ``examples/``, sentences are taken from them. ``mock``: on the short articles of ``faults.py``, a
  server on this machine answers after 0.2 s, and no answer is kept. A minute counts from the first claim to the last settled topic; what comes before is
  ``start``. ``driver ms`` is the CPU time of the driver's process a topic, without the start; with
  one process that is all the work there is.
- *claims*: rows claimed one at a time from PostgreSQL by so many processes at once.
- *writes*: a story of the same batch published and recorded, one transaction each, by so many.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import faults
from mock_server import running_mock

from groundwood.nouns import Article, Topic
from groundwood.nouns.runs import BatchRun, TopicRun
from groundwood.nouns.version import StoryVersion
from groundwood.pipelines.batch.engine import AsyncioEngine, Engine
from groundwood.pipelines.batch.plan import BatchPlan, Output, TopicSpec
from groundwood.pipelines.batch.run import Batch
from groundwood.pipelines.batch.stages import Stage
from groundwood.pipelines.clock import now
from groundwood.pipelines.events import Event
from groundwood.pipelines.scale.engine import RayEngine
from groundwood.store import open_store

ARTICLES = Path(__file__).resolve().parent.parent / "examples" / "articles"
TAGS = ("trilateral", "baltimore")
SHORT = 10
"""Topics that the short articles are on."""
LATENCY = 0.2
CROWDS = (1, 4, 16)
ENGINES = {"asyncio": 0, "ray 1": 1, "ray 2": 2}


@dataclass
class Clock:
    """Notes when the first topic was claimed and the last one settled, and the CPU time between."""

    begun: list[float] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)

    def at(self, stage: Stage, row: TopicRun | None = None) -> None:
        """Note it."""
        if stage == "claimed" and not self.begun:
            self.begun = [time.monotonic(), time.process_time()]
        if stage == "settled":
            self.ended = [time.monotonic(), time.process_time()]

    def story(self, row: TopicRun, event: Event) -> None:
        """See nothing of a single story."""


def stories(url: str, model: str, workers: int, topics: int, folder: Path) -> dict[str, Any]:
    """Run a batch and return its figures."""
    os.environ["GROUNDWOOD_CACHE_DIR"] = str(folder / "cache")
    os.environ["GROUNDWOOD_RESPONSE_CACHE"] = "0"
    store, clock, began = open_store(url), Clock(), time.monotonic()
    engine: Engine = RayEngine(workers=workers) if workers else AsyncioEngine()
    server = running_mock(latency=LATENCY) if model == "mock" else nullcontext()
    with server as mock:
        if mock:
            mock.config.replies = faults.replies(SHORT)
            store.put(Article.model_validate(row) for row in faults.articles(SHORT))
        plan = BatchPlan(
            name="bench",
            store=url,
            articles=() if mock else (ARTICLES,),
            model=f"{mock.base_url}#mock" if mock else "none",
            judge="lexical",
            topics=tuple(_topic(number, bool(mock)) for number in range(topics)),
            output=Output(folder=folder / "out"),
        )
        ended = asyncio.run(Batch(store, engine=engine, watch=clock).run(plan))
    store.close()
    seconds, cpu = (end - begin for begin, end in zip(clock.begun, clock.ended, strict=True))
    return {
        "counts": ended.totals.counts,
        "calls": ended.totals.usage.calls,
        "stories/min": topics / seconds * 60,
        "driver ms": cpu / topics * 1000,
        "start s": clock.begun[0] - began,
    }


def _topic(number: int, short: bool) -> TopicSpec:
    tag = f"topic {number % SHORT}" if short else TAGS[number % len(TAGS)]
    query = faults.NAMES[number % SHORT * 2] if short else ""
    return TopicSpec(slug=f"s{number}", tags=(tag,), query=query)


def _crowd(number: int, work: Callable[[Any, int], None], url: str) -> tuple[float, list[float]]:
    """Let so many processes work at once; return the seconds it took, and the times they tell."""
    context = multiprocessing.get_context("fork")
    told, gate = context.SimpleQueue(), context.Barrier(number + 1)

    def inside(which: int) -> None:
        store, times = open_store(url), []
        gate.wait()
        for _ in iter(lambda: None, 0):
            begin = time.perf_counter()
            if not work(store, which):
                break
            times.append(time.perf_counter() - begin)
        told.put(times)
        store.close()

    crowd = [context.Process(target=inside, args=(which,)) for which in range(number)]
    for one in crowd:
        one.start()
    gate.wait()
    begin = time.perf_counter()
    times = [seconds for _ in crowd for seconds in told.get()]
    seconds = time.perf_counter() - begin
    for one in crowd:
        one.join()
    return seconds, times


def _begin(url: str, rows: int) -> None:
    store = open_store(url)
    run = BatchRun(id="r", plan="p", digest="d", started_at=now())
    topic = Topic(slug="s", query="the bridge", tags=("baltimore",))
    made = (
        TopicRun(
            run_id="r", slug=f"s{n}", place=n, topic=topic.model_copy(update={"slug": f"s{n}"})
        )
        for n in range(rows)
    )
    store.runs.begin(run, made)
    store.close()


def claims(url: str, number: int, rows: int) -> dict[str, Any]:
    """Claim all rows, one at a time."""
    _begin(url, rows)
    seconds, times = _crowd(number, lambda store, w: bool(store.runs.claim("r", f"w{w}")), url)
    assert len(times) == rows, "a row was claimed twice, or never"
    return _figures(seconds, times)


def writes(url: str, number: int, rows: int, version: StoryVersion) -> dict[str, Any]:
    """Publish a story for each row and record the row, as a worker does."""
    _begin(url, rows)
    store = open_store(url)
    shares = [store.runs.claim("r", f"w{w}", rows // number) for w in range(number)]
    store.close()

    def settle(store: Any, which: int) -> bool:
        if not shares[which]:
            return False
        row = shares[which].pop()
        story = version.story.model_copy(update={"uuid": uuid4()})
        checked = version.checked.model_copy(update={"story": story})
        made = version.model_copy(update={"slug": row.slug, "checked": checked})
        with store.transaction():
            store.stories.publish(made)
            done = {"status": "published", "story": story.uuid, "version": story.version}
            store.runs.record(row.model_copy(update=done))
        return True

    return _figures(*_crowd(number, settle, url))


def _figures(seconds: float, times: list[float]) -> dict[str, Any]:
    late = sorted(times)[int(len(times) * 0.95)]
    return {"a second": len(times) / seconds, "p50 ms": median(times) * 1e3, "p95 ms": late * 1e3}


@contextmanager
def stores() -> Iterator[dict[str, Callable[[], str]]]:
    """Yield what makes the URL of an empty store of each kind."""
    from postgres_server import missing, running_postgres  # the driver is optional

    with tempfile.TemporaryDirectory() as folder:
        kinds = {"sqlite": lambda: f"sqlite:///{folder}/{uuid4().hex}.db"}
        if missing():
            print(f"without PostgreSQL: {missing()}", file=sys.stderr)
            yield kinds
            return
        with running_postgres(quick=False) as server:
            yield {**kinds, "postgres": server.new_database}


def apart(**step: Any) -> dict[str, Any]:
    """Run a step in a process of its own."""
    command = [sys.executable, __file__, "--step", json.dumps(step)]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def run_step(step: dict[str, Any]) -> dict[str, Any]:
    """Run one step here."""
    name = step.pop("name")
    with tempfile.TemporaryDirectory() as folder:
        if name == "stories":
            return stories(**step, folder=Path(folder))
        if name == "claims":
            return claims(**step)
        if name == "writes":
            url = f"sqlite:///{folder}/one.db"
            stories(url, "none", 0, 1, Path(folder))
            store = open_store(url)
            version = store.stories.get(store.stories.records()[0].uuid)
            store.close()
            assert version is not None  # the story of the one topic
            return writes(**step, version=version)
        raise ValueError(name)


def measure(only: list[str], topics: int, rows: int) -> Iterator[dict[str, Any]]:
    """Yield the figures, a line each."""
    with stores() as kinds:
        for kind, new in kinds.items():
            if "stories" in only:
                for model in ("none", "mock"):
                    for engine, workers in ENGINES.items():
                        step = {"url": new(), "model": model, "workers": workers, "topics": topics}
                        what = f"stories {model:<5}{kind:<9}{engine}"
                        yield {"what": what, **apart(name="stories", **step)}
            for name in ("claims", "writes"):
                if name in only and not (name == "claims" and kind == "sqlite"):
                    for crowd in CROWDS:
                        what = f"{name:<7} {kind:<14}{crowd:>2}"
                        yield {"what": what, **apart(name=name, url=new(), number=crowd, rows=rows)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--topics", type=int, default=40)
    parser.add_argument("--rows", type=int, default=1000)
    kinds = ["stories", "claims", "writes"]
    parser.add_argument("--only", nargs="+", choices=kinds, default=kinds)
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        print(json.dumps(run_step(json.loads(given.step))))
        return
    for line in measure(given.only, given.topics, given.rows):
        if given.json:
            print(json.dumps(line), flush=True)
            continue
        what = line.pop("what")
        told = (f"{k} {v:,.1f}" if isinstance(v, float) else f"{k} {v}" for k, v in line.items())
        print(f"{what:<32}" + "  ".join(told), flush=True)


if __name__ == "__main__":
    main()
