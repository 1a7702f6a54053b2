"""Structured logs: one JSON object a line, each with time, level, event, run, story and trace."""

import asyncio
import io
import json
import logging
import re
import warnings
from typing import Any

import pytest

from groundwood.telemetry import about, run_span
from groundwood.telemetry.logs import json_logging, log_line

BASE = ["time", "level", "event", "run_id", "story", "trace_id"]
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def logged(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_says_when_how_grave_what_and_where() -> None:
    line = json.loads(log_line("batch.started", stories=3))
    assert list(line) == [*BASE, "stories"]
    assert TIME.fullmatch(line["time"])
    assert (line["level"], line["event"], line["stories"]) == ("info", "batch.started", 3)
    assert (line["run_id"], line["story"], line["trace_id"]) == (None, None, None)


def test_inside_a_run_and_a_story_lines_name_them_also_from_tasks(seen: Any) -> None:
    async def task(slug: str) -> dict[str, Any]:
        with about(story=slug):
            await asyncio.sleep(0)
            line: dict[str, Any] = json.loads(log_line("step"))
            return line

    async def inside() -> list[dict[str, Any]]:
        with run_span("night-1"):
            return [*await asyncio.gather(task("one"), task("two"))]

    lines = asyncio.run(inside())
    assert [(line["run_id"], line["story"]) for line in lines] == [
        ("night-1", "one"),
        ("night-1", "two"),
    ]
    (run,) = seen.named("run")
    assert {line["trace_id"] for line in lines} == {f"{run.context.trace_id:032x}"}
    assert json.loads(log_line("after"))["run_id"] is None


def test_what_our_library_logs_becomes_lines_with_its_message() -> None:
    stream = io.StringIO()
    with json_logging(stream), about(story="floods"):
        logging.getLogger("groundwood.gateway").warning("the cache %s is damaged", "a.sqlite3")
        logging.getLogger("groundwood.gateway").info("told")
        logging.getLogger("groundwood.gateway").debug("not told")
    first, second = logged(stream)
    assert list(first) == [*BASE, "logger", "message"]
    assert (first["level"], first["event"], first["story"]) == ("warning", "log", "floods")
    assert first["message"] == "the cache a.sqlite3 is damaged"
    assert (second["level"], second["message"]) == ("info", "told")


def test_of_other_libraries_no_value_and_no_finished_text_is_written() -> None:
    stream = io.StringIO()
    other = logging.getLogger("other.library")
    with json_logging(stream):
        other.warning("asked %s and got nothing", "canary-prompt")
        other.warning("asked canary-prompt")
        other.info("not told")
        try:
            raise ValueError("canary-text")
        except ValueError:
            other.exception("broke: %s", "canary-text")
    lines = logged(stream)
    assert "canary" not in stream.getvalue()
    assert [line.get("message") for line in lines] == [
        "asked %s and got nothing",
        None,
        "broke: %s",
    ]
    assert [line["logger"] for line in lines] == ["other.library"] * 3
    assert lines[2]["error_type"] == "ValueError"


def test_python_warnings_become_lines(recwarn: pytest.WarningsRecorder) -> None:
    stream = io.StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        with json_logging(stream):
            warnings.warn("canary", stacklevel=1)
    (line,) = logged(stream)
    assert (line["level"], line["logger"]) == ("warning", "py.warnings")
    assert "canary" not in stream.getvalue()


def test_logging_is_as_before_afterwards() -> None:
    root, ours = logging.getLogger(), logging.getLogger("groundwood")
    before = [*root.handlers], ours.level
    with json_logging(io.StringIO()):
        assert [*root.handlers] != before[0]
    assert ([*root.handlers], ours.level) == before


def test_every_line_of_a_story_with_json_has_all_of_it(
    command: Any, collector: Any, as_lines: Any
) -> None:
    ended = command(
        "--json", "--run-id", "night-1", "--slug", "floods",
        OTEL_EXPORTER_OTLP_ENDPOINT=collector.url,
    )  # fmt: skip
    lines = as_lines(ended.err)
    trace = collector.spans[0].trace_id.hex()
    assert [list(line)[:6] for line in lines] == [BASE] * len(lines)
    assert {line["run_id"] for line in lines} == {"night-1"}
    assert {line["story"] for line in lines} == {"floods"}
    assert {line["trace_id"] for line in lines} == {trace}
    assert {line["event"] for line in lines} == {"stage.started", "stage.finished", "story.result"}
    assert all(TIME.fullmatch(line["time"]) for line in lines)


def test_with_json_what_stops_a_story_is_a_line_too(
    command: Any, answering: Any, as_lines: Any
) -> None:
    answering.config.plan = ["401"] * 9
    ended = command("--json", "--run-id", "night-1")
    last = as_lines(ended.err)[-1]
    assert (ended.code, ended.out) == (1, "")
    assert (last["level"], last["event"]) == ("error", "run.failed")
    assert last["error_type"] == "ModelRefused"
    assert last["message"].startswith(answering.base_url)
    failed = [line for line in as_lines(ended.err) if line.get("detail") == "failed"]
    assert [(line["level"], line["stage"]) for line in failed] == [("error", "plan")]


def test_with_json_wrong_usage_and_a_dead_collector_are_lines_too(
    command: Any, as_lines: Any
) -> None:
    wrong = command("--json", "--since", "nonsense")
    (line,) = as_lines(wrong.err)
    assert (wrong.code, line["event"], line["error_type"]) == (2, "run.failed", "SettingsError")
    pytest.importorskip("opentelemetry.sdk", reason="the extra otel is not installed")
    dead = command("--json", OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9")
    last = as_lines(dead.err)[-1]
    assert (dead.code, last["event"], last["level"]) == (0, "log", "warning")
    assert last["message"] == "telemetry is not delivered: no answer of 127.0.0.1:9 that fits"
