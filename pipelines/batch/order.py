"""What a worker is told of a run, here or in another process."""

from datetime import datetime

from pydantic import Field

from groundwood.nouns import Noun
from groundwood.nouns.runs import BatchRun
from groundwood.pipelines.batch.filing import Filer
from groundwood.pipelines.batch.plan import BatchPlan
from groundwood.settings import Settings, load_settings
from groundwood.store.naming import without_password


class WorkOrder(Noun):
    """A run to work on: its plan without the topics (those are in the ledger), and its day.

    It goes as JSON into the ledger, and to workers in other processes; no key and no password is in
    it.
    """

    plan: BatchPlan
    date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")

    @classmethod
    def of(cls, plan: BatchPlan, moment: datetime) -> "WorkOrder":
        """Return the order for the plan at the moment."""
        store = plan.store and without_password(plan.store)
        kept = plan.model_copy(update={"topics": (), "store": store})
        return cls(plan=kept, date=plan.date_at(moment))

    @classmethod
    def read(cls, run: BatchRun) -> "WorkOrder":
        """Return the order that the ledger keeps with the run."""
        return cls.model_validate_json(run.document)

    def filer(self, run: BatchRun) -> Filer:
        """Return what writes the run's files."""
        return Filer(output=self.plan.output, run=run, date=self.date)

    def settings(self, store: str | None = None) -> Settings:
        """Return this process's settings, with what the plan says in their place.

        ``store`` is the URL of the store that the run is in, where the plan may say another one.
        """
        pace = self.plan.concurrency
        return load_settings(
            store=store or self.plan.store,
            model=self.plan.model,
            judge=self.plan.judge,
            concurrency=pace.requests,
            patience=self.plan.patience,
            requests_per_minute=pace.requests_per_minute,
            tokens_per_minute=pace.tokens_per_minute,
        )
