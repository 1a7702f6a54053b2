"""A story as it is seen from outside: its span, the spans of its agents, and its metrics."""

import time
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from groundwood.errors import GroundwoodError
from groundwood.gateway.usage import Meter
from groundwood.nouns import CheckedStory, Usage
from groundwood.pipelines.events import Event
from groundwood.telemetry import NO_TELEMETRY, Attributes, Span, about, telemetry
from groundwood.telemetry.names import COST, FINDINGS, STORIES, STORY_DURATION, error_type
from groundwood.telemetry.place import place

_AGENTS = {
    "retrieve": "retriever",
    "plan": "summarizer",
    "write": "summarizer",
    "assemble": "summarizer",
    "check": "checker",
    "mend": "summarizer",
    "probe": "prober",
    "disclaim": "disclaimer",
}
"""Which agent works in which stage."""


@dataclass
class StoryWatch:
    """One story that is watched: a span under the active one, and how long it takes."""

    span: Span
    began: float = field(default_factory=time.monotonic)
    ended: bool = False

    def result(self, story: CheckedStory) -> None:
        """Take note of what the story came to."""
        sentences = story.story.sentences if story.story else ()
        found: dict[str, Any] = {
            "groundwood.outcome": story.outcome.status,
            "groundwood.model": story.model,
            "groundwood.sentences": len(sentences),
            "groundwood.sources": len(story.sources),
        }
        self.span.set(found | _spent(story.total_usage))
        self.outcome({"groundwood.outcome": story.outcome.status})

    def outcome(self, labels: Attributes) -> None:
        """Count the story and its duration under the labels."""
        self.ended = True
        watching = telemetry()
        watching.count(STORIES, 1, labels)
        watching.record(STORY_DURATION, time.monotonic() - self.began, labels)


async def watched(
    events: AsyncGenerator[Event], slug: str, run_id: str | None
) -> AsyncGenerator[Event]:
    """Yield the events of a story, with everything that it does under its span.

    The span is active only while the story is at work, never while the caller is: what the caller
    does between two events, or with another story, is no part of it.
    """
    run = place().run_id or run_id
    with _story(slug, run_id) as watch:
        async with aclosing(events):
            while True:
                with about(run_id=run, story=slug), watch.span.active():
                    event = await anext(events, None)
                if event is None:
                    return
                if event.story is not None:
                    watch.result(event.story)
                yield event


@contextmanager
def _story(slug: str, run_id: str | None) -> Iterator[StoryWatch]:
    attributes = {
        "gen_ai.operation.name": "invoke_workflow",
        "gen_ai.agent.name": "story",
        "groundwood.story": slug,
        **({"groundwood.run_id": run_id} if run_id else {}),
    }
    watch = StoryWatch(telemetry().begin("story", "invoke_workflow story", attributes))
    try:
        yield watch
    except BaseException as exc:
        if isinstance(exc, GroundwoodError):
            watch.outcome({"groundwood.outcome": "failed", "error.type": error_type(exc)})
        left = isinstance(exc, GeneratorExit) and watch.ended
        watch.span.end(None if left else exc)
        raise
    watch.span.end()


@contextmanager
def agent_at_work(stage: str, meter: Meter) -> Iterator[Span]:
    """Open the span of the agent that works in the stage; the meter tells what it spent."""
    agent = _AGENTS.get(stage)
    watching = telemetry() if agent else NO_TELEMETRY
    attributes = {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.provider.name": "groundwood",
        "gen_ai.agent.name": agent or "",
        "groundwood.stage": stage,
    }
    with watching.span("agent", f"invoke_agent {agent}", attributes) as span:
        try:
            yield span
        finally:
            usage = meter.usage
            span.set(_spent(sum(usage.values(), Usage())))
            for name, took in usage.items():
                if took.cost is not None:
                    watching.count(COST, took.cost, {"gen_ai.agent.name": name})


def tell_result(stage: str, state: Any, result: Mapping[str, Any], span: Span) -> None:
    """Take note of what the stage came to: the findings of a check, a paragraph that failed."""
    if stage == "check":
        round_ = "draft" if state.get("round", 0) == 0 else "revised"
        for verdict in result["verdicts"]:
            labels = {"groundwood.finding": str(verdict.finding), "groundwood.text": round_}
            telemetry().count(FINDINGS, 1, labels)
    for draft in result.get("drafts", ()):
        if draft.error_type is not None:
            span.set({"error.type": draft.error_type})


def _spent(usage: Usage) -> dict[str, Any]:
    found: dict[str, Any] = {
        "groundwood.calls": usage.calls,
        "groundwood.cached_calls": usage.cached_calls,
    }
    if usage.calls:
        found["gen_ai.usage.input_tokens"] = usage.tokens_in
        found["gen_ai.usage.output_tokens"] = usage.tokens_out
    if usage.cost is not None:
        found["groundwood.cost"] = usage.cost
    return found
