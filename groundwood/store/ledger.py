"""What every ledger of batches offers."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from groundwood.nouns.runs import BatchRun, RunStatus, TopicRun, TopicStatus


class RunLedger(Protocol):
    """Runs of batches and their topics, each row durable once a call has returned.

    Implementations raise `StoreError`.
    """

    def begin(self, run: BatchRun, topics: Iterable[TopicRun]) -> BatchRun:
        """Enter the run and those of its topics that are not there yet; return the run as it stands.

        A run that had ended is running again.

        Raises:
            StoreError: a run of this id with another digest is there.
        """
        ...

    def run(self, run_id: str) -> BatchRun | None:
        """Return the run, or none."""
        ...

    def runs(self, limit: int | None = None, *, after: BatchRun | None = None) -> list[BatchRun]:
        """Return the runs, newest first.

        ``after`` and ``limit`` take them a page at a time: up to so many that come after that one.
        """
        ...

    def topics(
        self,
        run_id: str,
        *statuses: TopicStatus,
        after: TopicRun | None = None,
        limit: int | None = None,
    ) -> list[TopicRun]:
        """Return the run's topics in the order of the plan, all or those in one of the states.

        ``after`` and ``limit`` take them a page at a time: up to so many that come after that one.
        """
        ...

    def counts(self, run_id: str) -> dict[TopicStatus, int]:
        """Return how many topics are in each state; states of none are left out."""
        ...

    def claim(self, run_id: str, worker: str, most: int = 1) -> list[TopicRun]:
        """Take up to so many pending topics for the worker; no other worker gets them."""
        ...

    def record(self, row: TopicRun, *, worker: str | None = None) -> bool:
        """Replace what is known of the topic; return whether that was done.

        With ``worker`` it is only done while the topic is running and this worker's: what a lost
        worker says late is left out.

        Raises:
            StoreError: the run has no such topic, and no worker is named.
        """
        ...

    def requeue(self, run_id: str, *, workers: Sequence[str] | None = None) -> int:
        """Make running topics (of these workers, or all) pending again; return how many."""
        ...

    def note(self, run: BatchRun) -> None:
        """Replace what is known of the run.

        Raises:
            StoreError: there is no such run.
        """
        ...

    def finish(self, run_id: str, status: RunStatus, reason: str = "") -> BatchRun:
        """Note that the run has ended, and when."""
        ...
