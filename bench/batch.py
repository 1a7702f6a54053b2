"""What a batch takes beside the judge and the model, and whether it keeps a model server busy.

    python bench/batch.py [--topics 100 400] [--rate 600] [--only none mock rate] [--json]

- *cpu*: CPU milliseconds a story, with a judge that does nothing, without a model and with a mock
  model in another process (four calls a story);
- *memory*: the most that the process holds, for each number of topics;
- *rate*: stories with a mock model that takes 0.5 s an answer, under a limit of so many requests a
  minute: the share of the limit that was used between the first request and the last.

Each figure is of a process of its own.
"""

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mock_server import running_mock

from groundwood.agents.checker.judges.judge import Given, Score
from groundwood.nouns import Article
from groundwood.pipelines.batch.engine import AsyncioEngine
from groundwood.pipelines.batch.plan import BatchPlan
from groundwood.pipelines.batch.run import Batch
from groundwood.store import open_store

MOMENT = datetime(2024, 6, 2, 3, tzinfo=UTC)
LATENCY = 0.5
RUNS = ("none", "mock", "rate")
PEOPLE = ("Leila Moreau", "Otto Brandt", "Ines Duarte", "Paul Okafor", "Mina Sato")
THINGS = ("library", "tramway", "orchard", "theatre", "harbour", "museum", "railway")


@dataclass(frozen=True)
class Yes:
    """Supports whatever it is asked."""

    name: str = "yes"
    version: str = "1"
    threshold: float = 0.5

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        """Return full support for each pair."""
        return [Score(supported=1.0, contradicted=0.0, neutral=0.0) for _ in pairs]

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        """Do what `score` does."""
        return self.score(pairs)


def articles(topic: int) -> list[Article]:
    """Return two articles of a few sentences for the topic."""
    thing, person = THINGS[topic % len(THINGS)], PEOPLE[topic % len(PEOPLE)]
    town = f"Exampletown-{topic}"
    texts = (
        (
            f"The {thing} of {town} has {40 + topic} rooms now, said its director {person}. "
            f"The council of {town} paid {7 + topic} million dollars for it in March 2024."
        ),
        (
            f"Neighbours of the {thing} in {town} welcome the {12 + topic} lime trees in its garden. "
            f"The mayor of {town} said on 1 June 2024 that she wants to see it grow."
        ),
    )
    return [
        Article.model_validate(
            {
                "title": f"News of the {thing}",
                "text": text,
                "url": f"https://{town}.invalid/{number}".lower(),
                "source": f"Paper {number}",
                "published_at": datetime(2024, 6, 1, 10 + number, tzinfo=UTC),
                "tags": [f"topic {topic}"],
            }
        )
        for number, text in enumerate(texts)
    ]


def replies() -> list[dict[str, Any]]:
    """Return what the mock model says: a plan of two paragraphs, and a sentence for each."""
    plan = {"paragraphs": [{"aim": "tell", "passages": [str(n)]} for n in (1, 2)]}
    sentence = {"text": "The mayor wants to see it grow.", "citations": ["A"]}
    return [
        {"match": "Plan a news story", "json": plan},
        {"match": "Write the headline", "json": {"headline": "Exampletown builds"}},
        {"match": "", "json": {"sentences": [sentence]}},
    ]


def run(job: dict[str, Any]) -> dict[str, float]:
    """Write so many stories in this process and return what it took."""
    folder = Path(job["folder"])
    os.environ["GROUNDWOOD_CACHE_DIR"] = str(folder / "cache")
    store = open_store(f"sqlite:///{folder / 'news.db'}")
    for topic in range(job["topics"]):
        store.put(articles(topic))
    plan = BatchPlan.model_validate(
        {
            "name": "bench",
            "model": job["model"],
            "by_tag": {"least": 1, "most": job["topics"]},
            "output": {"folder": folder / "out"},
            "concurrency": {"requests_per_minute": job.get("rate")},
        }
    )
    engine = AsyncioEngine(judge=Yes())
    before, began = time.process_time(), time.monotonic()
    ended = asyncio.run(Batch(store, moment=MOMENT, engine=engine).run(plan))
    cpu, seconds = time.process_time() - before, time.monotonic() - began
    assert sum(ended.totals.counts.values()) == job["topics"]
    return {
        "published": ended.totals.counts.get("published", 0),
        "cpu_ms_a_story": round(1000 * cpu / job["topics"], 1),
        "seconds": round(seconds, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "calls": ended.totals.usage.calls,
    }


def measured(**job: Any) -> dict[str, float]:
    """Return the figures of a run in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        given = json.dumps({**job, "folder": folder})
        command = [sys.executable, __file__, "--job", given]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def at_a_rate(topics: int, rate: int) -> dict[str, float]:
    """Return which share of the rate was used by so many stories."""
    with running_mock(latency=LATENCY, replies=replies()) as server:
        found = measured(topics=topics, model=f"{server.base_url}#mock", rate=rate)
        times = server.times
        used = 60 * (len(times) - 1) / (times[-1] - times[0])
    return {**found, "requests_a_minute": round(used, 1), "share_of_limit": round(used / rate, 3)}


def figures(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the figures of each run that is asked for, by its name."""
    if "none" in options.only:
        for number in options.topics:
            yield f"none, {number} topics", measured(topics=number, model="none")
    if "mock" in options.only:
        with running_mock(replies=replies()) as server:
            spec = f"{server.base_url}#mock"
            for number in options.topics:
                yield f"mock, {number} topics", measured(topics=number, model=spec)
    if "rate" in options.only:
        name = f"mock, {options.rate_topics} topics at {options.rate} a minute"
        yield name, at_a_rate(options.rate_topics, options.rate)


def main() -> None:
    """Print one line a run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--topics", type=int, nargs="+", default=[100, 400])
    parser.add_argument("--rate", type=int, default=600)
    parser.add_argument("--rate-topics", type=int, default=100)
    parser.add_argument("--only", nargs="+", choices=RUNS, default=RUNS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--job", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.job:
        print(json.dumps(run(json.loads(options.job))))
        return
    found = dict(figures(options))
    if options.json:
        print(json.dumps(found))
        return
    for name, told in found.items():
        print(f"{name:<36}" + "  ".join(f"{key} {value:g}" for key, value in told.items()))


if __name__ == "__main__":
    main()
