"""What a user calls: the name of a story in, its next version out."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import datetime
from typing import Any

from groundwood.agents.checker.judges.judge import Judge, run_to_end
from groundwood.gateway.base import Model
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.events import Event
from groundwood.pipelines.living.keep import (
    Kept,
    Options,
    next_version_of,
    settle,
    story_lock,
)
from groundwood.pipelines.living.naming import find_version
from groundwood.pipelines.write import AgentsFactory
from groundwood.settings import Settings, load_settings
from groundwood.store.base import Store
from groundwood.store.existing import open_existing


async def update_story(
    story: str,
    *,
    store: Store | str | None = None,
    since: datetime | None = None,
    model: Model | str | None = None,
    judge: Judge | str | None = None,
    agents: AgentsFactory | Agents | None = None,
    run_id: str | None = None,
    probe: bool | None = None,
    settings: Settings | None = None,
    show: Callable[[Event], None] | None = None,
    publish: bool = True,
) -> Kept:
    """Bring a story up to date with the articles that came in since, and with its changed sources.

    Args:
        story: its slug or uuid; with ``@v0.22`` the new version branches from that one.
        store: an open store or its URL; default ``GROUNDWOOD_STORE``.
        since: only articles from this moment on are weighed; earlier ones are passed over for good.
        model, judge, agents, run_id, probe, settings: as for `write_story`. No model is opened
            when nothing came in.
        show: is called with each event.
        publish: whether the new version is kept in the store at once; else call
            `groundwood.pipelines.living.keep.settle`.

    Returns:
        What it came to: ``published`` with the new version in ``made``, ``unchanged`` when nothing
        new is said, or ``abstained``; then the last version stays up.

    Raises:
        InputError: there is no such story or version.
        StoreBusy: somebody else works on the story.
        GroundwoodError: what stopped the run.
    """
    settings = settings or load_settings()
    given = {
        "model": model,
        "judge": judge,
        "agents": agents,
        "run_id": run_id,
        "probe": probe,
        "settings": settings,
    }
    with ExitStack() as stack:
        opened = _opened(stack, store or settings.store)
        slug = find_version(opened, story).slug
        stack.enter_context(story_lock(opened, slug))
        base = find_version(opened, story)  # read again: it is ours only now
        options = Options(store=opened, show=show, given=given)
        kept = await next_version_of(base, base.topic, options, since=since)
        if publish:
            settle(kept, opened)
        return kept


def update_story_sync(*args: Any, **options: Any) -> Kept:
    """Do what `update_story` does, also inside a notebook, whose event loop is taken."""
    return run_to_end(update_story(*args, **options))


def _opened(stack: ExitStack, store: Store | str) -> Store:
    if not isinstance(store, str):
        return store
    return stack.enter_context(closing(open_existing(store)))
