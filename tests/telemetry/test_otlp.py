"""OpenTelemetry over OTLP/HTTP, from a process of the command to a real receiver."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"


def attribute(holder: Any, name: str) -> str | None:
    return next((one.value.string_value for one in holder.attributes if one.key == name), None)


def test_a_written_story_arrives_at_the_collector_as_one_trace_and_its_metrics(
    process: Any, collector: Any
) -> None:
    ended = process(
        "--quiet", "--run-id", "night-1", GROUNDWOOD_OTEL="1", **{ENDPOINT: collector.url}
    )
    assert (ended.code, ended.err) == (0, "")
    names = sorted(span.name for span in collector.spans)
    assert names.count("chat example") == 5
    assert {"run", "invoke_workflow story", "invoke_agent checker"} < set(names)
    assert len({span.trace_id for span in collector.spans}) == 1
    resource = collector.traces[0].resource_spans[0].resource
    assert attribute(resource, "service.name") == "groundwood"
    (stories,) = collector.metric("groundwood.stories").sum.data_points
    assert attribute(stories, "groundwood.outcome") == "published"
    assert (stories.as_double or stories.as_int) == 1
    tokens = collector.metric("gen_ai.client.token.usage").histogram.data_points
    assert sorted(str(attribute(one, "gen_ai.token.type")) for one in tokens) == ["input", "output"]
    assert list(tokens[0].explicit_bounds) == [4.0**power for power in range(14)]
    (duration,) = collector.metric("gen_ai.client.operation.duration").histogram.data_points
    assert duration.count == 5


def test_its_own_variables_turn_it_on_and_name_the_service(command: Any, collector: Any) -> None:
    ended = command("--quiet", OTEL_SERVICE_NAME="newsroom", **{ENDPOINT: collector.url})
    assert (ended.code, ended.err) == (0, "")
    resource = collector.traces[0].resource_spans[0].resource
    assert attribute(resource, "service.name") == "newsroom"


@pytest.mark.parametrize(
    "off",
    [{"OTEL_SDK_DISABLED": "true", "GROUNDWOOD_OTEL": "1"}, {"GROUNDWOOD_OTEL": "0"}],
    ids=lambda off: next(iter(off)),
)
def test_it_is_turned_off_by_the_standard_variable_and_by_ours(
    command: Any, collector: Any, off: dict[str, str]
) -> None:
    ended = command("--quiet", **off, **{ENDPOINT: collector.url})
    assert (ended.code, ended.err) == (0, "")
    assert collector.raw == []


def test_only_what_is_asked_for_is_sent(command: Any, collector: Any) -> None:
    command("--quiet", OTEL_METRICS_EXPORTER="none", **{ENDPOINT: collector.url})
    assert collector.spans
    assert collector.metrics == []


@pytest.fixture
def deaf() -> Iterator[str]:
    """The address of a socket that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def gone() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.mark.parametrize("dead", ["gone", "deaf"])
def test_a_dead_collector_changes_nothing_but_one_line_on_standard_error(
    process: Any, dead: str, request: pytest.FixtureRequest
) -> None:
    pytest.importorskip("opentelemetry.sdk", reason="the extra otel is not installed")
    url = request.getfixturevalue(dead)
    ended = process("--quiet", **{ENDPOINT: f"{url}/?key=canary-key"})
    address = url.removeprefix("http://")
    assert ended.code == 0
    assert "nine found new work" in ended.out
    assert ended.err == f"telemetry is not delivered: no answer of {address} that fits\n"


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("GROUNDWOOD_OTEL", "perhaps", "GROUNDWOOD_OTEL: 'perhaps' is neither 1 nor 0"),
        ("OTEL_TRACES_EXPORTER", "jaeger", "OTEL_TRACES_EXPORTER: 'jaeger' is none of otlp"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc': only"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "0", "OTEL_*: OpenTelemetry cannot be set up: "),
    ],
)
def test_a_variable_with_no_usable_value_ends_with_2_and_one_line_before_anything_is_asked(
    command: Any, collector: Any, answering: Any, variable: str, value: str, said: str
) -> None:
    ended = command("--quiet", **{ENDPOINT: collector.url, variable: value})
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"groundwood: {said}")
    assert ended.err.count("\n") == 1
    assert answering.stats["requests"] == 0


def test_closing_does_not_wait_longer_than_it_may_for_what_never_ends() -> None:
    pytest.importorskip("opentelemetry.sdk", reason="the extra otel is not installed")
    from threading import Event

    from groundwood.telemetry.otel import Closing

    never = Event()
    closing = Closing(never.wait)
    closing.begin()
    assert not closing.wait(0.01)
    never.set()
    assert closing.wait(60)
