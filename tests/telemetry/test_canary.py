"""No text of articles, no prompt and no key leaves by telemetry or logs."""

import io
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from groundwood import Article

KEY = "canary-key-4711"
PASSWORD = "canary-password"
OTHERS = "canary-collector-key"


@pytest.fixture
def articles() -> tuple[Article, ...]:
    """Articles with a canary in each part that comes from outside."""
    return (
        Article(
            title="Canarytitle bridge opens",
            text="The canarytext bridge opened on Monday after three years of work.",
            url="https://news.example/canaryaddress",
            author="Canary Author",
        ),
        Article(
            title="Canarytitle ferry stops",
            text="The canarytext ferry stopped for good, and its crew of nine found new work.",
            url="https://post.example/canaryaddress",
        ),
    )


@pytest.fixture
def answering(mock: Any) -> Any:
    """A model whose answers hold canaries; one is a figure that must be mended."""
    two = "The canarytext ferry stopped for good, and its crew of ninety found new work."
    one = "The canarytext bridge opened on Monday after three years of work."
    plan = [{"aim": "canaryaim", "passages": [number]} for number in ("1", "2")]
    mock.config.replies = [
        {"match": "Plan a news story", "json": {"paragraphs": plan}},
        {"match": "Write the headline", "json": {"headline": "Canarytitle bridge opens"}},
        {"match": "Write it again", "json": said(two.replace("ninety", "nine"))},
        {"match": "The passages:.*three years", "json": {"sentences": [said(one)]}},
        {"match": "The passages:.*ferry", "json": {"sentences": [said(two)]}},
    ]
    return mock


def said(text: str) -> dict[str, Any]:
    return {"text": text, "citations": ["A"]}


@pytest.mark.parametrize("fault", ["none", "echo", "401", "500"])
def test_no_canary_is_in_what_is_sent_written_or_logged(
    command: Any, collector: Any, answering: Any, tmp_path: Path, fault: str
) -> None:
    answering.config.plan = [] if fault == "none" else [fault] * 99
    metrics = tmp_path / "groundwood.prom"
    base = answering.base_url.replace("http://", f"http://canary-user:{PASSWORD}@")
    ended = command(
        "--json",
        "--model",
        "openai:example",
        "--out",
        "out",
        OPENAI_BASE_URL=base,
        OPENAI_API_KEY=KEY,
        GROUNDWOOD_DEADLINE="1",
        GROUNDWOOD_METRICS_FILE=str(metrics),
        OTEL_EXPORTER_OTLP_ENDPOINT=collector.url,
        OTEL_EXPORTER_OTLP_HEADERS=f"api-key={OTHERS}",
    )
    assert answering.stats["requests"] > 0
    assert ended.code == (0 if fault == "none" else 1)
    assert ("canarytext" in ended.out) is (fault == "none")
    assert collector.spans
    assert metrics.read_text()
    assert ended.err
    for seen in (*collector.raw, metrics.read_bytes(), ended.err.encode()):
        assert b"canary" not in seen.lower()
        assert b"Plan a news story" not in seen


def test_no_canary_is_in_the_spans_of_a_story_that_fails_in_our_own_code(
    seen: Any, articles: tuple[Article, ...]
) -> None:
    from groundwood.telemetry import telemetry

    with (
        pytest.raises(RuntimeError),
        telemetry().span("agent", "invoke_agent summarizer", {"groundwood.stage": "write"}),
    ):
        raise RuntimeError(articles[0].text)
    (span,) = seen.spans
    assert "canary" not in span.to_json().lower()
    assert span.attributes["error.type"] == "RuntimeError"


def test_the_name_of_a_model_that_the_server_makes_up_is_not_taken_over() -> None:
    from groundwood.telemetry.calls import Told

    told = Told()
    told.answered(1, 1, "The canary said: a whole sentence, with commas", "stop")
    assert told.model is None
    told.answered(1, 1, {"no": "name"}, "canary: odd")
    assert (told.model, told.finish, told.tokens_in) == (None, None, 2)
    told.answered(1, 1, "vendor/model-4.1:free@2026", "stop")
    assert (told.model, told.finish) == ("vendor/model-4.1:free@2026", "stop")


def test_a_handler_that_is_given_nonsense_does_not_stop_the_program(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from groundwood.telemetry.logs import json_logging

    monkeypatch.setattr(logging, "raiseExceptions", False)
    stream = io.StringIO()
    with json_logging(stream):
        logging.getLogger("groundwood").warning("%d", "canary")
        logging.getLogger("groundwood").warning("still here")
    assert [json.loads(line)["message"] for line in stream.getvalue().splitlines()] == [
        "still here"
    ]
    assert capsys.readouterr().err == ""
