"""What the ledger keeps of a plan."""

from datetime import UTC, datetime

from groundwood.pipelines.batch.order import WorkOrder
from groundwood.pipelines.batch.plan import BatchPlan


def test_the_ledger_keeps_no_password_of_a_store_that_was_named_with_one() -> None:
    plan = BatchPlan(name="night")
    named = plan.model_copy(update={"store": "postgresql://me:secret@db/news"})
    order = WorkOrder.of(named, datetime(2024, 6, 1, tzinfo=UTC))
    assert order.plan.store == "postgresql://me@db/news"
    assert "secret" not in order.model_dump_json()
