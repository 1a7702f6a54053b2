"""What a user calls: the name of a story in, its next version out."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from groundwood.agents.checker.judges.judge import Judge, run_to_end
from groundwood.gateway.base import Model
from groundwood.nouns.version import StoryVersion
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.events import Event
from groundwood.pipelines.living.hands import Hands, SharedHands
from groundwood.pipelines.living.keep import (
    Kept,
    Options,
    next_version_of,
    settle,
    story_lock,
)
from groundwood.pipelines.living.naming import find_version
from groundwood.pipelines.living.reports import Reports, finding_reports
from groundwood.pipelines.living.work import Looking
from groundwood.pipelines.write import AgentsFactory
from groundwood.settings import Settings, load_settings
from groundwood.store.base import Store
from groundwood.store.existing import open_existing


@dataclass(frozen=True)
class Updates:
    """Updates of several stories, with one model and one judge; `open_updates` makes it."""

    store: Store
    hands: SharedHands
    since: datetime | None = None
    reports: Reports | None = None
    probe: bool | None = None
    again: bool = False

    async def update(
        self,
        story: str,
        *,
        run_id: str | None = None,
        show: Callable[[Event], None] | None = None,
        publish: bool = True,
    ) -> Kept:
        """Bring one story up to date; see `update_story`."""
        slug = find_version(self.store, story).slug
        with story_lock(self.store, slug):
            base = find_version(self.store, story)  # read again: it is ours only now
            options = Options(self.store, self.hands, run_id, self.probe, show, self.again)
            looking = await self._looking(base)
            kept = await next_version_of(base, base.topic, options, looking)
            if publish:
                settle(kept, self.store)
            return kept

    async def _looking(self, base: StoryVersion) -> Looking:
        """Return what is looked for; discovery takes seconds, so it has a thread of its own."""
        if self.reports is None:
            return Looking(since=self.since)
        found = await asyncio.to_thread(self.reports, base)
        return Looking(since=self.since, reports=found.ids, seen=found.seen)


@asynccontextmanager
async def open_updates(
    *,
    store: Store | str | None = None,
    since: datetime | None = None,
    discover: Literal["no", "each", "all"] = "no",
    vectors: Path | None = None,
    model: Model | str | None = None,
    judge: Judge | str | None = None,
    agents: AgentsFactory | Agents | None = None,
    probe: bool | None = None,
    settings: Settings | None = None,
    again: bool = False,
) -> AsyncIterator[Updates]:
    """Yield what updates stories one after the other; see `update_story` for the options.

    The first story that needs a model or a judge opens them for all; at the end they are closed.
    ``discover`` says whether reports of a story's event are looked for by discovery: for ``each``
    story as it is updated, or at once for ``all`` stories of the store; then ``vectors`` is the
    file with the rows of known articles, which is kept up to date.

    Raises:
        StoreError: the store is not there, or cannot be opened.
        SettingsError: discovery is asked for and not installed.
        InputError: the file of rows cannot be read or written.
    """
    settings = settings or load_settings()
    async with AsyncExitStack() as stack:
        opened = store or settings.store
        if isinstance(opened, str):
            opened = stack.enter_context(closing(open_existing(opened)))
        hands = SharedHands(Hands(model, judge, agents, settings))
        await stack.enter_async_context(hands)
        reports = None
        if discover != "no":
            reports = await asyncio.to_thread(finding_reports, opened, discover, vectors)
        yield Updates(opened, hands, since, reports, probe, again)


async def update_story(
    story: str,
    *,
    store: Store | str | None = None,
    since: datetime | None = None,
    discover: bool = False,
    model: Model | str | None = None,
    judge: Judge | str | None = None,
    agents: AgentsFactory | Agents | None = None,
    run_id: str | None = None,
    probe: bool | None = None,
    settings: Settings | None = None,
    show: Callable[[Event], None] | None = None,
    publish: bool = True,
    again: bool = False,
) -> Kept:
    """Bring a story up to date with the articles that came in since, and with its changed sources.

    Args:
        story: its slug or uuid; with ``@v0.22`` the new version branches from that one.
        store: an open store or its URL; default ``GROUNDWOOD_STORE``.
        since: only articles from this moment on are weighed; earlier ones are passed over for good.
        discover: whether new articles are weighed as well that report the story's event by
            discovery's likeness, whatever the topic's query and tags say (extra ``discovery``).
        model, judge, agents, run_id, probe, settings: as for `write_story`. No model is opened
            when nothing came in.
        show: is called with each event.
        publish: whether the new version is kept in the store at once; else call
            `groundwood.pipelines.living.keep.settle`.
        again: whether an update that abstained is tried again on the same articles.

    Returns:
        What it came to: ``published`` with the new version in ``made``, ``unchanged`` when nothing
        new is said, or ``abstained``; then the last version stays up.

    Raises:
        InputError: there is no such story or version.
        SettingsError: discovery is asked for and not installed.
        StoreBusy: somebody else works on the story.
        GroundwoodError: what stopped the run.
    """
    async with open_updates(
        store=store,
        since=since,
        discover="each" if discover else "no",
        model=model,
        judge=judge,
        agents=agents,
        probe=probe,
        settings=settings,
        again=again,
    ) as updates:
        return await updates.update(story, run_id=run_id, show=show, publish=publish)


def update_story_sync(*args: Any, **options: Any) -> Kept:
    """Do what `update_story` does, also inside a notebook, whose event loop is taken."""
    return run_to_end(update_story(*args, **options))
