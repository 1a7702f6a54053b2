"""A judge behind a URL: what is posted, what is accepted, and what becomes of every fault."""

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import SecretStr

from groundwood.agents import load_judge
from groundwood.agents.checker.judges.http_judge import HttpJudge
from groundwood.agents.checker.judges.judge import Pair, Score
from groundwood.errors import (
    AnswerInvalid,
    ModelError,
    ModelRefused,
    ModelUnavailable,
)
from groundwood.gateway.admission import Admission, Reply, Sign
from groundwood.gateway.allowance import Allowance, Share
from groundwood.gateway.limits import Limits
from groundwood.gateway.retry import RetryPolicy
from groundwood.gateway.score_endpoint import ScoreEndpoint
from groundwood.settings import load_settings

PAIR = Pair(evidence=("The dam broke.", "Nobody was hurt."), claim="A dam broke.")
SURE = {"supported": 0.9, "contradicted": 0.02, "neutral": 0.08}


def scores(pairs: list[Any]) -> dict[str, Any]:
    return {"scores": [{**SURE} for _ in pairs], "name": "mini", "version": "7", "threshold": 0.6}


@dataclass
class Server:
    """Answers with what ``plan`` holds in turn, then well; keeps every request."""

    plan: list[Any] = field(default_factory=list)
    answer: Callable[[list[Any]], Any] = scores
    headers: dict[str, str] = field(default_factory=dict)
    bodies: list[Any] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    under_way: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    url: str = ""

    def judge(self, *, tries: int = 8, batch: int = 32, **changes: Any) -> HttpJudge:
        retries = RetryPolicy(tries=tries, first=0.002, longest=0.01)
        return HttpJudge(ScoreEndpoint(self.url, retries=retries, **changes), batch)


def handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with server.lock:
                server.bodies.append(body)
                server.keys.append(self.headers["authorization"])
                server.under_way += 1
                server.most = max(server.most, server.under_way)
                act = server.plan.pop(0) if server.plan else 200
            if act == "hang":
                server.released.wait(60)
            with server.lock:
                server.under_way -= 1
            self.reply(act, body)

        def reply(self, act: Any, body: Any) -> None:
            if act in ("hang", "drop"):
                self.close_connection = True
                return
            status = act if isinstance(act, int) else 200
            content = act if isinstance(act, bytes) else self.content(status, body)
            self.send_response(status)
            for name, value in {**server.headers, "content-length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def content(self, status: int, body: Any) -> bytes:
            good = status == 200
            said = server.answer(body["pairs"]) if good else {"detail": "the model is asleep"}
            return json.dumps(said).encode()

        def log_message(self, *arguments: Any) -> None:
            pass

    return Handler


class Listening(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    with Listening(("127.0.0.1", 0), handler(made)) as listening:
        made.url = f"http://127.0.0.1:{listening.server_address[1]}/score"
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield made
        made.released.set()
        listening.shutdown()
        thread.join()


def test_pairs_are_posted_and_the_three_probabilities_come_back(server: Server) -> None:
    (score,) = server.judge().score([PAIR])
    assert score == Score(**SURE)
    assert server.bodies == [
        {"pairs": [{"evidence": ["The dam broke.", "Nobody was hurt."], "claim": "A dam broke."}]}
    ]


@pytest.mark.parametrize("key", ["scores", "support_prob"])
def test_one_probability_a_pair_is_support_and_the_rest_neutral(server: Server, key: str) -> None:
    server.answer = lambda pairs: {key: [0.93, 0, 1]}
    assert server.judge().score([PAIR] * 3) == [
        Score(supported=0.93, contradicted=0, neutral=1 - 0.93),
        Score(supported=0, contradicted=0, neutral=1),
        Score(supported=1, contradicted=0, neutral=0),
    ]


def test_name_version_and_threshold_are_those_that_the_server_states(server: Server) -> None:
    judge = server.judge()
    assert (judge.name, judge.version, judge.threshold) == ("http", "unstated", 0.5)
    judge.score([PAIR])
    assert (judge.name, judge.version, judge.threshold) == ("http:mini", "7", 0.6)


def test_a_server_that_changes_its_threshold_meanwhile_is_refused(server: Server) -> None:
    judge = server.judge()
    judge.score([PAIR])
    server.answer = lambda pairs: {**scores(pairs), "threshold": 0.4}
    with pytest.raises(AnswerInvalid, match=r"threshold=0.6.* at first .*threshold=0.4.* now"):
        judge.score([PAIR])


def test_pairs_go_in_batches_and_scores_come_in_their_order(server: Server) -> None:
    server.answer = lambda pairs: {"scores": [len(pair["claim"]) / 100 for pair in pairs]}
    pairs = [("The dam broke.", "x" * length) for length in range(1, 24)]
    judge = server.judge(batch=5)
    found = judge.score(pairs)
    assert [score.supported for score in found] == [length / 100 for length in range(1, 24)]
    assert sorted(len(body["pairs"]) for body in server.bodies) == [3, 5, 5, 5, 5]
    assert judge.endpoint.meter.usage["served judge"].calls == 5


def test_no_more_requests_are_under_way_than_configured(server: Server) -> None:
    server.judge(batch=1, limits=Limits(concurrency=2)).score([PAIR] * 12)
    assert len(server.bodies) == 12
    assert server.most <= 2


def test_calls_at_the_same_time_share_the_limit(server: Server) -> None:
    async def several() -> None:
        judge = server.judge(batch=1, limits=Limits(concurrency=2))
        await asyncio.gather(*(judge.ascore([PAIR] * 2) for _ in range(6)))

    asyncio.run(several())
    assert len(server.bodies) == 12
    assert server.most <= 2


@dataclass
class Gate:
    """Admits everything, and keeps what came of it; the first ``outages`` are the server's."""

    replies: list[Reply | None] = field(default_factory=list)
    outages: int = 0

    @asynccontextmanager
    async def admit(self, tokens: int) -> AsyncIterator[Admission]:
        admission = Admission(tokens)
        yield admission
        admission.outage = len(self.replies) < self.outages
        self.replies.append(admission.reply)


def test_every_request_passes_whoever_keeps_the_limits_and_tells_what_came_of_it(
    server: Server,
) -> None:
    gate = Gate()
    server.plan, server.headers = [429, 503], {"x-ratelimit-remaining": "3"}
    server.headers["x-ratelimit-reset"] = "60"
    server.judge(limits=gate).score([PAIR])
    signs = [reply and reply.sign for reply in gate.replies]
    assert signs == [Sign.LIMITED, Sign.FAILING, Sign.WELL]
    assert gate.replies[-1] == Reply(Sign.WELL, allowance=Allowance(requests=Share(3, 60)))


def test_a_server_that_asks_for_fewer_requests_is_borne_as_long_as_there_is_patience(
    server: Server,
) -> None:
    server.plan, server.headers = [429] * 5, {"retry-after-ms": "1"}
    assert server.judge(tries=2, patience=60).score([PAIR]) == [Score(**SURE)]
    assert len(server.bodies) == 6


def test_an_outage_is_borne_as_long_as_there_is_patience(server: Server) -> None:
    server.plan = [503] * 5
    judge = server.judge(tries=2, patience=60, limits=Gate(outages=5))
    assert judge.score([PAIR]) == [Score(**SURE)]


def test_a_server_that_is_out_for_too_long_is_an_error_that_names_it(server: Server) -> None:
    server.plan = [503] * 50
    judge = server.judge(batch=1, patience=0.01, limits=Limits(patience=0.01))
    with pytest.raises(ModelUnavailable, match=r"/score: .*(the model is asleep|longer than)"):
        judge.score([PAIR] * 3)


def test_no_pairs_send_nothing(server: Server) -> None:
    assert server.judge().score([]) == []
    assert server.bodies == []


def test_it_may_be_asked_inside_a_running_event_loop(server: Server) -> None:
    async def notebook() -> list[Score]:
        return server.judge().score([PAIR])

    assert asyncio.run(notebook()) == [Score(**SURE)]


@pytest.mark.parametrize("fault", [408, 429, 500, 503, "drop", b"<html>busy</html>"])
def test_what_may_pass_is_asked_again(server: Server, fault: Any) -> None:
    server.plan = [fault]
    assert server.judge().score([PAIR]) == [Score(**SURE)]
    assert len(server.bodies) == 2


def test_the_wait_that_the_server_asks_for_is_waited_for(server: Server) -> None:
    server.plan, server.headers = [429, 429], {"retry-after-ms": "1"}
    assert server.judge().score([PAIR]) == [Score(**SURE)]
    server.plan, server.headers = [429], {"retry-after": "600"}
    with pytest.raises(ModelUnavailable, match=r"after 1 try: HTTP 429 \(asks to wait 600 s\)"):
        server.judge(deadline=5).score([PAIR])


@pytest.mark.parametrize("status", [301, 400, 401, 404, 413, 422])
def test_what_cannot_change_is_asked_once(server: Server, status: int) -> None:
    server.plan, server.headers = [status], {"location": server.url}
    with pytest.raises(ModelRefused) as caught:
        server.judge().score([PAIR])
    told = f"{server.url}: after 1 try: HTTP {status}: the model is asleep"
    assert str(caught.value) == told
    assert len(server.bodies) == 1


def test_tries_are_bounded(server: Server) -> None:
    server.plan = [503] * 9
    with pytest.raises(ModelUnavailable, match="after 3 tries: HTTP 503: the model is asleep"):
        server.judge(tries=3).score([PAIR])
    assert len(server.bodies) == 3


def test_a_server_that_hangs_is_not_waited_for(server: Server) -> None:
    server.plan = ["hang"] * 2
    with pytest.raises(ModelUnavailable, match="after 2 tries: no answer in time"):
        server.judge(tries=2, timeout=0.05).score([PAIR])


def test_a_server_that_is_not_there_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        server = Server(url=f"http://127.0.0.1:{taken.getsockname()[1]}/score")
        with pytest.raises(ModelUnavailable, match=r"/score: after 4 tries: no connection: "):
            server.judge().score([PAIR])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (b"", "after 2 tries: the answer is not JSON"),
        (b"<html>hello</html>", "after 2 tries: the answer is not JSON"),
        (b'{"scores": [NaN]}', "after 2 tries: the answer holds NaN, which is no number in JSON"),
        (b"[0.9]", "the answer has no list of scores"),
        (b'{"scores": 0.9}', "the answer has no list of scores"),
        (b'{"scores": []}', "0 scores for 1 pairs"),
        (b'{"scores": [0.9, 0.8]}', "2 scores for 1 pairs"),
        (b'{"scores": [1.2]}', "scores[0] is 1.2, not a probability"),
        (b'{"scores": [1e999]}', "scores[0] is inf, not a probability"),
        (b'{"support_prob": [null]}', "support_prob[0] is None, not a probability"),
        (b'{"scores": [true]}', "scores[0] is True, not a probability"),
        (b'{"scores": ["0.9"]}', "scores[0] is '0.9', not a probability"),
        (b'{"scores": [{"supported": 1}]}', "scores[0].contradicted is None, not a probability"),
        (
            b'{"scores": [{"supported": 0.9, "contradicted": 0.9, "neutral": 0}]}',
            "the probabilities of scores[0] sum to 1.8, not to 1",
        ),
        (b'{"scores": [0.5], "threshold": 5}', "threshold is 5, not a probability"),
        (b'{"scores": [0.5], "version": 7}', "version is 7, not a short text"),
        (b'{"scores": [0.5], "name": "a\\nb"}', "name is 'a\\nb', not a short text"),
    ],
)
def test_an_answer_that_holds_no_scores_is_an_error(server: Server, said: bytes, told: str) -> None:
    server.plan = [said] * 2
    with pytest.raises(AnswerInvalid) as caught:
        server.judge().score([PAIR])
    assert str(caught.value) == f"{server.url}: {told}"


def test_text_that_cannot_be_sent_is_an_error_of_ours(server: Server) -> None:
    with pytest.raises(ModelRefused, match=r"/score: after 1 try: .*surrogates not allowed"):
        server.judge().score([("The dam \ud800 broke.", "A dam broke.")])


def test_one_batch_that_fails_fails_the_whole(server: Server) -> None:
    server.plan = [400]
    with pytest.raises(ModelError, match="HTTP 400"):
        server.judge(batch=1).score([PAIR] * 3)


def test_the_key_is_sent_as_a_bearer_token_and_never_told(server: Server) -> None:
    options = {"judge_url": server.url, "judge_api_key": "hunter2", "api_key": "other"}
    judge = load_judge("http", settings=load_settings(**options))
    judge.score([PAIR])
    assert server.keys == ["Bearer hunter2"]
    assert "hunter2" not in repr(judge)
    server.plan = [401]
    secret = server.judge(key=SecretStr("the model is asleep"))
    with pytest.raises(ModelRefused) as caught:
        secret.score([PAIR])
    assert str(caught.value) == f"{server.url}: after 1 try: HTTP 401: …"


def test_without_a_key_of_its_own_none_is_sent(server: Server) -> None:
    options = {"judge_url": server.url, "api_key": "other"}
    load_judge("http", settings=load_settings(**options)).score([PAIR])
    assert server.keys == [None]
