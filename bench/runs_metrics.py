"""What ``groundwood runs metrics`` costs: ``python bench/runs_metrics.py [--runs N] [--topics N] [--json]``.

CPU time for a ledger of that many runs of two plans, with the totals of all runs and without, and the
most that Python's objects took, beside a ledger of a tenth of the runs.
"""

import argparse
import json
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from groundwood.cli.runs_metrics import every_run
from groundwood.nouns import Topic, Usage
from groundwood.nouns.runs import BatchRun, TopicRun
from groundwood.pipelines.batch.summary import rows_of
from groundwood.store import Store, open_store
from groundwood.telemetry.ledger import ledger_text

BEGAN = datetime(2024, 1, 1, 3, tzinfo=UTC)
DOCUMENT = json.dumps({"plan": "x" * 20_000})
USAGE = {
    "summarizer": Usage(calls=3, tokens_in=1000, tokens_out=200, seconds=2.0, cost=0.01),
    "checker": Usage(calls=1, cached_calls=2, tokens_in=100, tokens_out=10, cost=0.001),
}


def topics(run: BatchRun, number: int) -> Iterator[TopicRun]:
    """Yield the topics of a run; every tenth failed."""
    for at in range(number):
        failed = at % 10 == 9
        yield TopicRun(
            run_id=run.id,
            slug=f"t{at}",
            place=at,
            topic=Topic(slug=f"t{at}", query="harbour bridge"),
            status="failed" if failed else "published",
            error_class="ModelRefused" if failed else "",
            usage=USAGE,
            attempts=1,
            started_at=run.started_at,
            finished_at=run.started_at + timedelta(seconds=5),
        )


def filled(folder: Path, runs: int, number: int) -> Store:
    """Return a store with a ledger of so many runs, two a day."""
    store = open_store(f"sqlite:///{folder / f'{runs}.db'}")
    for at in range(runs):
        run = BatchRun(
            id=f"r{at}",
            plan=("night", "morning")[at % 2],
            digest="d",
            started_at=BEGAN + timedelta(hours=12 * at),
            document=DOCUMENT,
        )
        store.runs.begin(run, topics(run, number))
        store.runs.finish(run.id, "finished")
    return store


def text(store: Store, *, totals: bool = True) -> str:
    """Do what the command does."""
    return ledger_text(every_run(store), lambda run: rows_of(store, run.id), totals=totals)


def cpu_seconds(store: Store, *, totals: bool) -> float:
    """Return the CPU seconds that it takes."""
    began = time.process_time()
    text(store, totals=totals)
    return time.process_time() - began


def peak_kb(store: Store) -> float:
    """Return the most kilobytes that Python's objects took."""
    tracemalloc.start()
    text(store)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1000


def main() -> None:
    """Measure and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--topics", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    few, many = options.runs // 10, options.runs
    with (
        TemporaryDirectory() as folder,
        closing(filled(Path(folder), few, options.topics)) as small,
        closing(filled(Path(folder), many, options.topics)) as large,
    ):
        figures = {
            f"CPU s, {many} runs of {options.topics} topics": cpu_seconds(large, totals=True),
            "CPU s, the latest runs alone": cpu_seconds(large, totals=False),
            f"kB of Python's objects, {few} runs": peak_kb(small),
            f"kB of Python's objects, {many} runs": peak_kb(large),
        }
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:<40}{value:>8.1f}")


if __name__ == "__main__":
    main()
