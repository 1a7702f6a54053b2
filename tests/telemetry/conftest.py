"""Telemetry that keeps what it sees, a collector on a loopback socket, and a story to watch."""

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from groundwood import Article
from groundwood.cli.main import main
from groundwood.settings import Settings
from groundwood.telemetry import close_telemetry, using

OPENED = "The bridge at Exampletown opened on Monday after three years of work."
CREW = "The ferry of Exampletown stopped for good, and its crew of nine found new work."
WRONG = CREW.replace("nine", "ninety")
PLAN = [{"aim": "tell of it", "passages": [number]} for number in ("1", "2")]


def cited(text: str) -> dict[str, Any]:
    return {"text": text, "citations": ["A"]}


REPLIES: list[dict[str, Any]] = [
    {"match": "Plan a news story", "json": {"paragraphs": PLAN}},
    {"match": "Write the headline", "json": {"headline": "Bridge opens at Exampletown"}},
    {"match": "Write it again", "json": cited(CREW)},
    {"match": "The passages:.*three years", "json": {"sentences": [cited(OPENED)]}},
    {"match": "The passages:.*ferry", "json": {"sentences": [cited(WRONG)]}},
]


@pytest.fixture(autouse=True)
def _nothing_asked_for_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GROUNDWOOD_OTEL", "GROUNDWOOD_METRICS_FILE", "OTEL_EXPORTER_OTLP_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    close_telemetry()


@pytest.fixture
def articles() -> tuple[Article, ...]:
    return (
        Article(title="Bridge opens", text=OPENED, url="https://news.example/bridge"),
        Article(title="Ferry stops", text=CREW, url="https://post.example/ferry"),
    )


@pytest.fixture
def answering(mock: Any) -> Any:
    """A model that writes two paragraphs; one figure is wrong and is mended when it is asked."""
    mock.config.replies = REPLIES
    return mock


@pytest.fixture
def settings(answering: Any, tmp_path: Path) -> Settings:
    return Settings(
        model=f"{answering.base_url}#example",
        judge="lexical",
        cache_dir=tmp_path / "cache",
        price_in=1.0,
        price_out=2.0,
    )


@dataclass
class Seen:
    """The spans that have ended, and the metrics."""

    exporter: Any
    reader: Any

    @property
    def spans(self) -> list[Any]:
        return sorted(self.exporter.get_finished_spans(), key=lambda span: span.start_time)

    def named(self, start: str) -> list[Any]:
        return [span for span in self.spans if span.name.startswith(start)]

    def path(self, span: Any) -> list[str]:
        """The names of the span's ancestors, the root first, and its own."""
        above = {one.context.span_id: one for one in self.spans}
        names = [span.name]
        while span.parent is not None:
            span = above[span.parent.span_id]
            names.insert(0, span.name)
        return names

    def points(self, metric: str) -> list[Any]:
        data = self.reader.get_metrics_data()
        return [
            point
            for resource in (data.resource_metrics if data else ())
            for scope in resource.scope_metrics
            for one in scope.metrics
            if one.name == metric
            for point in one.data.data_points
        ]

    def counted(self, metric: str) -> dict[tuple[Any, ...], float]:
        return {tuple(point.attributes.values()): point.value for point in self.points(metric)}


@pytest.fixture
def seen() -> Iterator[Seen]:
    """What OpenTelemetry's own in-memory exporters saw."""
    pytest.importorskip("opentelemetry.sdk", reason="the extra otel is not installed")
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import InMemoryMetricReader
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    from groundwood.telemetry.otel import OtelTelemetry

    kept, reader = InMemorySpanExporter(), InMemoryMetricReader()
    tracers = TracerProvider(shutdown_on_exit=False)
    tracers.add_span_processor(SimpleSpanProcessor(kept))
    meters = MeterProvider([reader], shutdown_on_exit=False)
    with using(OtelTelemetry(tracers, meters)):
        yield Seen(kept, reader)
    meters.shutdown()
    tracers.shutdown()


@dataclass
class Collector:
    """An OTLP/HTTP receiver: what was posted, decoded, and as it came."""

    url: str = ""
    traces: list[Any] = field(default_factory=list)
    metrics: list[Any] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)

    @property
    def spans(self) -> list[Any]:
        return [
            span
            for request in self.traces
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    def metric(self, name: str) -> Any:
        found = [
            one
            for request in self.metrics
            for resource in request.resource_metrics
            for scope in resource.scope_metrics
            for one in scope.metrics
            if one.name == name
        ]
        return found[-1]

    def take(self, path: str, body: bytes) -> None:
        from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
            ExportMetricsServiceRequest,
        )
        from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
            ExportTraceServiceRequest,
        )

        self.raw.append(body)
        if path.endswith("/v1/traces"):
            self.traces.append(ExportTraceServiceRequest.FromString(body))
        elif path.endswith("/v1/metrics"):
            self.metrics.append(ExportMetricsServiceRequest.FromString(body))


def handler(collector: Collector) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            collector.take(self.path, body)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


@pytest.fixture
def collector() -> Iterator[Collector]:
    pytest.importorskip("opentelemetry.proto", reason="the extra otel is not installed")
    kept = Collector()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(kept)) as server:
        kept.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield kept
        server.shutdown()
        thread.join()


@pytest.fixture
def as_lines() -> Callable[[str], list[dict[str, Any]]]:
    """Read what was written on standard error: every line of it must be a JSON object."""
    return lambda text: [json.loads(line) for line in text.splitlines()]


@dataclass
class Ended:
    """How a process of the command ended, and what it said."""

    code: int
    out: str
    err: str


@pytest.fixture
def variables(
    outside: dict[str, str], settings: Settings, tmp_path: Path
) -> Callable[[dict[str, str]], dict[str, str]]:
    """Return the environment of a command: nothing of ours or of OpenTelemetry's but what is given."""
    plain = {name: value for name, value in outside.items() if not name.startswith("OTEL_")}
    ours = {
        "GROUNDWOOD_MODEL": settings.model,
        "GROUNDWOOD_CACHE_DIR": str(tmp_path / "cache"),
        "GROUNDWOOD_PRICE_IN": "1",
    }
    return lambda given: {**plain, **ours, **given}


@pytest.fixture
def arguments(articles: tuple[Article, ...], tmp_path: Path) -> list[str]:
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join(article.model_dump_json() for article in articles))
    return ["write", "--articles", str(file)]


@pytest.fixture
def process(variables: Any, arguments: list[str], tmp_path: Path) -> Callable[..., Ended]:
    """Run ``groundwood write`` in a process, after the code if any; keywords are variables."""

    def run(*options: str, code: str = "", **given: str) -> Ended:
        program = f"{code}\nfrom groundwood.cli.main import main; main()"
        ended = subprocess.run(
            [sys.executable, "-c", program, *arguments, *options],
            env=variables(given),
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    return run


@pytest.fixture
def command(
    variables: Any,
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Callable[..., Ended]:
    """Do what ``groundwood write`` does in this process, which is warm; keywords are variables."""

    def run(*options: str, **given: str) -> Ended:
        wanted = variables(given)
        for name in os.environ.keys() - wanted.keys():
            if name.startswith(("GROUNDWOOD_", "OPENAI_", "OTEL_")):
                monkeypatch.delenv(name)
        for name, value in wanted.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["groundwood", *arguments, *options])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        told = capfd.readouterr()
        return Ended(int(ended.value.code or 0), told.out, told.err)

    return run
