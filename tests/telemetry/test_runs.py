"""Batches and updates as they are seen from outside, down to their model calls."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from groundwood import Article
from groundwood.cli.main import main
from groundwood.nouns import Topic
from groundwood.pipelines.batch.engine import AsyncioEngine
from groundwood.pipelines.batch.reading import read_plan
from groundwood.pipelines.batch.run import Batch, BatchEnd
from groundwood.pipelines.living.keep import keep_story
from groundwood.settings import Settings
from groundwood.store import Store, open_store

PLAN = """
name = "night"
store = "sqlite:///news.db"
model = "{model}"
judge = "lexical"
[[topics]]
slug = "bridge"
tags = ["bridge"]
[[topics]]
slug = "ferry"
tags = ["ferry"]
"""
OPENED = "The bridge at Exampletown opened on Monday after three years of work."
CREW = "The ferry of Exampletown stopped for good, and its crew of nine found new work."
THANKS = "The mayor of Exampletown, Paul Okafor, thanked the nine."


@pytest.fixture
def articles() -> tuple[Article, ...]:
    return (Article(text=OPENED, tags=("bridge",)), Article(text=CREW, tags=("ferry",)))


@pytest.fixture
def news(tmp_path: Path, articles: tuple[Article, ...]) -> Iterator[Store]:
    """A store of the test's own."""
    opened = open_store(f"sqlite:///{tmp_path / 'news.db'}")
    opened.put(articles)
    yield opened
    opened.close()


@pytest.fixture
def answering(mock: Any) -> Any:
    """A model that writes one paragraph of any topic, with one sentence of its passage."""
    plan = [{"aim": "tell of it", "passages": ["1"]}]
    told = {"three years": OPENED, "crew of nine": CREW, "thanked": THANKS}
    mock.config.replies = [
        {"match": "Plan a news story", "json": {"paragraphs": plan}},
        {"match": "Write the headline", "json": {"headline": "News of Exampletown"}},
        *(
            {
                "match": f"The passages:.*{words}",
                "json": {"sentences": [{"text": text, "citations": ["A"]}]},
            }
            for words, text in told.items()
        ),
    ]
    return mock


@pytest.fixture
def options(answering: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Options of a command that asks the model and keeps its files in the test's folder."""
    monkeypatch.setenv("GROUNDWOOD_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return ["--store", "sqlite:///news.db"]


@pytest.fixture
def call(
    options: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Do what the command does, in this process, and return what it prints."""

    def called(*arguments: str) -> str:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["groundwood", *arguments, *options])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
        return capsys.readouterr().out

    return called


@pytest.fixture
def ended(seen: Any, news: Store, answering: Any, options: list[str], tmp_path: Path) -> BatchEnd:
    """A batch of two topics that has been run, and seen."""
    file = tmp_path / "plan.toml"
    file.write_text(PLAN.format(model=f"{answering.base_url}#example"))
    return asyncio.run(Batch(news, engine=AsyncioEngine()).run(read_plan(file), "night-1"))


def test_a_batch_holds_its_stories_they_their_agents_and_those_their_model_calls(
    seen: Any, ended: BatchEnd
) -> None:
    assert ended.totals.counts == {"published": 2}
    (run,) = seen.named("run")
    assert run.attributes["groundwood.run_id"] == "night-1"
    stories = seen.named("invoke_workflow")
    assert sorted(story.attributes["groundwood.story"] for story in stories) == ["bridge", "ferry"]
    for story in stories:
        assert seen.path(story) == ["run", "invoke_workflow story"]
        agents = {span.attributes["gen_ai.agent.name"] for span in below(seen, story)}
        assert agents == {"retriever", "summarizer", "checker", "disclaimer"}
        calls = [call for agent in below(seen, story) for call in below(seen, agent)]
        assert {call.name for call in calls} == {"chat example"}
        assert len(calls) == story.attributes["groundwood.calls"] > 0


def test_a_batch_is_one_trace_whose_id_the_ledger_keeps_and_runs_show_prints(
    seen: Any, ended: BatchEnd, news: Store, call: Callable[..., str]
) -> None:
    (found,) = {f"{span.context.trace_id:032x}" for span in seen.spans}
    assert ended.run.trace_id == found
    assert {row.trace_id for row in news.runs.topics("night-1")} == {found}
    shown = call("runs", "show", "night-1").splitlines()
    assert f"trace     {found}" in shown
    assert [line.endswith(f"trace {found}") for line in shown[-2:]] == [True, True]


def test_an_update_is_a_run_that_holds_its_stories_down_to_their_model_calls(
    seen: Any, news: Store, answering: Any, call: Callable[..., str], tmp_path: Path
) -> None:
    settings = Settings(model="none", judge="lexical", cache_dir=tmp_path / "cache")
    for slug in ("one", "two"):
        topic = Topic(slug=slug)
        asyncio.run(keep_story(topic, store=news, settings=settings, publish=True))
    news.put([Article(text=THANKS)])
    seen.exporter.clear()
    call("update", "--all", "--quiet", "--model", f"{answering.base_url}#example")
    assert len({span.context.trace_id for span in seen.spans}) == 1
    stories = seen.named("invoke_workflow")
    assert [story.attributes["groundwood.story"] for story in stories] == ["one", "two"]
    assert [seen.path(story)[0] for story in stories] == ["run", "run"]
    calls = seen.named("chat example")
    assert calls
    for asked in calls:
        assert seen.path(asked)[:3] == ["run", "invoke_workflow story", "invoke_agent summarizer"]


def below(seen: Any, parent: Any) -> list[Any]:
    """Return the spans right below it."""
    ours = parent.context.span_id
    return [span for span in seen.spans if span.parent and span.parent.span_id == ours]
