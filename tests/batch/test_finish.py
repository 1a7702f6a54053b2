"""The command that a batch calls when it has ended."""

import sys
from types import ModuleType
from typing import Any

import pytest

from groundwood.errors import StoreError
from groundwood.nouns.runs import TopicRun
from groundwood.pipelines.batch.stages import Unwatched

SCRIPT = """
import json, os, sys
run = json.load(open(os.environ["GROUNDWOOD_SUMMARY"]))["run"]
assert run["id"] == os.environ["GROUNDWOOD_RUN"]
open(sys.argv[1], "a").write(run["status"] + "\\n")
sys.exit(int(sys.argv[2]))
"""


@pytest.mark.parametrize("code", [0, 7])
def test_the_command_at_the_end_is_called_once_and_its_failure_changes_nothing(
    newsroom: Any, code: int
) -> None:
    told = newsroom.folder / "told"
    command = (sys.executable, "-c", SCRIPT, str(told), str(code))
    plan = newsroom.plan().model_copy(update={"on_finish": command})
    for _ in range(2):
        ended = newsroom.run(plan)
        assert (ended.code, ended.run.told) == (0, f"{sys.executable}: exit code {code}")
    assert told.read_text() == "finished\n"


def test_a_command_that_is_not_there_is_told(newsroom: Any) -> None:
    plan = newsroom.plan().model_copy(update={"on_finish": ("no-such-command",)})
    ended = newsroom.run(plan)
    assert ended.code == 0
    assert ended.run.told == "no-such-command: cannot be called: No such file or directory"


def test_a_command_that_was_not_called_because_of_a_kill_is_called_by_the_next_start(
    newsroom: Any, faults: ModuleType
) -> None:
    told = newsroom.folder / "told"
    command = (sys.executable, "-c", SCRIPT, str(told), "0")
    plan = newsroom.plan().model_copy(update={"on_finish": command})

    class Killed(Unwatched):
        def at(self, stage: Any, row: TopicRun | None = None) -> None:
            if stage == "summed":
                raise StoreError("killed")

    with pytest.raises(StoreError):
        newsroom.run(plan, watch=Killed())
    assert not told.exists()
    assert newsroom.run(plan).run.told == f"{sys.executable}: exit code 0"
    assert told.read_text() == "finished\n"
