"""A server that scores what is posted to it: JSON in, JSON out, at one URL."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
from pydantic import SecretStr

from groundwood.errors import AnswerInvalid, ModelError, SettingsError
from groundwood.gateway.admission import Admits, Reply, Sign
from groundwood.gateway.allowance import read_allowance
from groundwood.gateway.clients import LOOPBACK, certificates
from groundwood.gateway.endpoint import holds_secret, is_address, shown
from groundwood.gateway.limits import Limits
from groundwood.gateway.retry import Deadline, Patience, RetryPolicy
from groundwood.gateway.setback import Discretion, Setback, setback_of, status_setback
from groundwood.gateway.together import together
from groundwood.gateway.usage import Meter
from groundwood.nouns import Usage
from groundwood.settings import Settings
from groundwood.telemetry.calls import JudgeCall, Told, model_call

AGENT = "served judge"
"""Whose usage the answers count to."""
_NO_QUEUE = httpx2.Limits(max_connections=None, max_keepalive_connections=None)
"""A request that was admitted waits for no connection: that would count as time of the server's."""
_TO_BABBLE = 2
"""Tries where the server answers with something that is no JSON, as proxies do at times."""


def _anything(body: object, answer: object) -> None:
    """Let any answer fit."""


@dataclass(frozen=True)
class ScoreEndpoint:
    """Posts JSON to a URL, within limits; follows no redirection.

    ``limits`` admit its requests, as they do those of a model. ``timeout`` is the seconds for one
    request, ``deadline`` those for one with its retries, ``patience`` those for which 429 and an
    outage are borne. ``key`` is sent as a bearer token. The ``meter`` counts what was answered, and
    the seconds that it took, under `AGENT`. ``fits`` raises ValueError for a body and an answer that
    is none to it.
    """

    url: str
    key: SecretStr | None = None
    timeout: float = 60.0
    deadline: float = 300.0
    patience: float = 0.0
    retries: RetryPolicy = field(default_factory=RetryPolicy)
    limits: Admits = field(default_factory=Limits, repr=False, compare=False)
    meter: Meter = field(default_factory=Meter, repr=False, compare=False)
    fits: Callable[[Any, Any], None] = field(default=_anything, repr=False, compare=False)

    async def post(self, bodies: Sequence[object]) -> list[Any]:
        """Post each of the bodies as JSON and return the answers, decoded, in order.

        Raises:
            ModelError: one was not answered, for good; it names the URL, the tries and the cause.
        """
        async with self._client() as client:
            return await together(_Posting(self, client).watched(body) for body in bodies)

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[httpx2.AsyncClient]:
        headers = {"User-Agent": "groundwood"}
        if self.key is not None:
            headers["Authorization"] = f"Bearer {self.key.get_secret_value()}"
        async with httpx2.AsyncClient(
            headers=headers,
            timeout=self.timeout,
            limits=_NO_QUEUE,
            verify=certificates(),
            trust_env=httpx2.URL(self.url).host not in LOOPBACK,
        ) as client:
            yield client


@dataclass
class _Posting:
    """One body on its way. ``told`` fills up."""

    endpoint: ScoreEndpoint
    client: httpx2.AsyncClient
    told: Told = field(default_factory=Told)

    async def watched(self, body: object) -> Any:
        """Return the answer, which fits; the call has a span, with its tries and its waits."""
        with model_call(JudgeCall(self.endpoint.url, _pairs(body)), self.told):
            answer = await self.ask(body)
            try:
                self.endpoint.fits(body, answer)
            except ValueError as exc:
                raise AnswerInvalid(f"{self.endpoint.url}: {exc}") from exc
            self.told.named(answer.get("name") if isinstance(answer, dict) else None)
            return answer

    async def ask(self, body: object) -> Any:
        deadline, patience = Deadline(self.endpoint.deadline), Patience(self.endpoint.patience)

        async def once() -> Any:
            return await self._admitted(body, deadline)

        try:
            return await self.endpoint.retries.run(once, deadline, patience)
        except Setback as exc:
            raise self._failure(exc) from exc.__cause__

    async def _admitted(self, body: object, deadline: Deadline) -> Any:
        deadline.stop()
        async with self.endpoint.limits.admit(0) as admission:
            self.told.tries += 1
            deadline.start()
            try:
                answer, admission.reply = await self._sent(body, deadline)
                return answer
            except Setback as exc:
                failed, admission.reply = exc, exc.reply
        failed.outage = admission.outage
        raise failed from failed.__cause__

    async def _sent(self, body: object, deadline: Deadline) -> tuple[Any, Reply]:
        began = time.monotonic()
        discretion = self._discretion(body)
        try:
            async with asyncio.timeout(min(self.endpoint.timeout, deadline.left())):
                response = await self.client.post(self.endpoint.url, json=body)
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, ValueError) as exc:
            raise setback_of(exc, discretion) from exc
        if not response.is_success:
            raise status_setback(response, _body(response), discretion)
        answer = _decoded(response)
        self.endpoint.meter.add(AGENT, Usage(calls=1, seconds=time.monotonic() - began))
        return answer, Reply(Sign.WELL, allowance=read_allowance(response.headers))

    def _discretion(self, body: object) -> Discretion:
        key = self.endpoint.key
        secrets = (key.get_secret_value(),) if key is not None else ()
        return Discretion(secrets, (json.dumps(body, ensure_ascii=False),))

    def _failure(self, setback: Setback) -> ModelError:
        number = self.told.tries
        tries = f"after {number} {'try' if number == 1 else 'tries'}: " if number else ""
        return setback.kind(f"{self.endpoint.url}: {tries}{setback.cause}")


def score_limits(settings: Settings) -> Limits:
    """Return the limits of a scoring endpoint; requests and tokens a minute are the model's alone."""
    return Limits(concurrency=settings.concurrency, patience=settings.patience)


def open_score_endpoint(
    settings: Settings, meter: Meter, limits: Admits | None = None
) -> ScoreEndpoint:
    """Return the endpoint that ``judge_url`` names, under these limits, else those of the settings.

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
        timeout=settings.timeout,
        deadline=settings.deadline,
        patience=settings.patience,
        limits=limits or score_limits(settings),
        meter=meter,
    )


def _pairs(body: object) -> int | None:
    pairs = body.get("pairs") if isinstance(body, dict) else None
    return len(pairs) if isinstance(pairs, list) else None


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
