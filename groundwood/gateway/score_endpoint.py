"""A server that scores what is posted to it: JSON in, JSON out, at one URL."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import httpx2
from pydantic import SecretStr

from groundwood.errors import AnswerInvalid, ModelError, SettingsError
from groundwood.gateway.clients import LOOPBACK, certificates
from groundwood.gateway.endpoint import holds_secret, is_address, shown
from groundwood.gateway.retry import Deadline, RetryPolicy
from groundwood.gateway.setback import Discretion, Setback, setback_of, status_setback
from groundwood.gateway.together import together
from groundwood.gateway.usage import Meter
from groundwood.nouns import Usage
from groundwood.settings import Settings

Slots = WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]
"""The free slots of each event loop."""
CONCURRENCY = 8
"""Requests of one event loop under way at once where no number is named."""
AGENT = "served judge"
"""Whose usage the answers count to."""
_TO_BABBLE = 2
"""Tries where the server answers with something that is no JSON, as proxies do at times."""


@dataclass(frozen=True)
class ScoreEndpoint:
    """Posts JSON to a URL, within limits; follows no redirection.

    ``concurrency`` is how many requests of one event loop are under way at once, ``timeout`` the
    seconds for one of them, ``deadline`` the seconds for one with its retries. ``key`` is sent as a
    bearer token. The ``meter`` counts what was answered, and the seconds that it took, under `AGENT`.
    """

    url: str
    key: SecretStr | None = None
    concurrency: int = CONCURRENCY
    timeout: float = 60.0
    deadline: float = 300.0
    retries: RetryPolicy = field(default_factory=RetryPolicy)
    meter: Meter = field(default_factory=Meter, repr=False, compare=False)
    _slots: Slots = field(default_factory=WeakKeyDictionary, repr=False, compare=False)

    async def post(self, bodies: Sequence[object]) -> list[Any]:
        """Post each of the bodies as JSON and return the answers, decoded, in order.

        Raises:
            ModelError: one was not answered, for good; it names the URL, the tries and the cause.
        """
        loop = asyncio.get_running_loop()
        slots = self._slots.setdefault(loop, asyncio.Semaphore(self.concurrency))
        async with self._client() as client:
            return await together(_Posting(self, client, slots).ask(body) for body in bodies)

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[httpx2.AsyncClient]:
        headers = {"User-Agent": "groundwood"}
        if self.key is not None:
            headers["Authorization"] = f"Bearer {self.key.get_secret_value()}"
        async with httpx2.AsyncClient(
            headers=headers,
            timeout=self.timeout,
            verify=certificates(),
            trust_env=httpx2.URL(self.url).host not in LOOPBACK,
        ) as client:
            yield client


@dataclass
class _Posting:
    """One body on its way. ``tries`` grows."""

    endpoint: ScoreEndpoint
    client: httpx2.AsyncClient
    slots: asyncio.Semaphore
    tries: int = 0

    async def ask(self, body: object) -> Any:
        deadline = Deadline(self.endpoint.deadline)

        async def once() -> Any:
            return await self._once(body, deadline)

        try:
            async with self.slots:
                began = time.monotonic()
                answer = await self.endpoint.retries.run(once, deadline)
                took = time.monotonic() - began
                self.endpoint.meter.add(AGENT, Usage(calls=1, seconds=took))
                return answer
        except Setback as exc:
            raise self._failure(exc) from exc.__cause__

    async def _once(self, body: object, deadline: Deadline) -> Any:
        deadline.start()
        self.tries += 1
        discretion = self._discretion(body)
        try:
            async with asyncio.timeout(min(self.endpoint.timeout, deadline.left())):
                response = await self.client.post(self.endpoint.url, json=body)
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, ValueError) as exc:
            raise setback_of(exc, discretion) from exc
        if not response.is_success:
            raise status_setback(response, _body(response), discretion)
        return _decoded(response)

    def _discretion(self, body: object) -> Discretion:
        key = self.endpoint.key
        secrets = (key.get_secret_value(),) if key is not None else ()
        return Discretion(secrets, (json.dumps(body, ensure_ascii=False),))

    def _failure(self, setback: Setback) -> ModelError:
        tries = f"after {self.tries} {'try' if self.tries == 1 else 'tries'}"
        return setback.kind(f"{self.endpoint.url}: {tries}: {setback.cause}")


def open_score_endpoint(settings: Settings, meter: Meter) -> ScoreEndpoint:
    """Return the endpoint that ``judge_url`` names, under the limits of the settings.

    Raises:
        SettingsError: it names none, is malformed, or holds what may be a secret.
    """
    url = settings.judge_url
    if not url:
        raise SettingsError("--judge-url: --judge http needs the URL that scores are asked of")
    if not url.startswith(("http://", "https://")) or not is_address(url):
        raise SettingsError(f"--judge-url: {shown(url)!r}: use http://host:port/path")
    if holds_secret(url) or "#" in url:
        raise SettingsError(
            f"--judge-url: {shown(url)!r}: no user, password, query or fragment in the URL; "
            "a key goes into GROUNDWOOD_JUDGE_API_KEY"
        )
    return ScoreEndpoint(
        url=url,
        key=settings.judge_api_key,
        concurrency=settings.concurrency or CONCURRENCY,
        timeout=settings.timeout,
        deadline=settings.deadline,
        meter=meter,
    )


def _body(response: httpx2.Response) -> object:
    """Return what the server says of an error, as OpenAI's client would: without its envelope."""
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        return response.text
    inner = body.get("error") if isinstance(body, dict) else None
    return inner if isinstance(inner, dict) else body


def _decoded(response: httpx2.Response) -> Any:
    try:
        return json.loads(response.content, parse_constant=_no_number)
    except (ValueError, RecursionError) as exc:
        said = str(exc) if isinstance(exc, _NoNumber) else "the answer is not JSON"
        raise Setback(AnswerInvalid, said, again=True, most_tries=_TO_BABBLE) from exc


class _NoNumber(ValueError):
    """Python reads NaN and Infinity as JSON; they are not."""


def _no_number(literal: str) -> Any:
    raise _NoNumber(f"the answer holds {literal}, which is no number in JSON")
