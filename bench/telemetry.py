"""What telemetry costs: ``python bench/telemetry.py [--stories N] [--json]``.

CPU time of the story graph (see ``bench/graph.py``) with telemetry off, with a file of metrics, and
with OpenTelemetry, whose exporter drops what it is given; in turns, so that a busy machine slows
all alike. And what opening OpenTelemetry takes in a fresh process.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from graph import TEXT, Ready, cpu_per_story
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

from groundwood.nouns import Article
from groundwood.pipelines.agents import Agents
from groundwood.store import open_store
from groundwood.telemetry import NO_TELEMETRY, Telemetry, using
from groundwood.telemetry.otel import OtelTelemetry
from groundwood.telemetry.tally import Tally

ROUNDS = 5
OPEN = (
    "import time, groundwood.telemetry.choice as choice; began = time.process_time();"
    "choice.open_telemetry({VARIABLES}); print((time.process_time() - began) * 1000)"
)


class Drop(SpanExporter):
    """Drops every span."""

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Say that all is well."""
        return SpanExportResult.SUCCESS


@contextmanager
def kinds(folder: Path) -> Iterator[dict[str, Telemetry]]:
    """Yield what is compared, by name."""
    tracers = TracerProvider(shutdown_on_exit=False)
    tracers.add_span_processor(BatchSpanProcessor(Drop()))
    meters = MeterProvider(shutdown_on_exit=False)
    yield {
        "off": NO_TELEMETRY,
        "metrics file": Tally(folder / "groundwood.prom"),
        "OpenTelemetry": OtelTelemetry(tracers, meters),
    }
    meters.shutdown()
    tracers.shutdown()


def measured(stories: int) -> dict[str, float]:
    """Return the CPU milliseconds of a story by what watches it: the median of the rounds."""
    store = open_store("sqlite://")
    article = Article(text=TEXT)
    store.put([article])
    ready = Ready(article)
    agents = Agents(store, ready, ready, ready, ready, ready)
    taken: dict[str, list[float]] = {}
    with TemporaryDirectory() as folder, kinds(Path(folder)) as compared:
        for _ in range(ROUNDS):
            for name, telemetry in compared.items():
                with using(telemetry):
                    took = asyncio.run(cpu_per_story(agents, stories, None))
                taken.setdefault(name, []).append(took)
    store.close()
    return {f"CPU ms a story, {name}": statistics.median(took) for name, took in taken.items()}


def opening(variables: dict[str, str]) -> float:
    """Return the CPU milliseconds that opening takes in a fresh process."""
    code = OPEN.replace("{VARIABLES}", repr(variables))
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(ran.stdout)


def main() -> None:
    """Measure and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measured(options.stories)
    figures["CPU ms to open, off"] = opening({})
    sends_nothing = dict.fromkeys(("OTEL_TRACES_EXPORTER", "OTEL_METRICS_EXPORTER"), "none")
    figures["CPU ms to open, OpenTelemetry"] = opening({"GROUNDWOOD_OTEL": "1", **sends_nothing})
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:<36}{value:>8.1f}")


if __name__ == "__main__":
    main()
