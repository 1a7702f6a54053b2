"""A server that speaks the OpenAI protocol, for benchmarks and for the tests of the gateway.

    python bench/mock_server.py --port 8901 --latency 0.2 --p429 0.05 --retry-after 1

It answers ``POST …/chat/completions`` with words, or with the smallest instance of the JSON schema
asked for (``POST …/score`` supports every pair, as a served judge does), and misbehaves on demand: by ``plan`` (what to do with the next requests, in order; see
`mock_answers.FAULTS`), then by the shares ``p429``, ``p500``, … drawn from a seeded generator. ``GET /stats``
counts, ``GET /requests`` shows what came in, ``POST /config`` changes any field of `Config` while
the server runs. It listens on 127.0.0.1 only and knows no streaming.
"""

import argparse
import asyncio
import json
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

from mock_answers import FAULTS, Bucket, Config, Exchange, Json

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
        self.times: list[float] = []
        self.base_url = ""
        self._random = random.Random(config.seed)
        self._bucket = Bucket(config)
        self._clients: set[asyncio.Task[None]] = set()
        self._pages: dict[str, Callable[[Exchange], None]] = {
            "/stats": lambda exchange: exchange.send(200, dict(self.stats)),
            "/requests": lambda exchange: exchange.send(200, {"requests": [*self.requests]}),
            "/config": _configure,
            "/v1/models": _list_models,
        }

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
        exchange = Exchange(self.config, self.base_url, headers, json.loads(raw or b"{}"), writer)
        path = head[0].split()[1]
        if path in self._pages:
            self._pages[path](exchange)
        elif path.endswith("/chat/completions"):
            await self._watched(reader, exchange)
        elif path.endswith("/score"):
            self._score(exchange)
        else:
            exchange.error(404, f"no such path: {path}")
        await writer.drain()
        return not writer.is_closing()

    def _score(self, exchange: Exchange) -> None:
        """Support every pair."""
        self.stats["scored"] += 1
        exchange.send(200, {"name": "mock", "scores": [1.0 for _ in exchange.body["pairs"]]})

    async def _watched(self, reader: asyncio.StreamReader, exchange: Exchange) -> None:
        """Answer; stop when the client goes away."""
        self.stats["requests"] += 1
        self.stats["inflight"] += 1
        self.stats["max_inflight"] = max(self.stats["max_inflight"], self.stats["inflight"])
        self.times.append(time.monotonic())
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
        taken = self._bucket.take()
        exchange.told = self._bucket.told()
        if not taken:
            self.stats["over the limit"] += 1
            return await FAULTS["429"](exchange)
        if config.latency:
            await asyncio.sleep(config.latency)
        if not exchange.has_key():
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


def _list_models(exchange: Exchange) -> None:
    if exchange.has_key():
        exchange.send(200, {"object": "list", "data": []})
    else:
        exchange.error(401, "Incorrect API key provided")


def _configure(exchange: Exchange) -> None:
    try:
        exchange.config.update(exchange.body)
    except KeyError as exc:
        return exchange.error(400, f"no such setting: {exc.args[0]}")
    return exchange.send(200, dict(vars(exchange.config)))


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
