"""Batches on a few made-up topics, in this process and in processes that are killed."""

import asyncio
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from groundwood.agents import load_judge
from groundwood.gateway.base import Model
from groundwood.nouns import Article
from groundwood.pipelines.batch.engine import AsyncioEngine
from groundwood.pipelines.batch.plan import BatchPlan
from groundwood.pipelines.batch.reading import read_plan
from groundwood.pipelines.batch.run import Batch, BatchEnd
from groundwood.pipelines.batch.stages import Unwatched
from groundwood.store import Store, open_store


@pytest.fixture(scope="module")
def starter(faults: ModuleType) -> Iterator[Any]:
    """A process that starts batches, so that each kill costs a fork and not a start."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GROUNDWOOD_")}
    with faults.starter(kept) as begun:
        yield begun


@pytest.fixture
def scene(faults: ModuleType, starter: Any, mock: Any, tmp_path: Path) -> Any:
    """A batch of eight topics that can be started and killed."""
    found = faults.Scene(tmp_path / "scene", starter, mock, topics=8)
    found.prepare()
    return found


NEWS = {
    "library": ("Leila Moreau", "40 reading rooms", "a roof garden with 12 lime trees"),
    "tramway": ("Otto Brandt", "9 new carriages", "a depot for 60 workers at Mill Street"),
    "orchard": ("Ines Duarte", "300 apple trees", "a press that makes 5 barrels of cider"),
}


def told(name: str) -> list[dict[str, Any]]:
    """Return two articles about the place."""
    person, first, second = NEWS[name]
    texts = (
        (
            f"The {name} of Exampletown now has {first}, said its director {person}. "
            f"The town council of Exampletown paid 7 million dollars for the {name}."
        ),
        (
            f"Neighbours of the {name} welcome {second}. "
            f"The mayor of Exampletown, Paul Okafor, wants to see the {name} grow."
        ),
    )
    return [
        {"text": text, "source": f"Paper {number}", "published_at": "2024-06-01T10:00:00Z"}
        for number, text in enumerate(texts)
    ]


@dataclass
class Newsroom:
    """A store with two articles for each of three topics, and a folder for the output."""

    folder: Path
    store: Store
    moment: datetime

    def plan(self, more: str = "", topics: int = 3) -> BatchPlan:
        """Return a plan of the topics ``t0``, ``t1``, … without a model; ``more`` goes before them."""
        file = self.folder / "plan.toml"
        head = f'name = "storm"\nstore = "sqlite:///news.db"\nmodel = "none"\n{more}'
        each = (f'[[topics]]\nslug = "t{n}"\ntags = ["topic {n}"]\n' for n in range(topics))
        file.write_text(head + "".join(each))
        return read_plan(file)

    def run(
        self, plan: BatchPlan, *, model: Model | None = None, watch: Any = None, **options: Any
    ) -> BatchEnd:
        """Run the plan in this process."""
        again = options.pop("again", None)
        options.setdefault("moment", self.moment)

        async def inside() -> BatchEnd:
            engine = AsyncioEngine(model=model, judge=load_judge("lexical"))
            batch = Batch(self.store, engine=engine, watch=watch or Unwatched(), **options)
            return await (batch.again(*again) if again else batch.run(plan))

        return asyncio.run(inside())

    def put(self, **fields: Any) -> None:
        """Put one article more into the store."""
        self.store.put([Article.model_validate(fields)])

    def rows(self, run_id: str = "storm-2024-06-02") -> dict[str, str]:
        """Return the state of each topic."""
        return {row.slug: row.status for row in self.store.runs.topics(run_id)}


@pytest.fixture
def newsroom(
    faults: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Newsroom]:
    """A newsroom whose caches lie in the test's folder."""
    monkeypatch.setenv("GROUNDWOOD_CACHE_DIR", str(tmp_path / "cache"))
    opened = open_store(f"sqlite:///{tmp_path / 'news.db'}")
    for number, name in enumerate(NEWS):
        rows = ({**row, "tags": [f"topic {number}"]} for row in told(name))
        opened.put([Article.model_validate(row) for row in rows])
    yield Newsroom(tmp_path, opened, faults.MOMENT)
    opened.close()


@pytest.fixture
def failing() -> Callable[..., Any]:
    """Make a watcher that raises when a topic comes to a stage."""

    @dataclass
    class Failing(Unwatched):
        stage: str
        slug: str
        error: Exception

        def at(self, stage: Any, row: Any = None) -> None:
            if stage == self.stage and row is not None and row.slug == self.slug:
                raise self.error

    return Failing
