"""The ledger of batches: what was to be written, and what came of it."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from groundwood.nouns.article import UtcTime
from groundwood.nouns.base import Noun
from groundwood.nouns.topic import Topic
from groundwood.nouns.verdict import Usage

RunStatus = Literal["running", "finished", "stopped"]
TopicStatus = Literal["pending", "running", "published", "unchanged", "abstained", "failed"]
OPEN: tuple[TopicStatus, ...] = ("pending", "running")
"""The states of a topic on which work is still to be done."""


class BatchRun(Noun):
    """One run of a batch plan.

    ``plan`` names the plan, ``digest`` is a digest of all that decides what the run writes.
    ``document`` is the plan itself as JSON, so that a run can be gone on with, here or elsewhere,
    without its file. ``reason`` says why it was stopped before all topics were done. ``told`` is
    what came of the command that is called when it has ended; empty until it was called.
    """

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")
    plan: str
    digest: str
    started_at: UtcTime
    finished_at: UtcTime | None = None
    status: RunStatus = "running"
    reason: str = ""
    trace_id: str | None = None
    document: str = ""
    told: str = ""


class TopicRun(Noun):
    """One topic of a run, and what came of it.

    ``place`` is its zero-based place in the plan. ``story`` and ``version`` name what was published
    or left as it was; ``reason`` says why it abstained or how it was written otherwise than planned,
    ``error`` and ``error_class`` why it failed. ``attempts`` counts how often work on it began.
    ``taken`` is what budgets count of it, of work that was cut as well, none where nobody counted;
    ``earlier`` is what it had taken before it was last asked for anew, as ``afresh`` says it was.
    """

    run_id: str
    slug: str
    place: int = Field(ge=0)
    topic: Topic
    status: TopicStatus = "pending"
    story: UUID | None = None
    version: str | None = None
    reason: str = ""
    error: str = ""
    error_class: str = ""
    usage: dict[str, Usage] = Field(default_factory=dict)
    taken: Usage | None = None
    earlier: Usage = Usage()
    afresh: bool = False
    attempts: int = Field(default=0, ge=0)
    worker: str | None = None
    started_at: UtcTime | None = None
    finished_at: UtcTime | None = None
    trace_id: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether work is still to be done on it."""
        return self.status in OPEN

    @property
    def total_usage(self) -> Usage:
        """The usage of all agents together."""
        return sum(self.usage.values(), Usage())

    @property
    def spent(self) -> Usage:
        """What the run has spent on it, over all starts."""
        return self.earlier + (self.total_usage if self.taken is None else self.taken)
