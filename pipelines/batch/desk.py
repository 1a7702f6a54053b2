"""Where a worker's stories are written: the agents, made once, with the model and without."""

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from groundwood.agents import load_judge
from groundwood.agents.checker.judges.judge import Judge
from groundwood.errors import OtherRun
from groundwood.gateway.admission import Admits
from groundwood.gateway.base import Model
from groundwood.gateway.open import open_model
from groundwood.nouns.runs import TopicRun
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.batch.purse import Purse, StoryModel
from groundwood.pipelines.checkpoints import Saver, checkpoint_file, shared_checkpoints
from groundwood.pipelines.events import Event
from groundwood.pipelines.living.keep import Kept, keep_story
from groundwood.pipelines.metering import TaskMeter
from groundwood.pipelines.write import default_agents
from groundwood.settings import Settings
from groundwood.store.base import Store

_LONGEST = 80
_BY_MODEL = ("auto", "cascade", "llm")
"""Judges that are another one where there is no model."""


@dataclass(frozen=True)
class Staff:
    """A model, none for extracts, and the agents that work with it."""

    model: Model | None
    agents: Agents


@dataclass(eq=False)
class Desk:
    """Writes the stories of one worker. Its checkpoints are all in one file.

    ``plain`` works without a model. ``opened`` is the model as it was opened, before it was put
    under the purse.
    """

    store: Store
    settings: Settings
    checkpoints: Saver
    staff: Staff
    plain: Staff
    opened: Model | None = None
    begun: set[str] = field(default_factory=set)

    async def write(
        self, row: TopicRun, show: Callable[[Event], None], *, plain: bool = False
    ) -> Kept:
        """Write the topic's story, or go on with it where a killed process was.

        What was begun on other articles than there are now is begun anew: the model's answers that
        are kept are not asked for again.

        Raises:
            GroundwoodError: what stopped it.
        """
        try:
            return await self._write(row, show, plain)
        except OtherRun:
            await self.forget(row)
            return await self._write(row, show, plain)

    async def forget(self, row: TopicRun) -> None:
        """Drop the checkpoints of a topic that is settled."""
        for name in {self._name(row, False), self._name(row, True)} & self.begun:
            await self.checkpoints.adelete_thread(name)
            self.begun.discard(name)

    async def _write(self, row: TopicRun, show: Callable[[Event], None], plain: bool) -> Kept:
        staff = self.plain if plain else self.staff
        name = self._name(row, plain)
        self.begun.add(name)
        return await keep_story(
            row.topic,
            store=self.store,
            model=staff.model or "none",
            agents=staff.agents,
            run_id=name,
            settings=self.settings,
            show=show,
            again=row.afresh,
        )

    def _name(self, row: TopicRun, plain: bool) -> str:
        name = f"{row.run_id}.{row.slug}" + (".plain" if plain else "")
        if len(name) <= _LONGEST:
            return name
        return hashlib.sha256(name.encode()).hexdigest()


@asynccontextmanager
async def open_desk(
    store: Store,
    settings: Settings,
    purse: Purse,
    name: str,
    *,
    model: Model | None = None,
    judge: Judge | None = None,
    judge_limits: Admits | None = None,
) -> AsyncIterator[Desk]:
    """Yield a desk; ``name`` is that of its checkpoints. What is opened is closed at the end.

    Args:
        store: where articles and stories are.
        settings: which model and judge, where the checkpoints lie.
        purse: what the model's calls are paid from.
        name: a name that no other desk has at the time, the same when it is opened again.
        model: a model in place of the one that the settings name.
        judge: a judge in place of the one that the settings name.
        judge_limits: what admits the requests to a served judge; left out, limits of this desk.

    Raises:
        SettingsError: there is no such model or judge.
        StoreError: another process has the checkpoints.
    """
    async with AsyncExitStack() as stack:
        opened = model
        if opened is None and settings.model != "none":
            opened = await stack.enter_async_context(open_model(settings.model, settings))
        file = checkpoint_file(settings.cache_dir / "runs", name)
        checkpoints = await stack.enter_async_context(shared_checkpoints(file, store))
        paid = StoryModel(opened, purse) if opened is not None else None
        chosen = judge or _judge(settings, paid, judge_limits)
        of_model = judge is None and settings.judge in _BY_MODEL
        staff = Staff(paid, default_agents(store, paid, settings, chosen))
        alone = _judge(settings, None, judge_limits) if paid and of_model else chosen
        yield Desk(
            store=store,
            settings=settings,
            checkpoints=checkpoints,
            staff=staff,
            plain=Staff(None, default_agents(store, None, settings, alone)) if paid else staff,
            opened=opened,
        )


def _judge(settings: Settings, model: Model | None, limits: Admits | None) -> Judge:
    wanted = "auto" if model is None and settings.judge in _BY_MODEL else settings.judge
    return load_judge(wanted, model, settings, TaskMeter(), limits)
