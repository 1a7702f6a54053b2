"""The story graph: what it publishes, mends, abstains from, and how a killed run goes on."""

import asyncio
import dataclasses
import fcntl
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import ModelUnavailable, SettingsError, StoreError
from groundwood.nouns import (
    CheckedStory,
    Citation,
    Evidence,
    Finding,
    Paragraph,
    ParagraphPlan,
    Sentence,
    Topic,
)
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.events import Event
from groundwood.pipelines.graph import mermaid
from groundwood.pipelines.run import Job, run_story


def run(job: Job) -> list[Event]:
    async def collect() -> list[Event]:
        return [event async for event in run_story(job)]

    return asyncio.run(collect())


def story_of(agents: Agents, **options: Any) -> CheckedStory:
    story = run(Job(topic=Topic(), agents=agents, **options))[-1].story
    assert story is not None
    return story


def texts(checked: CheckedStory) -> list[str]:
    assert checked.story is not None
    return [sentence.text for sentence in checked.story.sentences]


def test_a_story_whose_sentences_all_pass_is_published_with_a_verdict_each(agents: Agents) -> None:
    checked = story_of(agents)
    assert checked.outcome.status == "published"
    assert [verdict.finding for verdict in checked.verdicts] == [Finding.SUPPORTED] * 2
    assert [verdict.text for verdict in checked.verdicts] == texts(checked)


def test_the_cited_passages_are_kept_with_the_story(agents: Agents) -> None:
    checked = story_of(agents)
    assert [source.passages[0].text for source in checked.sources] == texts(checked)


def test_a_sentence_that_fails_is_revised_and_checked_again(agents: Agents, kit: Any) -> None:
    better = Sentence(text="The ferry stopped.", citations=())
    summarizer = kit.Summarizer(agents.store, revised=lambda verdict: better)
    checker = kit.Checker(lambda text: Finding.UNSUPPORTED if "nine" in text else None)
    checked = story_of(dataclasses.replace(agents, summarizer=summarizer, checker=checker))
    assert "The ferry stopped." in texts(checked)
    assert [(entry.action, entry.finding) for entry in checked.ledger] == [
        ("revised", Finding.UNSUPPORTED)
    ]


def test_a_sentence_without_a_better_version_is_replaced_by_a_source_sentence(
    agents: Agents, kit: Any
) -> None:
    source = Sentence(text="Its crew found new work.", citations=())
    fallback = kit.Summarizer(agents.store, revised=lambda verdict: source)
    checker = kit.Checker(lambda text: Finding.WRONG_NUMBER if "nine" in text else None)
    checked = story_of(dataclasses.replace(agents, fallback=fallback, checker=checker))
    assert [entry.action for entry in checked.ledger] == ["replaced"]
    assert source.text in texts(checked)


def test_a_sentence_that_nothing_can_mend_is_removed_with_its_reason(
    agents: Agents, kit: Any
) -> None:
    checker = kit.Checker(lambda text: Finding.UNSUPPORTED if "nine" in text else None)
    checked = story_of(dataclasses.replace(agents, checker=checker))
    assert len(texts(checked)) == 1
    assert [(entry.action, entry.after, entry.reason) for entry in checked.ledger] == [
        ("removed", None, "as the test says")
    ]


def test_a_stubborn_writer_is_asked_twice_and_no_more(agents: Agents, kit: Any) -> None:
    rounds = iter(range(100))
    summarizer = kit.Summarizer(
        agents.store, revised=lambda verdict: Sentence(text=f"nine tries {next(rounds)}.")
    )
    checker = kit.Checker(lambda text: Finding.UNSUPPORTED if "nine" in text else None)
    story_of(dataclasses.replace(agents, summarizer=summarizer, checker=checker))
    assert summarizer.calls.count("revise") == 2


def test_a_misattributed_sentence_is_cited_to_the_source_that_supports_it(
    agents: Agents, kit: Any
) -> None:
    better = (Citation(article_id="0123456789"),)
    findings = iter([Finding.MISATTRIBUTED, None, None, None])
    checker = kit.Checker(lambda text: next(findings), evidence=None)
    checker = dataclasses.replace(checker, evidence=better)
    agents = dataclasses.replace(agents, checker=checker)
    state = asyncio.run(last_state(agents))
    assert [entry.action for entry in state["ledger"]] == ["citation dropped", "recited"]


async def last_state(agents: Agents) -> dict[str, Any]:
    from groundwood.pipelines.graph import build_graph

    state = await build_graph().ainvoke({"topic": Topic()}, context=agents)
    return dict(state)


def test_a_story_of_which_too_little_is_left_abstains_and_prints_nothing(
    agents: Agents, kit: Any
) -> None:
    checker = kit.Checker(lambda text: Finding.UNSUPPORTED)
    checked = story_of(dataclasses.replace(agents, checker=checker))
    assert checked.outcome.status == "abstained"
    assert checked.outcome.reason == "only 0 of 2 sentences could be proven"
    assert checked.story is None
    assert [entry.action for entry in checked.ledger] == ["removed", "removed"]


def test_no_evidence_is_an_abstention_with_its_reason(agents: Agents, kit: Any) -> None:
    retriever = kit.Retriever(agents.store, found=False)
    checked = story_of(dataclasses.replace(agents, retriever=retriever))
    assert checked.outcome.reason == ("no usable evidence for the topic (2 articles matched)")


def fail_on_second(plan: ParagraphPlan) -> None:
    if plan.index == 1:
        raise ModelUnavailable("model 'x' did not answer")


def test_a_failing_writer_stops_the_story_only_after_its_siblings_are_done(
    agents: Agents, kit: Any
) -> None:
    summarizer = kit.Summarizer(agents.store, fail=fail_on_second)
    with pytest.raises(ModelUnavailable, match="model 'x' did not answer"):
        story_of(dataclasses.replace(agents, summarizer=summarizer))
    assert sorted(summarizer.calls) == ["plan", "write 0", "write 1"]


def test_a_run_that_failed_goes_on_and_writes_only_what_is_missing(
    agents: Agents, kit: Any, tmp_path: Path
) -> None:
    options = {"run_id": "night-1", "checkpoints": tmp_path}
    broken = kit.Summarizer(agents.store, fail=fail_on_second)
    with pytest.raises(ModelUnavailable):
        story_of(dataclasses.replace(agents, summarizer=broken), **options)
    mended = kit.Summarizer(agents.store)
    checked = story_of(dataclasses.replace(agents, summarizer=mended), **options)
    assert mended.calls == ["write 1", "headline"]
    assert len(texts(checked)) == 2


def test_a_finished_run_gives_the_same_story_without_asking_anyone(
    agents: Agents, kit: Any, tmp_path: Path
) -> None:
    options = {"run_id": "night-1", "checkpoints": tmp_path}
    first = story_of(agents, **options)
    idle = kit.Summarizer(agents.store)
    assert story_of(dataclasses.replace(agents, summarizer=idle), **options) == first
    assert idle.calls == []


def test_a_run_id_is_not_taken_up_by_a_run_on_another_topic(agents: Agents, tmp_path: Path) -> None:
    story_of(agents, run_id="night-1", checkpoints=tmp_path)
    other = Job(topic=Topic(query="ferry"), agents=agents, run_id="night-1", checkpoints=tmp_path)
    with pytest.raises(SettingsError, match="--run-id: 'night-1' is a run on another topic"):
        run(other)


def test_a_run_id_cannot_leave_its_folder(agents: Agents, tmp_path: Path) -> None:
    job = Job(topic=Topic(), agents=agents, run_id="../evil", checkpoints=tmp_path / "runs")
    with pytest.raises(SettingsError, match="--run-id"):
        run(job)
    assert list(tmp_path.iterdir()) == []


def test_the_checkpoints_hold_no_article_text(agents: Agents, kit: Any, tmp_path: Path) -> None:
    story = kit.Summarizer(agents.store, fail=fail_on_second)
    with pytest.raises(ModelUnavailable):
        story_of(
            dataclasses.replace(agents, summarizer=story), run_id="night-1", checkpoints=tmp_path
        )
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"The ferry stopped for good" not in kept


def test_events_tell_each_stage_and_end_with_the_result(agents: Agents) -> None:
    events = run(Job(topic=Topic(), agents=agents))
    finished = [event.stage for event in events if event.kind == "finished"]
    assert finished == ["retrieve", "plan", "write", "write", "assemble", "check", "disclaim"]
    assert [event.kind for event in events].count("result") == 1
    assert events[-1].kind == "result"


def test_the_graph_prints_as_mermaid() -> None:
    assert "retrieve -.-> plan;" in mermaid()


def test_a_headline_that_does_not_follow_is_replaced_and_the_ledger_says_why(
    agents: Agents, kit: Any
) -> None:
    class Boaster(kit.Summarizer):  # type: ignore[misc]
        async def headline(self, evidence: Evidence, paragraphs: Sequence[Paragraph]) -> str:
            return "Mayor resigns over 77 million"

    checked = story_of(dataclasses.replace(agents, summarizer=Boaster(agents.store)))
    assert checked.story is not None
    assert checked.story.title == "The bridge opened on Monday"
    assert checked.ledger[0].before.text == "Mayor resigns over 77 million"
    assert checked.ledger[0].reason.startswith("headline: ")


def test_two_processes_cannot_be_at_one_run(agents: Agents, tmp_path: Path) -> None:
    with (tmp_path / "night-1.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match="'night-1' is being run by another process"):
            story_of(agents, run_id="night-1", checkpoints=tmp_path)
