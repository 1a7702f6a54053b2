"""The probe in the run of a story: asked for, left out, failed, and told of in the notices."""

import asyncio
import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from groundwood.agents.checker.probe import MutationProbe
from groundwood.agents.disclaimer import NoticeDisclaimer
from groundwood.errors import ModelUnavailable, SettingsError
from groundwood.nouns import CheckedStory, Evidence, Finding, Story, Topic, Verdict
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.events import Event
from groundwood.pipelines.run import Job, run_story
from groundwood.pipelines.write import write_story
from groundwood.settings import Settings


@dataclasses.dataclass(frozen=True)
class FailingOnFalse:
    """Checks the story, and fails on everything else."""

    inner: Any
    true: frozenset[str]

    async def check(self, story: Story, evidence: Evidence) -> tuple[Verdict, ...]:
        if not {sentence.text for sentence in story.sentences} <= self.true:
            raise ModelUnavailable("model m: no answer")
        checked: tuple[Verdict, ...] = await self.inner.check(story, evidence)
        return checked


def run(job: Job) -> list[Event]:
    async def collect() -> list[Event]:
        return [event async for event in run_story(job)]

    return asyncio.run(collect())


def story_of(events: list[Event]) -> CheckedStory:
    story = events[-1].story
    assert story is not None
    return story


def probing(agents: Agents, **options: Any) -> Agents:
    prober = MutationProbe(agents.store, agents.checker, **options)
    disclaimer = NoticeDisclaimer(agents.store)
    return dataclasses.replace(agents, prober=prober, disclaimer=disclaimer)


def marked(checked: CheckedStory) -> list[str]:
    assert checked.story is not None
    return [notice for notice in checked.story.notices if notice.startswith("In a test")]


def test_a_story_that_is_not_probed_has_no_probe_and_no_step_for_it(agents: Agents) -> None:
    events = run(Job(topic=Topic(), agents=agents))
    assert story_of(events).probe is None
    assert "probe" not in [event.stage for event in events]


def test_a_checker_that_passes_everything_is_marked_in_the_notices(agents: Agents) -> None:
    events = run(Job(topic=Topic(), agents=probing(agents)))
    checked = story_of(events)
    assert checked.probe is not None
    assert checked.probe.rate == 0
    tried = checked.probe.tried
    assert marked(checked) == [
        f"In a test the checker of this story missed {tried} of {tried} errors put into it."
    ]
    (event,) = [e for e in events if e.stage == "probe" and e.kind == "finished"]
    assert event.detail == f"0 of {tried} false variants detected"


def test_a_checker_that_misses_no_more_than_the_limit_is_not_marked(agents: Agents) -> None:
    checked = story_of(run(Job(topic=Topic(), agents=probing(agents, limit=1.0))))
    assert checked.probe is not None
    assert checked.probe.rate == 0
    assert marked(checked) == []


def test_a_checker_that_knows_the_true_sentences_detects_all_others(
    agents: Agents, kit: Any
) -> None:
    true = {a.text for a in agents.store.get(agents.store.select(Topic())).values()}
    checker = kit.Checker(lambda text: None if text in true else Finding.UNSUPPORTED)
    agents = probing(dataclasses.replace(agents, checker=checker))
    checked = story_of(run(Job(topic=Topic(), agents=agents)))
    assert checked.probe is not None
    assert checked.probe.rate == 1
    assert marked(checked) == []


def test_a_failure_of_the_judge_leaves_the_story_and_a_reason_but_no_rate(agents: Agents) -> None:
    true = frozenset(a.text for a in agents.store.get(agents.store.select(Topic())).values())
    failing = dataclasses.replace(agents, checker=FailingOnFalse(agents.checker, true))
    checked = story_of(run(Job(topic=Topic(), agents=probing(failing))))
    assert checked.outcome.status == "published"
    assert checked.probe is not None
    assert checked.probe.rate is None
    assert checked.probe.reason == "the check of its false variants failed: model m: no answer"


def test_a_finished_run_gives_its_probe_again_without_another_check(
    agents: Agents, kit: Any, tmp_path: Path
) -> None:
    asked: list[str] = []
    checker = kit.Checker(asked.append)
    watched = probing(dataclasses.replace(agents, checker=checker))
    job = Job(topic=Topic(), agents=watched, run_id="night", checkpoints=tmp_path)
    first = story_of(run(job))
    count = len(asked)
    again = story_of(run(job))
    assert first.probe is not None
    assert again.probe == first.probe
    assert len(asked) == count


def test_a_run_is_not_taken_up_with_another_choice_of_probing(
    agents: Agents, tmp_path: Path
) -> None:
    run(Job(topic=Topic(), agents=agents, run_id="night", checkpoints=tmp_path))
    with pytest.raises(SettingsError, match="another choice of --probe"):
        run(Job(topic=Topic(), agents=probing(agents), run_id="night", checkpoints=tmp_path))


@pytest.mark.parametrize(
    ("setting", "asked", "is_probed"),
    [(False, None, False), (True, None, True), (True, False, False), (False, True, True)],
)
def test_what_is_asked_for_in_python_comes_before_the_setting(
    agents: Agents, setting: bool, asked: bool | None, is_probed: bool
) -> None:
    settings = Settings(probe=setting, probe_limit=0.5)
    checked = asyncio.run(
        write_story(store=agents.store, model="none", agents=agents, probe=asked, settings=settings)
    )
    assert (checked.probe is not None) is is_probed
    assert checked.probe is None or checked.probe.limit == 0.5


def test_without_a_probe_nothing_of_it_is_loaded(outside: dict[str, str]) -> None:
    code = (
        "import sys; import groundwood.pipelines.write; "
        "sys.exit('groundwood.agents.checker.mutations.make' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], env=outside, check=False).returncode == 0
