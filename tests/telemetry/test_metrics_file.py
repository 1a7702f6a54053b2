"""Metrics as a file in Prometheus' text format, without any extra."""

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.telemetry.names import COST, FINDINGS, METRICS, STORIES, STORY_DURATION
from groundwood.telemetry.tally import Tally

LINE = re.compile(
    r'(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?P<labels>(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*)\})?'
    r" (?P<value>[0-9.e+-]+)"
)
LABEL = re.compile(r'([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"')
UNESCAPED = {r"\\": "\\", r"\"": '"', r"\n": "\n"}


def samples(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Read the format, strictly: every line is a comment that we know, or a sample."""
    found = {}
    for line in text.split("\n")[:-1]:
        if re.fullmatch(r"# (HELP \w+ [^\n\\]+|TYPE \w+ (counter|histogram))", line):
            continue
        match = LINE.fullmatch(line)
        assert match, line
        labels = tuple(
            (name, re.sub(r"\\.", lambda said: UNESCAPED[said[0]], value))
            for name, value in LABEL.findall(match["labels"] or "")
        )
        assert (match["name"], labels) not in found
        found[match["name"], labels] = float(match["value"])
    return found


def test_counters_and_histograms_are_written_by_the_rules_of_the_format() -> None:
    tally = Tally()
    tally.count(STORIES, 1, {"groundwood.outcome": "published"})
    tally.count(STORIES, 1, {"groundwood.outcome": "published"})
    tally.count(STORIES, 1, {"groundwood.outcome": "failed", "error.type": "ModelRefused"})
    tally.count(COST, 0.25, {})
    for seconds in (0.1, 0.2, 30.0, 5000.0):
        tally.record(STORY_DURATION, seconds, {})
    text = tally.text()
    assert text.startswith(
        "# HELP groundwood_stories_total Stories by outcome.\n"
        "# TYPE groundwood_stories_total counter\n"
        'groundwood_stories_total{error_type="ModelRefused",groundwood_outcome="failed"} 1\n'
        'groundwood_stories_total{groundwood_outcome="published"} 2\n'
        "# HELP groundwood_cost_total Cost of model calls at the configured prices.\n"
        "# TYPE groundwood_cost_total counter\n"
        "groundwood_cost_total 0.25\n"
    )
    bucket = "groundwood_story_duration_seconds_bucket"
    found = samples(text)
    assert [found[bucket, (("le", bound),)] for bound in ("0.1", "0.25", "25", "50", "+Inf")] == [
        1, 2, 2, 3, 4,
    ]  # fmt: skip
    assert found["groundwood_story_duration_seconds_count", ()] == 4
    assert found["groundwood_story_duration_seconds_sum", ()] == pytest.approx(5030.3)


def test_nothing_is_written_of_what_was_not_counted() -> None:
    assert Tally().text() == ""


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.integers(1, 9), min_size=1))
def test_whatever_a_label_holds_it_is_read_back(counts: dict[str, int]) -> None:
    tally = Tally()
    for said, number in counts.items():
        tally.count(FINDINGS, number, {"groundwood.finding": said})
    assert samples(tally.text()) == {
        ("groundwood_findings_total", (("groundwood_finding", said),)): number
        for said, number in counts.items()
    }


@given(st.lists(st.floats(0, 1e9), min_size=1))
def test_every_value_lies_in_each_bucket_that_is_not_below_it(values: list[float]) -> None:
    tally = Tally()
    for value in values:
        tally.record(STORY_DURATION, value, {})
    found = samples(tally.text())
    for bound in METRICS[STORY_DURATION].buckets:
        label = str(int(bound)) if bound.is_integer() else repr(bound)
        within = found["groundwood_story_duration_seconds_bucket", (("le", label),)]
        assert within == sum(value <= bound for value in values)


def test_the_file_is_written_by_a_story_whole_and_with_nothing_beside_it(
    command: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "textfile"
    folder.mkdir()
    file = folder / "groundwood.prom"
    file.write_text("of the night before")
    ended = command("--quiet", GROUNDWOOD_METRICS_FILE=str(file))
    assert (ended.code, ended.err) == (0, "")
    assert list(folder.iterdir()) == [file]
    found = samples(file.read_text())
    assert found["groundwood_stories_total", (("groundwood_outcome", "published"),)] == 1
    calls = [value for (name, _), value in found.items()
             if name == "gen_ai_client_operation_duration_seconds_count"]  # fmt: skip
    assert calls == [5]


def test_the_file_and_opentelemetry_can_both_be_had(
    command: Any, collector: Any, tmp_path: Path
) -> None:
    file = tmp_path / "groundwood.prom"
    command("--quiet", GROUNDWOOD_METRICS_FILE=str(file), OTEL_EXPORTER_OTLP_ENDPOINT=collector.url)
    assert "groundwood_stories_total" in file.read_text()
    assert collector.spans
    assert collector.metric("groundwood.stories").sum.data_points


def test_a_file_that_cannot_be_written_is_told_once_and_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tally = Tally(tmp_path / "nowhere" / "groundwood.prom")
    with caplog.at_level(logging.WARNING):
        tally.flush()
        tally.close()
    assert [record.getMessage() for record in caplog.records] == [
        f"metrics cannot be written to {tmp_path}/nowhere/groundwood.prom: No such file or directory"
    ]
