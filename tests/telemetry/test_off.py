"""Without the extra, and without being asked: nothing is loaded, nothing is different."""

import subprocess
import sys
from typing import Any

import pytest

from groundwood.errors import SettingsError
from groundwood.telemetry.choice import open_telemetry, otel_wanted

LOADED = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
MISSING = "import sys; sys.modules['opentelemetry'] = None"


def test_a_story_loads_nothing_that_sends_unless_it_is_asked_for(process: Any) -> None:
    ended = process("--quiet", code=LOADED)
    modules = ended.err.split()
    assert ended.code == 0
    assert "groundwood.telemetry.current" in modules
    assert "groundwood.telemetry.otel" not in modules
    assert not [name for name in modules if name.startswith("opentelemetry.exporter")]


def test_neither_telemetry_nor_the_gateway_loads_opentelemetry() -> None:
    code = "import sys, groundwood.telemetry.logs, groundwood.gateway.openai_model"
    told = subprocess.run(
        [sys.executable, "-c", f"{code}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    modules = told.stdout.split()
    assert "groundwood.telemetry.calls" in modules
    assert not [name for name in modules if name.partition(".")[0] == "opentelemetry"]


def test_without_the_extra_a_story_is_written_though_the_machine_names_a_collector(
    process: Any,
) -> None:
    url = "http://127.0.0.1:9"
    ended = process("--quiet", code=MISSING, OTEL_EXPORTER_OTLP_ENDPOINT=url)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("v0.01")


def test_asking_for_it_without_the_extra_ends_with_2_and_says_how_to_get_it(process: Any) -> None:
    ended = process("--quiet", code=MISSING, GROUNDWOOD_OTEL="1")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "groundwood: GROUNDWOOD_OTEL: needs the extra otel: pip install 'groundwood[otel]'\n"
    )


def test_nothing_is_wanted_where_nothing_is_asked_for() -> None:
    assert not otel_wanted({})
    assert not otel_wanted({"OTEL_SERVICE_NAME": "newsroom"})
    assert type(open_telemetry({})).__name__ == "NoTelemetry"


def test_a_word_that_is_no_yes_or_no_is_refused() -> None:
    with pytest.raises(SettingsError, match="GROUNDWOOD_OTEL: 'maybe' is neither 1 nor 0"):
        otel_wanted({"GROUNDWOOD_OTEL": "maybe"})
