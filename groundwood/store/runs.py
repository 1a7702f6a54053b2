"""The ledger of batches in a SQL database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from groundwood.errors import StoreError
from groundwood.nouns.runs import BatchRun, RunStatus, TopicRun, TopicStatus
from groundwood.store.database import Database, Row


@dataclass(frozen=True)
class SqlRuns:
    """The ledger; see `RunLedger`."""

    database: Database

    def begin(self, run: BatchRun, topics: Iterable[TopicRun]) -> BatchRun:
        """Enter the run and those of its topics that are not there yet; see `RunLedger.begin`."""
        with self.database.transaction():
            known = self.run(run.id)
            if known is not None and known.digest != run.digest:
                raise StoreError(
                    f"{self.database.place}: run {run.id!r} is of another plan, or of other settings"
                )
            going = run if known is None else _going_on(known)
            self._enter(going)
            self.database.many(
                "INSERT INTO topic_runs (run_id, slug, place, status, worker, content) "
                "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (_topic_values(row) for row in topics),
            )
        return going

    def run(self, run_id: str) -> BatchRun | None:
        """Return the run, or none."""
        rows = self.database.rows("SELECT content FROM runs WHERE id = ?", (run_id,))
        return BatchRun.model_validate_json(rows[0]["content"]) if rows else None

    def runs(self, limit: int | None = None, *, after: BatchRun | None = None) -> list[BatchRun]:
        """Return the runs, newest first, a page at a time; see `RunLedger`."""
        began = "" if after is None else after.started_at.isoformat()
        last = () if after is None else (began, began, after.id)
        behind = "" if after is None else "WHERE started_at < ? OR (started_at = ? AND id > ?) "
        most = "" if limit is None else f" LIMIT {int(limit)}"
        rows = self.database.rows(
            f"SELECT content FROM runs {behind}ORDER BY started_at DESC, id{most}", last
        )
        return [BatchRun.model_validate_json(row["content"]) for row in rows]

    def topics(
        self,
        run_id: str,
        *statuses: TopicStatus,
        after: TopicRun | None = None,
        limit: int | None = None,
    ) -> list[TopicRun]:
        """Return the run's topics in the order of the plan, a page at a time; see `RunLedger`."""
        which = f" AND status IN ({', '.join('?' * len(statuses))})" if statuses else ""
        behind = "" if after is None else " AND (place > ? OR (place = ? AND slug > ?))"
        last = () if after is None else (after.place, after.place, after.slug)
        most = "" if limit is None else f" LIMIT {int(limit)}"
        rows = self.database.rows(
            f"SELECT content FROM topic_runs WHERE run_id = ?{which}{behind} "
            f"ORDER BY place, slug{most}",
            (run_id, *statuses, *last),
        )
        return [_topic(row) for row in rows]

    def counts(self, run_id: str) -> dict[TopicStatus, int]:
        """Return how many topics are in each state; states of none are left out."""
        rows = self.database.rows(
            "SELECT status, count(*) AS number FROM topic_runs WHERE run_id = ? "
            "GROUP BY status ORDER BY status",
            (run_id,),
        )
        return {row["status"]: int(row["number"]) for row in rows}

    def claim(self, run_id: str, worker: str, most: int = 1) -> list[TopicRun]:
        """Take up to so many pending topics for the worker; no other worker gets them."""
        with self.database.transaction(alone=False):
            rows = self.database.rows(
                "SELECT content FROM topic_runs WHERE run_id = ? AND status = 'pending' "
                f"ORDER BY place, slug LIMIT {int(most)} {self.database.skip_locked}",
                (run_id,),
            )
            taken = [_taken(_topic(row), worker) for row in rows]
            for row in taken:
                self.record(row)
        return taken

    def record(self, row: TopicRun, *, worker: str | None = None) -> bool:
        """Replace what is known of the topic; see `RunLedger.record`."""
        own = "" if worker is None else " AND status = 'running' AND worker = ?"
        whose = () if worker is None else (worker,)
        changed = self.database.run(
            "UPDATE topic_runs SET place = ?, status = ?, worker = ?, content = ? "
            f"WHERE run_id = ? AND slug = ?{own}",
            (*_topic_values(row)[2:], row.run_id, row.slug, *whose),
        )
        if not changed and worker is None:
            raise StoreError(f"{self.database.place}: run {row.run_id!r} has no topic {row.slug!r}")
        return bool(changed)

    def requeue(self, run_id: str, *, workers: Sequence[str] | None = None) -> int:
        """Make running topics (of these workers, or all) pending again; return how many."""
        with self.database.transaction():
            lost = [
                row
                for row in self.topics(run_id, "running")
                if workers is None or row.worker in workers
            ]
            for row in lost:
                self.record(row.model_copy(update={"status": "pending", "worker": None}))
        return len(lost)

    def note(self, run: BatchRun) -> None:
        """Replace what is known of the run; see `RunLedger.note`."""
        with self.database.transaction():
            self._known(run.id)
            self._enter(run)

    def finish(self, run_id: str, status: RunStatus, reason: str = "") -> BatchRun:
        """Note that the run has ended, and when."""
        ended = {"status": status, "reason": reason, "finished_at": datetime.now(UTC)}
        with self.database.transaction():
            done = self._known(run_id).model_copy(update=ended)
            self._enter(done)
        return done

    def _known(self, run_id: str) -> BatchRun:
        known = self.run(run_id)
        if known is None:
            raise StoreError(f"{self.database.place}: there is no run {run_id!r}")
        return known

    def _enter(self, run: BatchRun) -> None:
        self.database.run(
            "INSERT INTO runs (id, started_at, status, content) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET status = excluded.status, content = excluded.content",
            (run.id, run.started_at.isoformat(), run.status, run.model_dump_json()),
        )


def _going_on(run: BatchRun) -> BatchRun:
    again = {"status": "running", "reason": "", "finished_at": None, "told": ""}
    return run.model_copy(update=again)


def _taken(row: TopicRun, worker: str) -> TopicRun:
    begun = {"status": "running", "worker": worker, "attempts": row.attempts + 1}
    return row.model_copy(update={**begun, "started_at": datetime.now(UTC)})


def _topic(row: Row) -> TopicRun:
    return TopicRun.model_validate_json(row["content"])


def _topic_values(row: TopicRun) -> tuple[str | int | None, ...]:
    content = row.model_dump_json()
    return row.run_id, row.slug, row.place, row.status, row.worker, content
