"""A server that speaks the OpenAI protocol, for benchmarks and for the tests of the gateway.

    python bench/mock_server.py --port 8901 --latency 0.2 --p429 0.05 --retry-after 1

It answers ``POST …/chat/completions`` with words, or with the smallest instance of the JSON schema
asked for, and misbehaves on demand: by ``plan`` (what to do with the next requests, in order; see
`FAULTS`), then by the shares ``p429``, ``p500``, … drawn from a seeded generator. ``GET /stats``
counts, ``GET /requests`` shows what came in, ``POST /config`` changes any field of `Config` while
the server runs. It listens on 127.0.0.1 only and knows no streaming.
"""

import argparse
import asyncio
import json
import random
import re
import threading
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from typing import Any

Json = dict[str, Any]


@dataclass
class Config:
    """How the server behaves. Times in seconds, shares between 0 and 1."""

    latency: float = 0.0
    tokens_per_second: float = 0.0
    out_tokens: int = 64
    seed: int = 1
    p429: float = 0.0
    p500: float = 0.0
    phang: float = 0.0
    pdrop: float = 0.0
    pcut: float = 0.0
    pbadjson: float = 0.0
    retry_after: str = ""
    retry_after_ms: str = ""
    key: str = ""
    refuse: list[str] = field(default_factory=list)
    plan: list[str] = field(default_factory=list)
    replies: list[Json] = field(default_factory=list)

    def update(self, changes: Json) -> None:
        """Set the fields named; ``replies`` is a list of ``{"match": regex, "text" or "json": …}``."""
        known = {item.name for item in fields(self)}
        for name, value in changes.items():
            if name not in known:
                raise KeyError(name)
            setattr(self, name, value)


@dataclass
class Exchange:
    """One request and the way to answer it."""

    server: "MockServer"
    headers: dict[str, str]
    body: Json
    writer: asyncio.StreamWriter

    def send(self, status: int, content: bytes | Json, *headers: str) -> None:
        """Write the whole response."""
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        kind = "text/html" if raw.startswith(b"<") else "application/json"
        head = [f"HTTP/1.1 {status} Mock", f"content-type: {kind}", f"content-length: {len(raw)}"]
        self.writer.write("\r\n".join([*head, *headers, "\r\n"]).encode() + raw)

    def error(self, status: int, message: str, code: str | None = None, *headers: str) -> None:
        """Write an error as OpenAI's servers put it."""
        error = {"message": message, "type": "mock", "code": code, "param": None}
        self.send(status, {"error": error}, *headers)

    def answer(self, text: str | None, finish: str = "stop", refusal: str | None = None) -> None:
        """Write a finished completion."""
        said = sum(len(str(message["content"])) for message in self.body["messages"]) // 4
        words = len((text or "").split())
        message = {"role": "assistant", "content": text, "refusal": refusal}
        usage = {"prompt_tokens": said, "completion_tokens": words, "total_tokens": said + words}
        completion = {
            "id": "chatcmpl-mock",
            "object": "chat.completion",
            "created": 0,
            "model": self.body.get("model", "mock"),
            "choices": [{"index": 0, "finish_reason": finish, "message": message}],
            "usage": usage,
        }
        self.send(200, completion)

    def text(self) -> str:
        """Return what a well-behaved server would say."""
        user = str(self.body["messages"][-1]["content"])
        for reply in self.server.config.replies:
            if re.search(reply["match"], user, re.DOTALL):
                return str(reply["text"]) if "text" in reply else json.dumps(reply["json"])
        shape = self.body.get("response_format") or {}
        if shape.get("type") == "json_schema":
            return json.dumps(instance_of(shape["json_schema"]["schema"]))
        if shape.get("type") == "json_object":
            return "{}"
        limit = self.body.get("max_completion_tokens") or self.body.get("max_tokens") or 64
        words = ("lorem", "ipsum", "dolor", "sit", "amet")
        count = min(int(limit), self.server.config.out_tokens)
        return " ".join(words[index % len(words)] for index in range(count))


async def _ok(exchange: Exchange) -> None:
    exchange.answer(exchange.text())


async def _rate_limited(exchange: Exchange) -> None:
    config = exchange.server.config
    named = {"retry-after": config.retry_after, "retry-after-ms": config.retry_after_ms}
    headers = [f"{name}: {value}" for name, value in named.items() if value]
    exchange.error(429, "Rate limit reached", "rate_limit_exceeded", *headers)


async def _hang(_: Exchange) -> None:
    await asyncio.Event().wait()


async def _drop(exchange: Exchange) -> None:
    exchange.writer.write(b"HTTP/1.1 200 Mock\r\ncontent-length: 10000\r\n\r\n{")
    exchange.writer.close()


async def _drip(exchange: Exchange) -> None:
    exchange.writer.write(b"HTTP/1.1 200 Mock\r\ncontent-length: 10000\r\n\r\n")
    while True:
        exchange.writer.write(b" ")
        await asyncio.sleep(0.02)


async def _cut(exchange: Exchange) -> None:
    text = exchange.text()
    exchange.answer(text[: len(text) * 2 // 3], "length")


async def _badjson(exchange: Exchange) -> None:
    text = exchange.text()
    exchange.answer(text[: max(1, len(text) * 2 // 3)])


async def _quota(exchange: Exchange) -> None:
    exchange.error(429, "You exceeded your current quota", "insufficient_quota")


def _status(status: int, message: str) -> Callable[[Exchange], Awaitable[None]]:
    async def act(exchange: Exchange) -> None:
        exchange.error(status, message)

    return act


def _saying(
    text: str | None, finish: str = "stop", refusal: str | None = None
) -> Callable[[Exchange], Awaitable[None]]:
    async def act(exchange: Exchange) -> None:
        exchange.answer(text, finish, refusal)

    return act


def _sending(content: bytes | Json) -> Callable[[Exchange], Awaitable[None]]:
    async def act(exchange: Exchange) -> None:
        exchange.send(200, content)

    return act


async def _echo(exchange: Exchange) -> None:
    said = json.dumps([exchange.body["messages"], exchange.headers])
    exchange.error(400, f"cannot parse {said}")


async def _redirect(exchange: Exchange) -> None:
    exchange.send(307, b"", f"location: {exchange.server.base_url}/chat/completions")


FAULTS: dict[str, Callable[[Exchange], Awaitable[None]]] = {
    "ok": _ok,
    "429": _rate_limited,
    "quota": _quota,
    "hang": _hang,
    "drop": _drop,
    "drip": _drip,
    "cut": _cut,
    "badjson": _badjson,
    "empty": _saying(""),
    "null": _saying(None),
    "filter": _saying("", "content_filter"),
    "refusal": _saying(None, refusal="I cannot help with that"),
    "html": _sending(b"<html>a proxy's page</html>"),
    "nonsense": _sending({"choices": []}),
    "error200": _sending({"error": {"message": "overloaded", "code": 503}}),
    "echo": _echo,
    "redirect": _redirect,
    "toolong": _status(400, "maximum context length is 100 tokens; reduce max_tokens"),
    **{
        str(status): _status(status, message)
        for status, message in {
            400: "bad request",
            401: "Incorrect API key provided",
            403: "not allowed",
            404: "The model does not exist",
            408: "request timeout",
            409: "conflict",
            422: "unprocessable",
            500: "mock failure",
            503: "overloaded",
        }.items()
    },
}
"""What can be done with a request, by the names that ``plan`` uses."""

_SHARES = {
    "p429": "429",
    "p500": "500",
    "phang": "hang",
    "pdrop": "drop",
    "pcut": "cut",
    "pbadjson": "badjson",
}

_REFUSALS = {
    "json_schema": "response_format json_schema is not supported",
    "json_object": "'response_format.type' must be 'text'",
    "temperature": "Unsupported value: 'temperature' does not support 0 with this model.",
    "seed": "Unrecognized request argument supplied: seed",
    "grammar": "Unrecognized request argument supplied: grammar",
    "max_tokens": "Unsupported parameter: 'max_tokens' is not supported with this model. "
    "Use 'max_completion_tokens' instead.",
}


class MockServer:
    """The server: its behaviour, and what it has seen."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.stats: Counter[str] = Counter()
        self.requests: deque[Json] = deque(maxlen=1000)
        self.base_url = ""
        self._random = random.Random(config.seed)
        self._clients: set[asyncio.Task[None]] = set()

    async def serve(self, port: int = 0, ready: Callable[[], None] = lambda: None) -> None:
        """Listen until cancelled; ``ready`` is called once `base_url` is known."""
        server = await asyncio.start_server(self._client, "127.0.0.1", port, backlog=1024)
        self.base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        ready()
        try:
            await asyncio.Event().wait()
        finally:
            server.close()
            for client in self._clients:
                client.cancel()
            await asyncio.gather(*self._clients, return_exceptions=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._clients.add(task)
        self.stats["connections"] += 1
        try:
            while await self._request(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            self.stats["closed"] += 1
        except asyncio.CancelledError:  # the server stops
            pass
        finally:
            self._clients.discard(task)
            writer.close()

    async def _request(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        lines = (line.partition(":") for line in head[1:] if line)
        headers = {name.lower(): value.strip() for name, _, value in lines}
        raw = await reader.readexactly(int(headers.get("content-length", 0)))
        exchange = Exchange(self, headers, json.loads(raw or b"{}"), writer)
        path = head[0].split()[1]
        if path in _PAGES:
            _PAGES[path](exchange)
        elif path.endswith("/chat/completions"):
            await self._watched(reader, exchange)
        else:
            exchange.error(404, f"no such path: {path}")
        await writer.drain()
        return not writer.is_closing()

    async def _watched(self, reader: asyncio.StreamReader, exchange: Exchange) -> None:
        """Answer; stop when the client goes away."""
        self.stats["requests"] += 1
        self.stats["inflight"] += 1
        self.stats["max_inflight"] = max(self.stats["max_inflight"], self.stats["inflight"])
        self.requests.append({"headers": exchange.headers, "body": exchange.body})
        work = asyncio.ensure_future(self._answer(exchange))
        gone = asyncio.ensure_future(reader.read(1))
        try:
            await asyncio.wait((work, gone), return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                self.stats["client_gone"] += 1
                raise ConnectionResetError
            work.result()
        finally:
            self.stats["inflight"] -= 1
            for task in (work, gone):
                task.cancel()
            await asyncio.gather(work, gone, return_exceptions=True)

    async def _answer(self, exchange: Exchange) -> None:
        config = self.config
        if config.latency:
            await asyncio.sleep(config.latency)
        if config.key and exchange.headers.get("authorization") != f"Bearer {config.key}":
            return exchange.error(401, "Incorrect API key provided")
        refused = next((name for name in config.refuse if _asks_for(name, exchange.body)), None)
        if refused:
            self.stats[f"refused {refused}"] += 1
            return exchange.error(400, _REFUSALS[refused])
        fault = config.plan.pop(0) if config.plan else self._draw()
        self.stats[fault] += 1
        if config.tokens_per_second and fault == "ok":
            await asyncio.sleep(len(exchange.text().split()) / config.tokens_per_second)
        return await FAULTS[fault](exchange)

    def _draw(self) -> str:
        drawn = self._random.random()
        for share, fault in _SHARES.items():
            drawn -= getattr(self.config, share)
            if drawn < 0:
                return fault
        return "ok"


def _asks_for(name: str, body: Json) -> bool:
    return name in body or (body.get("response_format") or {}).get("type") == name


def _configure(exchange: Exchange) -> None:
    try:
        exchange.server.config.update(exchange.body)
    except KeyError as exc:
        return exchange.error(400, f"no such setting: {exc.args[0]}")
    return exchange.send(200, dict(vars(exchange.server.config)))


_PAGES: dict[str, Callable[[Exchange], None]] = {
    "/stats": lambda exchange: exchange.send(200, dict(exchange.server.stats)),
    "/requests": lambda exchange: exchange.send(200, {"requests": [*exchange.server.requests]}),
    "/config": _configure,
    "/v1/models": lambda exchange: exchange.send(200, {"object": "list", "data": []}),
}


def instance_of(schema: Json, root: Json | None = None) -> Any:
    """Return a small valid instance of the schema (of the keywords that pydantic writes)."""
    root = root or schema
    if "$ref" in schema:
        found: Any = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return instance_of(found, root)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for union in ("anyOf", "oneOf", "allOf"):
        if union in schema:
            return instance_of(schema[union][0], root)
    return _plain_instance(schema, root)


def _plain_instance(schema: Json, root: Json) -> Any:
    match schema.get("type", "object"):
        case "object":
            return {
                name: instance_of(value, root)
                for name, value in schema.get("properties", {}).items()
            }
        case "array":
            return [instance_of(schema["items"], root)] * max(1, schema.get("minItems", 1))
        case "string":
            return "mock".ljust(schema.get("minLength", 0), "k")[: schema.get("maxLength")]
        case "integer":
            return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
        case "number":
            return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 0.5)
        case kind:
            return {"boolean": True, "null": None}[kind]


@contextmanager
def running_mock(**settings: Any) -> Iterator[MockServer]:
    """Run a server in a thread; ``server.base_url`` is its address, `Config` names the settings."""
    config = Config()
    config.update(settings)
    server = MockServer(config)
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    task = loop.create_task(server.serve(ready=ready.set))
    thread = threading.Thread(target=_run, args=(loop, task), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()


def _run(loop: asyncio.AbstractEventLoop, task: asyncio.Task[None]) -> None:
    try:
        loop.run_until_complete(task)
    except asyncio.CancelledError:
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()


def main() -> None:
    """Run the server until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--port", type=int, default=8901)
    for item in fields(Config):
        if isinstance(item.default, int | float | str):
            flag = f"--{item.name.replace('_', '-')}"
            parser.add_argument(flag, type=type(item.default), default=item.default)
    options = vars(parser.parse_args())
    port = options.pop("port")
    config = Config()
    config.update(options)
    server = MockServer(config)
    try:
        asyncio.run(server.serve(port, lambda: print(server.base_url, flush=True)))
    except KeyboardInterrupt:
        print(dict(server.stats))


if __name__ == "__main__":
    main()
