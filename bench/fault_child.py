"""Batches that are killed: a process that imports once, and forks a child for each start.

Each line on standard input is a start: the plan, the moment, and at what the child is to kill itself
(``{"at": "settled", "nth": 2}``; none: not at all). Each line on standard output is what became of
it: first its process id, then its wait status (negative: the signal). The child keeps a log of the
questions to the model that were not answered from the cache, and of the answers that were kept.
"""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from groundwood.gateway.cache import AnswerCache, open_cache
from groundwood.gateway.open import open_model
from groundwood.nouns.runs import TopicRun
from groundwood.pipelines.batch.engine import AsyncioEngine
from groundwood.pipelines.batch.order import WorkOrder
from groundwood.pipelines.batch.reading import read_plan
from groundwood.pipelines.batch.run import Batch
from groundwood.pipelines.batch.stages import Stage
from groundwood.pipelines.events import Event
from groundwood.store import open_store
from groundwood.text.tokens import count_tokens


@dataclass
class Killer:
    """Watches a batch, and kills this process when it comes to a point for the nth time."""

    at_point: str
    nth: int
    log: Path
    seen: Counter[str] = field(default_factory=Counter)

    def pass_by(self, point: str) -> None:
        """Die if it is the point, for the nth time."""
        self.seen[point] += 1
        if point == self.at_point and self.seen[point] == self.nth:
            os.kill(os.getpid(), signal.SIGKILL)

    def at(self, stage: Stage, row: TopicRun | None = None) -> None:
        """Come to a stage."""
        self.pass_by(stage)

    def story(self, row: TopicRun, event: Event) -> None:
        """Come to a stage of a story: ``plan finished``."""
        self.pass_by(f"{event.stage} {event.kind}")

    def note(self, what: str, key: str) -> None:
        """Add a line to the log, which a kill cannot take back."""
        with self.log.open("a") as file:
            file.write(f"{what} {key}\n")


@dataclass
class KillingCache:
    """Keeps answers in the cache proper, and comes to points before and after each is kept."""

    killer: Killer
    cache: AnswerCache

    def get(self, key: str) -> str | None:
        """Return the answer; a question that has none is noted, for it is going to be asked."""
        answer = self.cache.get(key)
        if answer is None:
            self.killer.note("asked", key)
        return answer

    def put(self, key: str, answer: str, model: str, prompt: str) -> None:
        """Keep the answer and note that it is kept."""
        self.killer.pass_by("answer came")
        self.cache.put(key, answer, model, prompt)
        self.killer.note("kept", key)
        self.killer.pass_by("answer kept")

    def close(self) -> None:
        """Close the cache proper."""
        self.cache.close()


async def run(start: dict[str, Any]) -> int:
    """Run the batch and return its exit code."""
    os.environ["GROUNDWOOD_CACHE_DIR"] = start["cache"]
    plan = read_plan(Path(start["plan"]))
    moment = datetime.fromisoformat(start["moment"])
    settings = WorkOrder.of(plan, moment).settings()
    fault = start["fault"] or {"at": "", "nth": 0}
    killer = Killer(fault["at"], fault["nth"], Path(start["log"]))
    cache = open_cache(settings)
    assert cache is not None  # the settings' default is to keep answers
    store = open_store(settings.store)
    async with open_model(settings.model, settings, cache=KillingCache(killer, cache)) as model:
        batch = Batch(store, moment=moment, engine=AsyncioEngine(model=model), watch=killer)
        return (await batch.run(plan)).code


def main() -> None:
    """Fork a child for each line, and tell what became of it."""
    count_tokens("read the vocabulary once")
    for line in sys.stdin:
        start = json.loads(line)
        process = os.fork()
        if process == 0:
            os._exit(asyncio.run(run(start)))
        print(process, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
