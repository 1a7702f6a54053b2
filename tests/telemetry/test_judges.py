"""Judges as they are seen from outside: a served one by spans of its own, a model by its calls."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from groundwood import Article
from groundwood.agents import load_judge
from groundwood.agents.checker.judges.http_judge import HttpJudge
from groundwood.agents.checker.judges.judge import Pair
from groundwood.errors import AnswerInvalid, ModelRefused, ModelUnavailable
from groundwood.gateway.retry import RetryPolicy
from groundwood.gateway.score_endpoint import ScoreEndpoint
from groundwood.pipelines.check import check_text
from groundwood.settings import Settings

PAIR = Pair(evidence=("The canary passage says so.",), claim="The canary claim is so.")
KEY = "canary-key"
FAST = RetryPolicy(tries=3, first=0.001, longest=0.002)
TOLD = "At Exampletown the bridge was opened on Monday, after work of three years [{id}]."


def scores(pairs: list[Any]) -> Any:
    return {"scores": [0.9] * len(pairs), "name": "mini-check:7b", "version": "7"}


@dataclass
class Served:
    """A judge on loopback that answers with the statuses of ``plan`` in turn, then well."""

    url: str = ""
    plan: list[int] = field(default_factory=list)
    answer: Callable[[list[Any]], Any] = scores

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2].partition("/")[0])

    def judge(self, **options: Any) -> HttpJudge:
        return HttpJudge(ScoreEndpoint(self.url, retries=FAST, **options), batch=2)


def handler(served: Served) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            status = served.plan.pop(0) if served.plan else 200
            said = served.answer(body["pairs"]) if status == 200 else {"detail": "canary"}
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments: Any) -> None:
            pass

    return Handler


@pytest.fixture
def served() -> Iterator[Served]:
    made = Served()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(made)) as server:
        made.url = f"http://127.0.0.1:{server.server_port}/v1/score"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield made
        server.shutdown()
        thread.join()


def test_a_request_to_a_served_judge_is_a_client_span_that_tells_its_pairs_and_server(
    seen: Any, served: Served
) -> None:
    from opentelemetry.trace import SpanKind

    served.judge().score([PAIR] * 3)
    two, one = sorted(seen.spans, key=lambda span: -span.attributes["groundwood.pairs"])
    assert {span.name for span in seen.spans} == {"evaluation"}
    assert (two.kind, two.status.is_ok) == (SpanKind.CLIENT, True)
    assert one.attributes["groundwood.pairs"] == 1
    assert dict(two.attributes) == {
        "gen_ai.operation.name": "evaluation",
        "gen_ai.provider.name": "groundwood",
        "gen_ai.response.model": "mini-check:7b",
        "groundwood.pairs": 2,
        "groundwood.requests": 1,
        "server.address": "127.0.0.1",
        "server.port": served.port,
    }


def test_the_tries_of_a_request_are_one_span(seen: Any, served: Served) -> None:
    served.plan = [503, 429]
    served.judge().score([PAIR])
    (span,) = seen.spans
    assert (span.attributes["groundwood.requests"], span.status.is_ok) == (3, True)


@pytest.mark.parametrize(
    ("plan", "answer", "error"),
    [
        ([401], scores, ModelRefused),
        ([503] * 9, scores, ModelUnavailable),
        ([], lambda pairs: {"scores": []}, AnswerInvalid),
        ([], lambda pairs: {"scores": [7]}, AnswerInvalid),
    ],
    ids=["refused", "unavailable", "too few scores", "no probability"],
)
def test_a_request_that_fails_or_has_no_fitting_answer_marks_its_span_by_the_kind_of_the_error(
    seen: Any, served: Served, plan: list[int], answer: Any, error: type[Exception]
) -> None:
    served.plan, served.answer = plan, answer
    with pytest.raises(error):
        served.judge().score([PAIR])
    (span,) = seen.spans
    assert not span.status.is_ok
    assert (span.attributes["error.type"], span.status.description) == (error.__name__, None)
    assert span.events == ()
    (point,) = seen.points("gen_ai.client.operation.duration")
    assert point.attributes["error.type"] == error.__name__


def test_the_durations_of_its_requests_are_those_of_client_operations(
    seen: Any, served: Served
) -> None:
    served.judge().score([PAIR] * 5)
    (point,) = seen.points("gen_ai.client.operation.duration")
    assert point.count == 3
    assert dict(point.attributes) == {
        "gen_ai.operation.name": "evaluation",
        "gen_ai.provider.name": "groundwood",
        "gen_ai.response.model": "mini-check:7b",
        "server.address": "127.0.0.1",
        "server.port": served.port,
    }
    assert seen.points("gen_ai.client.token.usage") == []


@pytest.mark.parametrize("plan", [[], [401]], ids=["answered", "refused"])
def test_no_text_no_key_and_no_path_is_in_the_span(
    seen: Any, served: Served, plan: list[int]
) -> None:
    served.plan = plan
    served.answer = lambda pairs: {**scores(pairs), "name": "The canary said: so"}
    judge = load_judge("http", settings=Settings(judge_url=served.url, judge_api_key=KEY))
    if plan:
        with pytest.raises(ModelRefused):
            judge.score([PAIR])
    else:
        judge.score([PAIR])
    (span,) = seen.spans
    told = span.to_json().lower()
    assert "canary" not in told
    assert "/v1/score" not in told


@pytest.fixture
def text(articles: tuple[Article, ...], tmp_path: Path) -> Path:
    """A cited text that comparison alone does not settle."""
    file = tmp_path / "story.md"
    file.write_text(TOLD.format(id=articles[0].id))
    return file


def test_the_spans_of_a_served_judge_lie_in_that_of_the_checker(
    seen: Any, served: Served, text: Path, articles: tuple[Article, ...]
) -> None:
    settings = Settings(judge="http", judge_url=served.url, model="none")
    asyncio.run(check_text(text, articles, settings=settings))
    asked = seen.named("evaluation")
    assert asked
    for span in asked:
        assert seen.path(span) == ["invoke_workflow check", "invoke_agent checker", "evaluation"]


def test_a_model_that_judges_has_the_spans_of_its_calls_with_the_checker_as_agent(
    seen: Any, answering: Any, text: Path, articles: tuple[Article, ...], tmp_path: Path
) -> None:
    verdict = {"verdict": "supports", "quote": "opened on Monday", "reason": "so", "facts": []}
    answering.config.replies = [{"match": "", "json": verdict}]
    model = f"{answering.base_url}#example"
    settings = Settings(judge="llm", model=model, cache_dir=tmp_path / "cache")
    asyncio.run(check_text(text, articles, settings=settings))
    asked = [
        span
        for span in seen.named("chat example")
        if span.attributes["gen_ai.prompt.name"] == "checker/judge"
    ]
    assert asked
    for span in asked:
        assert span.attributes["gen_ai.agent.name"] == "checker"
        assert seen.path(span)[:2] == ["invoke_workflow check", "invoke_agent checker"]
