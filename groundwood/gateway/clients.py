"""The clients of an endpoint: one for each event loop, closed with it."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from ssl import SSLContext
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import httpx2
import openai

from groundwood.errors import ModelUnavailable
from groundwood.gateway.endpoint import Endpoint, RemoteEndpoint
from groundwood.gateway.flight import Flights
from groundwood.gateway.setback import Discretion, setback_of

if TYPE_CHECKING:
    from groundwood.gateway.talk import Talk

_NO_KEY = "none"
_SENT = {
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "user-agent",
}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_PER_CLIENT = 8
"""Connections of one client."""


@dataclass(eq=False)
class _Shard:
    """A client and how many requests it has under way."""

    client: openai.AsyncOpenAI
    busy: int = 0


@dataclass(eq=False)
class Line:
    """What one event loop needs to ask: clients, and the questions under way.

    There are several clients since the time that a client's pool takes for a request grows with
    its connections.
    """

    open: Callable[[], openai.AsyncOpenAI]
    flights: "Flights[Talk]" = field(default_factory=Flights)
    _shards: list[_Shard] = field(default_factory=list)

    @contextmanager
    def client(self) -> Iterator[openai.AsyncOpenAI]:
        """Lend a client for one request."""
        shard = next((shard for shard in self._shards if shard.busy < _PER_CLIENT), None)
        if shard is None:
            shard = _Shard(self.open())
            self._shards.append(shard)
        shard.busy += 1
        try:
            yield shard.client
        finally:
            shard.busy -= 1

    async def aclose(self) -> None:
        """Close the clients."""
        shards, self._shards = self._shards, []
        for shard in shards:
            await shard.client.close()


class Lines:
    """The lines to one endpoint, by event loop; over the transport where one is given."""

    def __init__(
        self,
        endpoint: Endpoint,
        timeout: float,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._timeout = timeout
        self._transport = transport
        self._lock = threading.Lock()
        self._lines: WeakKeyDictionary[asyncio.AbstractEventLoop, Line] = WeakKeyDictionary()

    async def line(self) -> Line:
        """Return the running event loop's line; the endpoint is started if it is not running."""
        loop = asyncio.get_running_loop()
        if loop not in self._lines:
            base_url = await asyncio.to_thread(self._endpoint.start)
            with self._lock:
                if loop not in self._lines:
                    self._lines[loop] = Line(partial(self._client, base_url))
        return self._lines[loop]

    def _client(self, base_url: str) -> openai.AsyncOpenAI:
        return open_client(self._endpoint, base_url, self._timeout, self._transport)

    async def aclose(self) -> None:
        """Close the running event loop's line, and the endpoint."""
        with self._lock:
            line = self._lines.pop(asyncio.get_running_loop(), None)
        if line is not None:
            await line.aclose()
        await asyncio.to_thread(self._endpoint.close)


def open_client(
    endpoint: Endpoint,
    base_url: str,
    timeout: float,
    transport: httpx2.AsyncBaseTransport | None = None,
) -> openai.AsyncOpenAI:
    """Return a client that retries nothing, follows no redirection, and sends no more than it must.

    Only to ``openai:`` it sends OpenAI's own headers (organization, project, platform), and no
    proxy stands before a server on this machine.
    """
    own_headers = isinstance(endpoint, RemoteEndpoint) and endpoint.own_headers
    hooks: dict[str, list[Any]] = {} if own_headers else {"request": [_strip]}
    secret = next(iter(endpoint_secrets(endpoint)), _NO_KEY)
    return openai.AsyncOpenAI(
        api_key=secret,
        default_headers={"Authorization": f"Bearer {secret}"},
        base_url=base_url,
        max_retries=0,
        timeout=timeout,
        http_client=openai.DefaultAsyncHttpxClient(
            timeout=timeout,
            follow_redirects=False,
            trust_env=httpx2.URL(base_url).host not in LOOPBACK,
            event_hooks=hooks,
            verify=certificates(),
            transport=transport,
        ),
    )


@cache
def certificates() -> SSLContext:
    """Return whom to trust; it reads a file of certificates, which is slow, so once."""
    return httpx2.create_ssl_context()


async def _strip(request: httpx2.Request) -> None:
    for name in set(request.headers) - _SENT:
        del request.headers[name]


async def knock(endpoint: Endpoint, timeout: float) -> str:
    """Return that the server answers, by asking for its list of models.

    Many servers have none, so that 404 and its like are answers too.

    Raises:
        ModelError: no answer, or the key is refused.
    """
    secrets = endpoint_secrets(endpoint)
    async with open_client(endpoint, endpoint.start(), timeout) as client:
        try:
            await client.get("/models", cast_to=httpx2.Response)
        except openai.APIError as exc:
            setback = setback_of(exc, Discretion(secrets, ()))
            if setback.kind is ModelUnavailable or getattr(exc, "status_code", 0) in (401, 403):
                raise setback.kind(f"{endpoint.name}: {setback.cause}") from exc
    return "answers"


def endpoint_secrets(endpoint: Endpoint) -> tuple[str, ...]:
    """Return what must never be shown."""
    secret = endpoint.key.get_secret_value() if endpoint.key else ""
    return (secret,) if secret else ()
