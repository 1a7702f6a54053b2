"""A worker whose judge is served elsewhere: the office admits what it asks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from groundwood.gateway.admission import Admission, Sign
from groundwood.gateway.budget import Budget
from groundwood.gateway.limits import Limits
from groundwood.nouns import Article
from groundwood.nouns.runs import BatchRun
from groundwood.pipelines.batch.halt import Halt
from groundwood.pipelines.batch.plan import BatchPlan, TopicSpec
from groundwood.pipelines.batch.run import Batch, BatchEnd
from groundwood.pipelines.batch.stages import Watcher
from groundwood.pipelines.scale.hand import Hand
from groundwood.pipelines.scale.office import Office
from groundwood.pipelines.scale.slips import Assignment
from groundwood.store import Store, open_store

FACT = "The library of Exampletown lent {0} books in May."
REPLIES = (
    {
        "match": "Plan a news story",
        "json": {"paragraphs": [{"aim": "tell", "passages": ["1"]}]},
    },
    {"match": "Write the headline", "json": {"headline": "Exampletown reads"}},
    {
        "match": "The passages:",
        "json": {"sentences": [{"text": "In May the library lent books.", "citations": ["A"]}]},
    },
)


@dataclass
class Counting(Limits):
    """Limits that keep what came of each request."""

    signs: list[Sign | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @asynccontextmanager
    async def admit(self, tokens: int) -> AsyncIterator[Admission]:
        async with super().admit(tokens) as admission:
            yield admission
        self.signs.append(admission.reply.sign if admission.reply else None)


@dataclass
class OneHand:
    """The engine of a batch that one worker does, in this process."""

    office: Office
    url: str

    async def run(self, run: BatchRun, store: Store, halt: Halt, watch: Watcher) -> None:
        hand = Hand(Assignment(run.id, run.digest, "w0", self.url), self.office, "127.0.0.1")
        ended = await hand.work()
        assert not ended.error


def test_the_office_admits_what_a_worker_asks_a_served_judge(
    mock: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that all workers together keep to its limits, beside those of the model."""
    monkeypatch.setenv("GROUNDWOOD_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("GROUNDWOOD_JUDGE_URL", f"{mock.base_url}/score")
    url = f"sqlite:///{tmp_path / 'news.db'}"
    mock.config.replies = list(REPLIES)
    judge, model = Counting(), Counting()
    topic = TopicSpec(slug="t", query="library books")
    asked = f"{mock.base_url}#mock"
    plan = BatchPlan(name="p", store=url, model=asked, judge="http", topics=(topic,))
    plan = plan.model_copy(update={"output": plan.output.model_copy(update={"folder": tmp_path})})

    def run(store: Store) -> BatchEnd:
        store.put([Article.model_validate({"text": FACT.format(number)}) for number in (400, 500)])
        return asyncio.run(
            Batch(store, engine=OneHand(Office(model, Budget(), judge), url)).run(plan)
        )

    with closing(open_store(url)) as store:
        ended = run(store)
    assert ended.totals.counts == {"published": 1}
    assert judge.signs == [Sign.WELL] * mock.stats["scored"]
    assert model.signs == [Sign.WELL] * mock.stats["requests"]
    assert min(mock.stats["scored"], mock.stats["requests"]) > 0
