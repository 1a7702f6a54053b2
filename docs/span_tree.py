"""Print the spans of one story as a tree, and what was counted: ``python docs/span_tree.py``.

A model on this machine's loopback answers (``bench/mock_server.py``), so that nothing else is
needed but the extra ``otel``. Times are left out: they differ from run to run.
"""

import asyncio
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from groundwood import Article, write_story
from groundwood.settings import load_settings
from groundwood.telemetry import run_span, using
from groundwood.telemetry.choice import Several
from groundwood.telemetry.otel import OtelTelemetry
from groundwood.telemetry.tally import Tally

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

from mock_server import running_mock

OPENED = "The bridge at Exampletown opened on Monday after three years of work."
CREW = "The ferry of Exampletown stopped for good, and its crew of nine found new work."
WRONG = CREW.replace("nine", "ninety")
ARTICLES = (
    Article(title="Bridge opens", text=OPENED, url="https://news.example/bridge"),
    Article(title="Ferry stops", text=CREW, url="https://post.example/ferry"),
)
COUNTED = re.compile(r"groundwood_\w+_total")
SHOWN = (
    "groundwood.run_id",
    "groundwood.story",
    "groundwood.stage",
    "groundwood.outcome",
    "gen_ai.prompt.name",
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.output_tokens",
    "error.type",
)
PLAN = [{"aim": "tell of it", "passages": [number]} for number in ("1", "2")]


def cited(text: str) -> dict[str, Any]:
    """Return a sentence as the model answers it."""
    return {"text": text, "citations": ["A"]}


REPLIES: list[dict[str, Any]] = [
    {"match": "Plan a news story", "json": {"paragraphs": PLAN}},
    {"match": "Write the headline", "json": {"headline": "Bridge opens at Exampletown"}},
    {"match": "Write it again", "json": cited(CREW)},
    {"match": "The passages:.*three years", "json": {"sentences": [cited(OPENED)]}},
    {"match": "The passages:.*ferry", "json": {"sentences": [cited(WRONG)]}},
]
"""What the model answers; one figure is wrong, so that a sentence is written again."""


def tree(spans: Sequence[ReadableSpan]) -> Iterator[str]:
    """Yield a line for each span, children indented below their parent, in order of their start."""
    children: dict[int | None, list[ReadableSpan]] = defaultdict(list)
    for span in sorted(spans, key=lambda span: span.start_time or 0):
        children[span.parent.span_id if span.parent else None].append(span)

    def below(parent: int | None, depth: int) -> Iterator[str]:
        for span in children[parent]:
            told = span.attributes or {}
            shown = [f"{name.partition('.')[2]}={told[name]!s}" for name in SHOWN if name in told]
            yield f"{'    ' * depth}{span.name}  {' '.join(shown)}".rstrip()
            yield from below(span.context.span_id if span.context else None, depth + 1)

    return below(None, 0)


async def story(model: str, cache: Path) -> None:
    """Write one story within a run."""
    settings = load_settings(
        model=model, judge="lexical", cache_dir=cache, price_in=0.4, price_out=1.6
    )
    with run_span("night-1"):
        await write_story(articles=ARTICLES, settings=settings)


def main() -> None:
    """Write a story and print what was seen of it."""
    seen = InMemorySpanExporter()
    tracers = TracerProvider()
    tracers.add_span_processor(SimpleSpanProcessor(seen))
    tally = Tally()
    watching = Several(OtelTelemetry(tracers, MeterProvider()), tally)
    with running_mock(replies=REPLIES) as server, TemporaryDirectory() as cache, using(watching):
        asyncio.run(story(f"{server.base_url}#example", Path(cache)))
    print("\n".join(tree(seen.get_finished_spans())))
    print()
    print("\n".join(line for line in tally.text().splitlines() if COUNTED.match(line)))


if __name__ == "__main__":
    main()
