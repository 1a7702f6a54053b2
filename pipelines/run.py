"""One run of the graph, watched: from a job to events, the last of which holds the result."""

import hashlib
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.types import StateSnapshot

from groundwood.errors import OtherRun
from groundwood.nouns import CheckedStory, Topic, Usage
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.checkpoints import checkpoints_of
from groundwood.pipelines.events import Event, describe
from groundwood.pipelines.graph import StoryGraph, build_graph
from groundwood.pipelines.sources import sources_of
from groundwood.pipelines.state import StoryState
from groundwood.pipelines.watching import watched

STEPS_BESIDE_REVISION = 11
"""Steps of a story without revision, with room; each revision adds a mending and a check."""


@dataclass(frozen=True)
class Job:
    """What one run needs. With a run id it can be killed and goes on where it was.

    ``again``: a run of that id that abstained is run anew, not told again.
    """

    topic: Topic
    agents: Agents
    model: str = "none"
    run_id: str | None = None
    checkpoints: Path = Path()
    build: Callable[[BaseCheckpointSaver[str] | None], StoryGraph] = build_graph
    again: bool = False

    @property
    def config(self) -> Any:
        """How LangGraph is called: our own step limit, and the run as its thread."""
        limit = STEPS_BESIDE_REVISION + 2 * (self.agents.revisions + 3)
        return {
            "recursion_limit": limit,
            "configurable": {"thread_id": self.run_id or "story"},
        }

    @property
    def fingerprint(self) -> str:
        """A digest of what the run writes about and with, so that no other run takes it up."""
        store = self.agents.store
        articles = store.select(self.topic)
        digests = sorted(article.digest for article in store.get(articles).values())
        probed = ["probed"] if self.agents.prober else []
        parts = [self.topic.model_dump_json(), self.model, *probed, *digests]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


async def run_story(job: Job) -> AsyncGenerator[Event]:
    """Write the story and yield what happens; the last event holds the `CheckedStory`.

    Raises:
        OtherRun: the run id belongs to a run on another topic, model or set of articles, to one
            that was probed where this one is not, or the other way round, or to an update by
            another judge or with other settings.
        GroundwoodError: what stopped the run.
    """
    async with aclosing(watched(_events(job), job.topic.slug, job.run_id)) as events:
        async for event in events:
            yield event


async def _events(job: Job) -> AsyncGenerator[Event]:
    started = time.monotonic()
    async with AsyncExitStack() as stack:
        saver = None
        if job.run_id is not None:
            opened = checkpoints_of(job.checkpoints, job.run_id, job.agents.store)
            saver = await stack.enter_async_context(opened)
        graph = job.build(saver)
        if job.again and saver is not None:
            await _forget_abstained(graph, job, saver)
        state, begin = await _entry(graph, job)
        usage = Usage()
        if begin is not _FINISHED:
            stream: AsyncIterator[Any] = graph.astream(
                begin,
                job.config,
                context=job.agents,
                stream_mode=["tasks", "values"],
                durability="sync" if saver else None,
            )
            async for mode, chunk in stream:
                if mode == "values":
                    state = chunk
                    usage = sum(state.get("usage", {}).values(), Usage())
                else:
                    yield _event(chunk, time.monotonic() - started, usage)
        story = _result(job, state)
        yield Event(
            kind="result",
            stage="story",
            detail=": ".join(filter(None, (story.outcome.status, story.outcome.reason))),
            seconds=time.monotonic() - started,
            usage=story.total_usage,
            story=story,
        )


_FINISHED: Any = object()


async def _forget_abstained(graph: StoryGraph, job: Job, saver: BaseCheckpointSaver[str]) -> None:
    known = await graph.aget_state(job.config)
    if _has_ended(known) and known.values["outcome"].status == "abstained":
        await saver.adelete_thread(job.config["configurable"]["thread_id"])


async def _entry(graph: StoryGraph, job: Job) -> tuple[StoryState, Any]:
    """Return the state that is known, and the graph's input: a topic, none to go on, or finished."""
    fresh: StoryState = {"topic": job.topic}
    if job.run_id is None:
        return {}, fresh
    fresh["fingerprint"] = job.fingerprint
    known = await graph.aget_state(job.config)
    state: Any = known.values
    if not state:
        return {}, fresh
    if state.get("fingerprint") != fresh["fingerprint"]:
        raise OtherRun(
            f"--run-id: {job.run_id!r} is a run on another topic, model or set of articles, "
            "or one by another judge or with another choice of --probe"
        )
    if _has_ended(known):
        return state, _FINISHED
    if "story" not in state and any(draft.error for draft in state.get("drafts", [])):
        await graph.aupdate_state(job.config, {}, as_node="plan")
    return state, None


def _has_ended(known: StateSnapshot) -> bool:
    # Where the last steps are done and only their checkpoint is missing, next is empty as well.
    return not known.next and "outcome" in known.values


def _event(chunk: Mapping[str, Any], seconds: float, usage: Usage) -> Event:
    finished = "result" in chunk
    return Event(
        kind="finished" if finished else "started",
        stage=chunk["name"],
        detail=_detail(chunk) if finished else "",
        seconds=seconds,
        usage=usage,
    )


def _detail(chunk: Mapping[str, Any]) -> str:
    return "failed" if chunk.get("error") else describe(chunk["name"], chunk["result"])


def _result(job: Job, state: StoryState) -> CheckedStory:
    published = state["outcome"].status == "published"
    story = state["story"] if published else None
    return CheckedStory(
        outcome=state["outcome"],
        story=story,
        verdicts=tuple(state["verdicts"]) if published else (),
        ledger=tuple(state.get("ledger", ())),
        sources=sources_of(story, state["evidence"], job.agents.store) if story else (),
        probe=state.get("probe") if published else None,
        usage=dict(state.get("usage", {})),
        model=job.model,
    )
