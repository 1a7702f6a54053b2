"""The run of an update: what it needs, and by what it is known again."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from langgraph.checkpoint.base import BaseCheckpointSaver

from groundwood.nouns import CheckedStory
from groundwood.nouns.version import SentenceChange, StoryVersion
from groundwood.pipelines.graph import StoryGraph
from groundwood.pipelines.living.changes import changes
from groundwood.pipelines.living.context import Updating, updating
from groundwood.pipelines.living.graph import build_update_graph
from groundwood.pipelines.living.work import Work
from groundwood.pipelines.run import Job


@dataclass(frozen=True)
class UpdateJob(Job):
    """A job that brings a version up to date.

    ``signature`` tells by whom it is written and checked.
    """

    agents: Updating
    build: Callable[[BaseCheckpointSaver[str] | None], StoryGraph] = field(
        default=build_update_graph
    )
    signature: str = ""

    @property
    def base(self) -> StoryVersion:
        """The version that is brought up to date."""
        return self.agents.base

    @property
    def fingerprint(self) -> str:
        """A digest of what the update starts from, so that no other run takes it up."""
        agents, base = self.agents, self.base
        contents = agents.store.contents([*agents.arrived, *base.story.article_ids])
        probed = ["probed"] if agents.prober else []
        parts = [
            f"{base.story.uuid}@{base.story.version}",
            agents.number,
            self.topic.model_dump_json(),
            self.model,
            self.signature,
            *probed,
            *sorted(agents.departed.ids),
            *(f"{key} {content}" for key, content in sorted(contents.items())),
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def changes(self, checked: CheckedStory) -> tuple[SentenceChange, ...]:
        """Return what became of each sentence in the story that the run has come to."""
        assert checked.story is not None  # only a published story has changes
        return changes(self.agents, checked.story, checked.ledger)


def update_job(
    job: Job, base: StoryVersion, work: Work, signature: str, *, again: bool
) -> UpdateJob:
    """Return the job as one that brings the version up to date."""
    return UpdateJob(
        topic=job.topic,
        agents=updating(job.agents, base, work),
        model=job.model,
        run_id=job.run_id,
        checkpoints=job.checkpoints,
        again=again,
        signature=signature,
    )
