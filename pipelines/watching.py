"""A story or check as it is seen from outside: its span, those of its agents, and its metrics."""

import time
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from groundwood.errors import GroundwoodError
from groundwood.gateway.usage import Meter
from groundwood.nouns import CheckedStory, Usage, Verdict
from groundwood.nouns.cited import CheckedText
from groundwood.pipelines.events import Event
from groundwood.telemetry import NO_TELEMETRY, Attributes, Span, about, telemetry
from groundwood.telemetry.names import (
    CHECK_DURATION,
    CHECKS,
    COST,
    FINDINGS,
    STORIES,
    STORY_DURATION,
    error_type,
)
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
        **_workflow("story"),
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


@dataclass(frozen=True)
class CheckWatch:
    """A check that is watched; ``labels`` fill up with what it counts under."""

    span: Span
    meter: Meter
    labels: dict[str, Any]

    def result(self, checked: CheckedText) -> CheckedText:
        """Take note of what the check found, and return it."""
        refused = len(checked.failing())
        self.labels["groundwood.outcome"] = "refused" if refused else "passed"
        found: dict[str, Any] = {
            "groundwood.sentences": len(checked.checks),
            "groundwood.refused": refused,
            "groundwood.sources": len(checked.sources),
        }
        self.span.set(self.labels | found | _spent(sum(self.meter.usage.values(), Usage())))
        _count_findings((check.verdict for check in checked.checks), "given")
        return checked


@contextmanager
def check_at_work(meter: Meter) -> Iterator[CheckWatch]:
    """Open the span of a check, and in it that of its checker; the meter tells what they spend.

    Outside a run it is a trace of its own. One that is interrupted counts for nothing.
    """
    watching, began = telemetry(), time.monotonic()
    labels: dict[str, Any] = {}
    try:
        with (
            watching.span("check", "invoke_workflow check", _workflow("check")) as span,
            agent_at_work("check", meter),
        ):
            yield CheckWatch(span, meter, labels)
    except GroundwoodError as exc:
        labels.update({"groundwood.outcome": "failed", "error.type": error_type(exc)})
        raise
    finally:
        if labels:
            watching.count(CHECKS, 1, labels)
            watching.record(CHECK_DURATION, time.monotonic() - began, labels)
        watching.flush()


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
        _count_findings(result["verdicts"], round_)
    for draft in result.get("drafts", ()):
        if draft.error_type is not None:
            span.set({"error.type": draft.error_type})


def _count_findings(verdicts: Iterable[Verdict], text: str) -> None:
    for verdict in verdicts:
        labels = {"groundwood.finding": str(verdict.finding), "groundwood.text": text}
        telemetry().count(FINDINGS, 1, labels)


def _workflow(name: str) -> dict[str, Any]:
    return {"gen_ai.operation.name": "invoke_workflow", "gen_ai.workflow.name": name}


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
