"""A run that ends between any two writes of its checkpoints goes on, and does nothing twice."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from groundwood.nouns import CheckedStory, Topic
from groundwood.pipelines.agents import Agents
from groundwood.pipelines.run import Job, run_story


class Died(Exception):
    """Stands for the end of the process."""


def written(agents: Agents, folder: Path) -> CheckedStory:
    async def inside() -> CheckedStory:
        found = None
        async for event in run_story(Job(Topic(), agents, run_id="night", checkpoints=folder)):
            found = event.story
        assert found is not None
        return found

    return asyncio.run(inside())


@pytest.mark.parametrize("method", ["aput", "aput_writes"])
@pytest.mark.parametrize("nth", range(1, 9))
def test_a_run_goes_on_where_the_nth_write_of_its_checkpoints_was_the_last(
    agents: Agents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int, method: str
) -> None:
    proper = getattr(AsyncSqliteSaver, method)
    count = 0

    async def put(saver: Any, *arguments: Any, **options: Any) -> Any:
        nonlocal count
        count += 1
        if count == nth:
            raise Died
        return await proper(saver, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(AsyncSqliteSaver, method, put)
        with pytest.raises(Died):
            written(agents, tmp_path)
    story = written(agents, tmp_path)
    assert story.outcome.status == "published"
    assert written(agents, tmp_path) == story
    calls: list[str] = getattr(agents.summarizer, "calls", [])
    assert 4 <= len(calls) <= 4 + 2
