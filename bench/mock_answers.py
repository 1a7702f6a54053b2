"""What the mock server can do with a request: answer it well, or badly in a way that has a name."""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, fields
from typing import Any

Json = dict[str, Any]


@dataclass
class Config:
    """How the server behaves. Times in seconds, shares between 0 and 1.

    Over ``requests_per_minute`` (if any), beyond what a bucket of ``burst`` requests holds, it
    answers 429 at once; with ``rate_headers`` each answer tells what is left in the bucket.
    """

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
    requests_per_minute: float = 0.0
    burst: int = 1
    rate_headers: int = 0

    def update(self, changes: Json) -> None:
        """Set the fields named; ``replies`` is a list of ``{"match": regex, "text" or "json": …}``."""
        known = {item.name for item in fields(self)}
        for name, value in changes.items():
            if name not in known:
                raise KeyError(name)
            setattr(self, name, value)


@dataclass
class Bucket:
    """The requests that may be made at once; it fills steadily, and is full at first."""

    config: Config
    content: float = float("inf")
    at: float = field(default_factory=time.monotonic)

    def take(self) -> bool:
        """Take a request out of it, if there is one."""
        config, now = self.config, time.monotonic()
        if not config.requests_per_minute:
            return True
        filled = self.content + (now - self.at) * config.requests_per_minute / 60
        self.content, self.at = min(filled, config.burst), now
        if self.content < 1:
            return False
        self.content -= 1
        return True

    def told(self) -> tuple[str, ...]:
        """Return what OpenAI's servers tell of it in headers."""
        config = self.config
        if not config.rate_headers:
            return ()
        full_in = (config.burst - self.content) * 60 / config.requests_per_minute
        return (
            f"x-ratelimit-remaining-requests: {int(self.content)}",
            f"x-ratelimit-reset-requests: {full_in * 1000:.0f}ms",
        )


@dataclass
class Exchange:
    """One request and the way to answer it."""

    config: Config
    base_url: str
    headers: dict[str, str]
    body: Json
    writer: asyncio.StreamWriter
    told: tuple[str, ...] = ()

    def has_key(self) -> bool:
        """Whether the request bears the key, where one is configured."""
        wanted = f"Bearer {self.config.key}"
        return not self.config.key or self.headers.get("authorization") == wanted

    def send(self, status: int, content: bytes | Json, *headers: str) -> None:
        """Write the whole response."""
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        kind = "text/html" if raw.startswith(b"<") else "application/json"
        head = [f"HTTP/1.1 {status} Mock", f"content-type: {kind}", f"content-length: {len(raw)}"]
        self.writer.write("\r\n".join([*head, *self.told, *headers, "\r\n"]).encode() + raw)

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
        for reply in self.config.replies:
            if re.search(reply["match"], user, re.DOTALL):
                return str(reply["text"]) if "text" in reply else json.dumps(reply["json"])
        shape = self.body.get("response_format") or {}
        if shape.get("type") == "json_schema":
            return json.dumps(instance_of(shape["json_schema"]["schema"]))
        if shape.get("type") == "json_object":
            return "{}"
        limit = self.body.get("max_completion_tokens") or self.body.get("max_tokens") or 64
        words = ("lorem", "ipsum", "dolor", "sit", "amet")
        count = min(int(limit), self.config.out_tokens)
        return " ".join(words[index % len(words)] for index in range(count))


async def _ok(exchange: Exchange) -> None:
    exchange.answer(exchange.text())


async def _rate_limited(exchange: Exchange) -> None:
    config = exchange.config
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


async def _detail(exchange: Exchange) -> None:
    problem = {"loc": ["body", "temperature"], "msg": "not permitted", "input": exchange.body}
    exchange.send(422, {"detail": [problem]})


async def _redirect(exchange: Exchange) -> None:
    exchange.send(307, b"", f"location: {exchange.base_url}/chat/completions")


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
    "uncounted": _sending(
        {"choices": [{"message": {"content": "lorem ipsum dolor"}, "finish_reason": None}]}
    ),
    "error200": _sending({"error": {"message": "overloaded", "code": 503}}),
    "echo": _echo,
    "detail": _detail,
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
