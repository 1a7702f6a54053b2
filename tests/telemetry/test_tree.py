"""The spans of a story: what they are called, what they say, and how they nest."""

import asyncio
import re
from contextlib import aclosing
from typing import Any

import pytest

from groundwood import Article, write_story
from groundwood.errors import ModelRefused
from groundwood.nouns import Topic
from groundwood.pipelines.write import story_events
from groundwood.settings import Settings
from groundwood.telemetry import run_span, telemetry, trace_id

Articles = tuple[Article, ...]


def written(articles: Articles, settings: Settings, run_id: str = "night-1") -> None:
    async def inside() -> None:
        with run_span(run_id):
            await write_story(articles=articles, settings=settings)

    asyncio.run(inside())


def test_a_run_holds_its_story_the_story_its_agents_and_they_their_model_calls(
    seen: Any, articles: Articles, settings: Settings
) -> None:
    written(articles, settings)
    paths = [" > ".join(seen.path(span)) for span in seen.spans]
    story = "run > invoke_workflow story"
    writer, checker = f"{story} > invoke_agent summarizer", f"{story} > invoke_agent checker"
    assert sorted(paths) == sorted(
        [
            "run",
            story,
            f"{story} > invoke_agent retriever",
            *[writer] * 5,  # plan, two paragraphs, headline, mending
            *[f"{writer} > chat example"] * 5,
            *[checker] * 2,
            f"{story} > invoke_agent disclaimer",
        ]
    )
    assert len({span.context.trace_id for span in seen.spans}) == 1


def test_every_model_call_lies_in_the_span_of_the_stage_that_made_it(
    seen: Any, articles: Articles, settings: Settings
) -> None:
    written(articles, settings)
    stages = {span.context.span_id: span.attributes["groundwood.stage"] for span in
              seen.named("invoke_agent")}  # fmt: skip
    made = sorted(
        (stages[span.parent.span_id], span.attributes["gen_ai.prompt.name"])
        for span in seen.named("chat")
    )
    assert made == [
        ("assemble", "summarizer/headline"),
        ("mend", "summarizer/revise"),
        ("plan", "summarizer/plan"),
        ("write", "summarizer/paragraph"),
        ("write", "summarizer/paragraph"),
    ]


def test_a_model_call_is_told_by_the_semantic_conventions(
    seen: Any, articles: Articles, settings: Settings, answering: Any
) -> None:
    from opentelemetry.trace import SpanKind

    written(articles, settings)
    call = next(
        span for span in seen.named("chat")
        if span.attributes["gen_ai.prompt.name"] == "summarizer/headline"
    )  # fmt: skip
    told = dict(call.attributes)
    assert call.name == "chat example"
    assert call.kind is SpanKind.CLIENT
    assert told.pop("gen_ai.usage.input_tokens") > 0
    assert told.pop("gen_ai.usage.output_tokens") > 0
    assert told.pop("gen_ai.request.max_tokens") > 0
    assert re.fullmatch(r"\d+\.\d+", str(told.pop("gen_ai.prompt.version")))
    assert told == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "example",
        "gen_ai.response.model": "example",
        "gen_ai.response.finish_reasons": ("stop",),
        "gen_ai.output.type": "json",
        "gen_ai.agent.name": "summarizer",
        "gen_ai.prompt.name": "summarizer/headline",
        "groundwood.requests": 1,
        "server.address": "127.0.0.1",
        "server.port": int(answering.base_url.rpartition(":")[2].partition("/")[0]),
    }


def test_a_story_tells_its_run_its_outcome_and_what_it_took(
    seen: Any, articles: Articles, settings: Settings
) -> None:
    written(articles, settings)
    (story,) = seen.named("invoke_workflow")
    calls = seen.named("chat")
    told = story.attributes
    assert told["gen_ai.operation.name"] == "invoke_workflow"
    assert told["groundwood.story"] == "story"
    assert told["groundwood.outcome"] == "published"
    assert (told["groundwood.sentences"], told["groundwood.sources"]) == (2, 2)
    assert told["groundwood.calls"] == len(calls) == 5
    for tokens in ("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"):
        assert told[tokens] == sum(call.attributes[tokens] for call in calls)
    spent = told["gen_ai.usage.input_tokens"] + 2 * told["gen_ai.usage.output_tokens"]
    assert told["groundwood.cost"] == pytest.approx(spent / 1e6)
    assert seen.named("run")[0].attributes["groundwood.run_id"] == "night-1"


def test_answers_of_the_cache_are_told_on_the_agents_and_make_no_call(
    seen: Any, articles: Articles, settings: Settings
) -> None:
    written(articles, settings)
    seen.exporter.clear()
    written(articles, settings)
    assert seen.named("chat") == []
    (story,) = seen.named("invoke_workflow")
    assert story.attributes["groundwood.cached_calls"] == 5
    cached = [span.attributes["groundwood.cached_calls"] for span in seen.named("invoke_agent s")]
    assert cached == [1, 1, 1, 1, 1]


def test_tries_and_a_repair_are_one_call_with_all_their_tokens(
    seen: Any, articles: Articles, settings: Settings, answering: Any
) -> None:
    answering.config.plan = ["500", "badjson", "ok"]
    written(articles, settings)
    plan = seen.named("chat")[0]
    assert plan.attributes["gen_ai.prompt.name"] == "summarizer/plan"
    assert plan.attributes["groundwood.requests"] == 3
    assert plan.status.is_ok


def test_a_failed_call_fails_its_story_and_tells_the_kind_of_the_error_but_no_text(
    seen: Any, articles: Articles, settings: Settings, answering: Any
) -> None:
    answering.config.plan = ["401"] * 9
    with pytest.raises(ModelRefused):
        written(articles, settings)
    failed = [span for span in seen.spans if not span.status.is_ok]
    assert [span.name for span in failed] == [
        "run",
        "invoke_workflow story",
        "invoke_agent summarizer",
        "chat example",
    ]
    assert {span.attributes["error.type"] for span in failed} == {"ModelRefused"}
    assert {span.status.description for span in failed} == {None}
    assert [span.events for span in seen.spans] == [()] * len(seen.spans)
    assert "gen_ai.usage.input_tokens" not in failed[-1].attributes
    assert seen.counted("groundwood.stories") == {("failed", "ModelRefused"): 1}


def test_between_two_events_nothing_of_the_story_is_active(
    seen: Any, articles: Articles, settings: Settings
) -> None:
    async def inside() -> list[str | None]:
        return [trace_id() async for _ in story_events(articles=articles, settings=settings)]

    assert set(asyncio.run(inside())) == {None}
    assert [seen.path(span)[0] for span in seen.named("chat")] == ["invoke_workflow story"] * 5


def test_stories_that_take_turns_in_one_task_keep_their_spans_apart(
    seen: Any, articles: Articles, settings: Settings
) -> None:
    def started(slug: str) -> Any:
        return story_events(Topic(slug=slug), articles, settings=settings, model="none")

    async def in_turns() -> None:
        async with aclosing(started("one")) as first, aclosing(started("two")) as second:
            for _ in range(40):
                await anext(first, None)
                await anext(second, None)

    asyncio.run(in_turns())
    one, two = seen.named("invoke_workflow")
    assert [one.attributes["groundwood.story"], two.attributes["groundwood.story"]] == [
        "one",
        "two",
    ]
    for story in (one, two):
        below = [span for span in seen.named("invoke_agent")
                 if span.parent.span_id == story.context.span_id]  # fmt: skip
        assert {span.attributes["groundwood.stage"] for span in below} >= {"retrieve", "disclaim"}
        assert {span.context.trace_id for span in below} == {story.context.trace_id}


def test_stories_of_one_run_that_are_written_at_once_share_its_trace(
    seen: Any, articles: Articles, settings: Settings
) -> None:
    async def both() -> str | None:
        with run_span("night-2"):
            stories = (
                write_story(Topic(slug=slug), articles, settings=settings, model="none")
                for slug in ("one", "two")
            )
            await asyncio.gather(*stories)
            return trace_id()

    found = asyncio.run(both())
    assert found is not None
    assert re.fullmatch("[0-9a-f]{32}", found)
    assert {f"{span.context.trace_id:032x}" for span in seen.spans} == {found}
    assert [seen.path(span)[0] for span in seen.spans] == ["run"] * len(seen.spans)
    assert seen.counted("groundwood.stories") == {("published",): 2}


def test_a_story_that_is_left_halfway_ends_its_span_and_counts_for_nothing(
    seen: Any, articles: Articles, settings: Settings
) -> None:
    async def left() -> None:
        async with aclosing(story_events(articles=articles, settings=settings)) as events:
            await anext(events)

    asyncio.run(left())
    (story,) = seen.named("invoke_workflow")
    assert story.attributes["error.type"] == "GeneratorExit"
    assert seen.counted("groundwood.stories") == {}


def test_a_story_that_is_left_after_its_result_has_not_failed(
    seen: Any, articles: Articles, settings: Settings
) -> None:
    async def left() -> None:
        events = story_events(articles=articles, settings=settings, model="none")
        async with aclosing(events):
            async for event in events:
                if event.story is not None:
                    break

    asyncio.run(left())
    (story,) = seen.named("invoke_workflow")
    assert story.status.is_ok
    assert seen.counted("groundwood.stories") == {("published",): 1}


def test_an_abstention_is_an_outcome_and_no_error(
    seen: Any, articles: Articles, settings: Settings
) -> None:
    topic = Topic(tags=("astronomy",))
    asyncio.run(write_story(topic, articles, settings=settings, model="none"))
    (story,) = seen.named("invoke_workflow")
    assert story.attributes["groundwood.outcome"] == "abstained"
    assert story.status.is_ok
    assert seen.counted("groundwood.stories") == {("abstained",): 1}


def test_a_paragraph_that_failed_as_data_marks_its_agent(
    seen: Any, articles: Articles, settings: Settings, answering: Any
) -> None:
    answering.config.replies = [
        one for one in answering.config.replies if "ferry" not in one["match"]
    ]
    with pytest.raises(Exception, match="summarizer/paragraph"):
        written(articles, settings)
    marked = [span.attributes.get("error.type") for span in seen.named("invoke_agent")
              if span.attributes["groundwood.stage"] == "write"]  # fmt: skip
    assert sorted(map(str, marked)) == ["AnswerInvalid", "None"]


def test_findings_are_counted_for_the_draft_and_for_what_was_revised(
    seen: Any, articles: Articles, settings: Settings
) -> None:
    written(articles, settings)
    assert seen.counted("groundwood.findings") == {
        ("supported", "draft"): 1,
        ("wrong number", "draft"): 1,
        ("supported", "revised"): 2,
    }


def test_tokens_cost_and_times_are_recorded_with_the_advised_buckets(
    seen: Any, articles: Articles, settings: Settings
) -> None:
    written(articles, settings)
    (story,) = seen.named("invoke_workflow")
    tokens = {
        point.attributes["gen_ai.token.type"]: point
        for point in seen.points("gen_ai.client.token.usage")
    }
    assert tokens["input"].sum == story.attributes["gen_ai.usage.input_tokens"]
    assert tokens["output"].sum == story.attributes["gen_ai.usage.output_tokens"]
    assert tokens["input"].explicit_bounds == tuple(4**power for power in range(14))
    assert tokens["input"].attributes["gen_ai.provider.name"] == "openai"
    (duration,) = seen.points("gen_ai.client.operation.duration")
    assert duration.count == 5
    assert duration.explicit_bounds[0] == 0.01
    assert duration.explicit_bounds[-1] == 81.92
    assert len(duration.explicit_bounds) == 14
    (cost,) = seen.points("groundwood.cost")
    assert cost.value == pytest.approx(story.attributes["groundwood.cost"])
    (took,) = seen.points("groundwood.story.duration")
    assert took.count == 1


def test_without_telemetry_there_is_no_trace_and_nothing_is_done() -> None:
    assert trace_id() is None
    with run_span("night") as span:
        assert trace_id() is None
        span.set({"groundwood.stage": "none"})
    assert type(telemetry()).__name__ == "NoTelemetry"
