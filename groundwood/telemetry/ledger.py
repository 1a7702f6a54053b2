"""What a ledger of batches knows, of all processes, as gauges in Prometheus' text format.

Gauges and no counters: a topic that is done again leaves one outcome for another.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import get_args

from groundwood.nouns.runs import BatchRun, RunStatus, TopicRun, TopicStatus
from groundwood.telemetry.names import OTHER_ERROR, Metric
from groundwood.telemetry.prometheus import exposition
from groundwood.telemetry.tally import Labels, Series

Sample = tuple[str, Labels, float]
"""A metric's short name, what it is told apart by, and a value."""

_LATEST, _ALL = "groundwood.run", "groundwood.ledger"
_SUMS = {
    "topics": ("{topic}", "Topics by outcome, or by the state that they are in"),
    "failures": ("{topic}", "Failed topics by the kind of the error"),
    "tokens": ("{token}", "Tokens of model calls by agent and direction"),
    "calls": (
        "{call}",
        "Answered calls by agent: of models, and of a served judge as the agent 'served judge'",
    ),
    "cached.calls": ("{call}", "Answers of the response cache by agent"),
    "cost": ("{currency}", "Cost of model calls at the configured prices by agent"),
    "spent.calls": (
        "{call}",
        "Answered model calls, with those of work that was cut or done again",
    ),
    "spent.cost": ("{currency}", "Cost of them"),
    "duration": ("s", "Time from the beginning of a run to its end, with its pauses"),
}
_OF_LATEST = {
    "status": ("", "Whether the run is in the state"),
    "start.timestamp": ("s", "When the run began, since 1970"),
    "end.timestamp": ("s", "When the run ended, since 1970"),
}
_OF_ALL = {"runs": ("{run}", "Runs by the state that they are in")}


def _metrics(scope: str, about: str, *tables: dict[str, tuple[str, str]]) -> dict[str, Metric]:
    return {
        name: Metric(f"{scope}.{name}", "gauge", unit, f"{text}: {about}.")
        for table in tables
        for name, (unit, text) in table.items()
    }


LATEST = _metrics(_LATEST, "the plan's latest run", _OF_LATEST, _SUMS)
"""The metrics of each plan's latest run, by their short names."""
ALL = _metrics(_ALL, "all runs of the plan", _OF_ALL, _SUMS)
"""The metrics of all runs of each plan, by their short names."""


def ledger_text(
    runs: Iterable[BatchRun],
    topics: Callable[[BatchRun], Iterable[TopicRun]],
    *,
    totals: bool = True,
) -> str:
    """Return the metrics of the runs, which come the newest first; empty where there is none.

    ``topics`` gives what came of a run's topics. Nothing is held of a run that has been added up, so
    that memory grows with the number of plans alone. Without ``totals`` only the topics of each
    plan's latest run are asked for.
    """
    latest, all_ = _Gauges(LATEST), _Gauges(ALL)
    plans: set[str] = set()
    for run in runs:
        is_latest = run.plan not in plans
        plans.add(run.plan)
        if not (is_latest or totals):
            continue
        own = (("plan", run.plan), ("run", run.id))
        for name, labels, value in _samples(run, topics(run)):
            if is_latest and name in LATEST:
                latest.add(name, (*own, *labels), value)
            if totals and name in ALL:
                all_.add(name, (own[0], *labels), value)
    return latest.text() + all_.text()


class _Gauges:
    """Adds samples up."""

    def __init__(self, metrics: dict[str, Metric]) -> None:
        self._metrics = metrics
        self._series: dict[str, defaultdict[Labels, Series]] = {
            name: defaultdict(Series) for name in metrics
        }

    def add(self, name: str, labels: Labels, value: float) -> None:
        self._series[name][labels].total += value

    def text(self) -> str:
        return "".join(
            exposition(self._metrics[name], series)
            for name, series in self._series.items()
            if series
        )


def _samples(run: BatchRun, topics: Iterable[TopicRun]) -> Iterator[Sample]:
    """Yield what there is to tell of a run; states that nothing is in are told as 0."""
    for status in get_args(RunStatus):
        yield "status", (("status", status),), run.status == status
        yield "runs", (("status", status),), run.status == status
    yield "start.timestamp", (), run.started_at.timestamp()
    if run.finished_at is not None:
        yield "end.timestamp", (), run.finished_at.timestamp()
        yield "duration", (), max(0.0, (run.finished_at - run.started_at).total_seconds())
    for outcome in get_args(TopicStatus):
        yield "topics", (("outcome", outcome),), 0
    for topic in topics:
        yield from _of_topic(topic)


def _of_topic(topic: TopicRun) -> Iterator[Sample]:
    yield "topics", (("outcome", topic.status),), 1
    if topic.status == "failed":
        yield "failures", (("error_type", topic.error_class or OTHER_ERROR),), 1
    yield "spent.calls", (), topic.spent.calls
    if topic.spent.cost is not None:
        yield "spent.cost", (), topic.spent.cost
    for name, usage in topic.usage.items():
        agent = ("agent", name)
        yield "tokens", (agent, ("direction", "input")), usage.tokens_in
        yield "tokens", (agent, ("direction", "output")), usage.tokens_out
        yield "calls", (agent,), usage.calls
        yield "cached.calls", (agent,), usage.cached_calls
        if usage.cost is not None:
            yield "cost", (agent,), usage.cost
