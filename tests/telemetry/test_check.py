"""A check of a cited text as it is seen from outside: a trace of its own, findings, failures."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from groundwood import Article
from groundwood.errors import ModelRefused
from groundwood.pipelines.check import check_text
from groundwood.settings import Settings
from groundwood.telemetry import run_span

GOOD = "The bridge at Exampletown opened on Monday after three years of work [{bridge}]."
WRONG = (
    "The ferry of Exampletown stopped for good, and its crew of ninety found new work [{ferry}]."
)


@pytest.fixture
def story(articles: tuple[Article, ...], tmp_path: Path) -> Path:
    """A text with one sentence that stands, one with a wrong figure, and one without a source."""
    bridge, ferry = (article.id for article in articles)
    text = f"{GOOD} {WRONG}".format(bridge=bridge, ferry=ferry)
    file = tmp_path / "story.md"
    file.write_text(f"{text} Nobody knows why the harbour master left.\n")
    return file


def checked(story: Path, articles: tuple[Article, ...], **options: Any) -> None:
    settings = Settings(**{"model": "none", "judge": "lexical", **options})
    asyncio.run(check_text(story, articles, settings=settings))


def test_a_check_is_a_trace_of_its_own_with_its_checker_inside(
    seen: Any, story: Path, articles: tuple[Article, ...]
) -> None:
    checked(story, articles)
    assert [seen.path(span) for span in seen.spans] == [
        ["invoke_workflow check"],
        ["invoke_workflow check", "invoke_agent checker"],
    ]
    check, checker = seen.spans
    assert check.status.is_ok
    assert dict(check.attributes) == {
        "gen_ai.operation.name": "invoke_workflow",
        "gen_ai.workflow.name": "check",
        "groundwood.outcome": "refused",
        "groundwood.sentences": 3,
        "groundwood.refused": 2,
        "groundwood.sources": 2,
        "groundwood.calls": 0,
        "groundwood.cached_calls": 0,
    }
    assert checker.attributes["groundwood.stage"] == "check"


def test_inside_a_run_it_belongs_to_it(
    seen: Any, story: Path, articles: tuple[Article, ...]
) -> None:
    with run_span("night-1"):
        checked(story, articles)
    (check,) = seen.named("invoke_workflow")
    assert seen.path(check) == ["run", "invoke_workflow check"]


def test_findings_outcomes_and_durations_are_counted(
    seen: Any, story: Path, articles: tuple[Article, ...]
) -> None:
    checked(story, articles)
    assert seen.counted("groundwood.findings") == {
        ("supported", "given"): 1,
        ("wrong number", "given"): 1,
        ("uncited", "given"): 1,
    }
    assert seen.counted("groundwood.checks") == {("refused",): 1}
    story.write_text(GOOD.format(bridge=articles[0].id))
    checked(story, articles)
    assert seen.counted("groundwood.checks") == {("refused",): 1, ("passed",): 1}
    assert sum(point.count for point in seen.points("groundwood.check.duration")) == 2
    assert seen.counted("groundwood.stories") == {}


def test_what_the_judge_took_is_told_of_the_check_and_its_cost_is_counted_once(
    seen: Any, answering: Any, story: Path, articles: tuple[Article, ...], tmp_path: Path
) -> None:
    answering.config.replies = [
        {
            "match": "",
            "json": {"verdict": "neither", "quote": "", "reason": "so", "facts": []},
        }
    ]
    story.write_text(f"The new bridge of Exampletown is open at last [{articles[0].id}].")
    model = f"{answering.base_url}#example"
    prices = {"price_in": 1.0, "price_out": 2.0, "cache_dir": tmp_path / "cache"}
    checked(story, articles, model=model, judge="llm", **prices)
    (check,) = seen.named("invoke_workflow")
    calls = seen.named("chat")
    assert check.attributes["groundwood.calls"] == len(calls) > 0
    for tokens in ("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"):
        assert check.attributes[tokens] == sum(call.attributes[tokens] for call in calls)
    cost = sum(seen.counted("groundwood.cost").values())
    assert cost == pytest.approx(check.attributes["groundwood.cost"])


def test_an_error_marks_the_check_as_failed_by_its_kind(
    seen: Any, answering: Any, story: Path, articles: tuple[Article, ...], tmp_path: Path
) -> None:
    answering.config.plan = ["401"] * 99
    story.write_text(f"The new bridge of Exampletown is open at last [{articles[0].id}].")
    with pytest.raises(ModelRefused):
        checked(
            story,
            articles,
            model=f"{answering.base_url}#example",
            judge="llm",
            cache_dir=tmp_path / "cache",
        )
    for span in seen.named("invoke_"):
        assert (span.status.is_ok, span.attributes["error.type"]) == (False, "ModelRefused")
        assert (span.status.description, span.events) == (None, ())
    assert seen.counted("groundwood.checks") == {("failed", "ModelRefused"): 1}
    assert seen.counted("groundwood.findings") == {}


@pytest.fixture
def arguments(story: Path, articles: tuple[Article, ...], tmp_path: Path) -> list[str]:
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join(article.model_dump_json() for article in articles))
    return ["check", str(story), "--articles", str(file), "--model", "none"]


def test_the_command_sends_its_trace_and_writes_its_metrics(
    process: Any, collector: Any, tmp_path: Path
) -> None:
    file = tmp_path / "groundwood.prom"
    ended = process(
        "--quiet",
        GROUNDWOOD_OTEL="1",
        OTEL_EXPORTER_OTLP_ENDPOINT=collector.url,
        GROUNDWOOD_METRICS_FILE=str(file),
    )
    assert (ended.code, ended.err) == (5, "")
    names = sorted(span.name for span in collector.spans)
    assert names == ["invoke_agent checker", "invoke_workflow check"]
    assert len({span.trace_id for span in collector.spans}) == 1
    lines = file.read_text().splitlines()
    assert 'groundwood_checks_total{groundwood_outcome="refused"} 1' in lines
    assert (
        'groundwood_findings_total{groundwood_finding="wrong number",groundwood_text="given"} 1'
        in lines
    )
    assert 'groundwood_check_duration_seconds_count{groundwood_outcome="refused"} 1' in lines


def test_no_text_of_the_story_or_its_articles_is_in_what_is_sent(
    process: Any, collector: Any, tmp_path: Path
) -> None:
    file = tmp_path / "groundwood.prom"
    variables = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "GROUNDWOOD_METRICS_FILE": str(file)}
    process("--quiet", **variables)
    assert collector.spans
    for seen in (*collector.raw, file.read_bytes()):
        assert b"Exampletown" not in seen
        assert b"story.md" not in seen
