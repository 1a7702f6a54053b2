"""What a plan would run, told before it runs."""

import json
from datetime import datetime
from itertools import islice

from groundwood.errors import SettingsError
from groundwood.ingest import read_articles
from groundwood.nouns import Topic
from groundwood.pipelines.batch.order import WorkOrder
from groundwood.pipelines.batch.plan import Amounts, BatchPlan
from groundwood.pipelines.batch.topics import topics_of
from groundwood.settings import Settings
from groundwood.store import open_store
from groundwood.store.existing import is_missing, open_existing

MOST_TOPICS = 1000


def told_plan(plan: BatchPlan, run_id: str, moment: datetime, json_: bool) -> str:
    """Return what the plan would run, as lines or as JSON; nothing is made, written or asked.

    Raises:
        SettingsError: something that the plan names is not there.
    """
    settings = WorkOrder.of(plan, moment).settings()
    missing = [path for path in plan.articles if not path.exists()]
    if missing:
        raise SettingsError(f"articles: {missing[0]} is not there")
    topics = _topics(plan, settings.store, moment)
    if json_:
        return _as_json(plan, run_id, settings, topics)
    return "\n".join([*_facts(plan, run_id, settings, moment), "", *map(_line, topics), ""])


def _topics(plan: BatchPlan, url: str, moment: datetime) -> list[Topic]:
    missing = is_missing(url)
    store = open_store("sqlite://") if missing else open_existing(url)
    try:
        if missing and plan.articles:
            store.put(read_articles([str(path) for path in plan.articles]))
        return list(islice(topics_of(plan, store, moment), MOST_TOPICS))
    finally:
        store.close()


def _facts(plan: BatchPlan, run_id: str, settings: Settings, moment: datetime) -> list[str]:
    pattern = plan.output.path.format(
        date=plan.date_at(moment), plan=plan.name, run=run_id, slug="SLUG"
    )
    files = f"{plan.output.folder / pattern} as {', '.join(plan.output.formats)}"
    facts = {
        "run": run_id,
        "store": settings.store,
        "articles": ", ".join(map(str, plan.articles)),
        "model": settings.model,
        "judge": settings.judge,
        "files": files,
        "run budget": _limits(plan.budget.run),
        "story budget": _limits(plan.budget.story),
        "at its end": plan.budget.at_end,
        "on_finish": " ".join(plan.on_finish),
    }
    return [f"{name:<13}{value}" for name, value in facts.items() if value]


def _limits(amounts: Amounts) -> str:
    limits = amounts.model_dump(exclude_none=True)
    return ", ".join(f"{name} {value:,}" for name, value in limits.items()) or "no limit"


def _line(topic: Topic) -> str:
    window = f"{_time(topic.since)} .. {_time(topic.until)}"
    tags = f"  tags {', '.join(topic.tags)}" if topic.tags else ""
    return f"{topic.slug:<30}  {window}{tags}  {topic.query}".rstrip()


def _time(moment: datetime | None) -> str:
    return "open" if moment is None else f"{moment:%Y-%m-%dT%H:%MZ}"


def _as_json(plan: BatchPlan, run_id: str, settings: Settings, topics: list[Topic]) -> str:
    told = {
        "run": run_id,
        "store": settings.store,
        "model": settings.model,
        "judge": settings.judge,
        "plan": plan.model_dump(mode="json", exclude={"topics"}),
        "topics": [topic.model_dump(mode="json") for topic in topics],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
