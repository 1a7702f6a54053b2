"""The border where errors of the foreign libraries become ours."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx2
import openai

from groundwood.errors import ModelError, ModelRefused, ModelUnavailable
from groundwood.gateway.admission import Reply, Sign
from groundwood.gateway.allowance import UNTOLD, Allowance, read_allowance
from groundwood.gateway.retry_after import retry_after

_QUOTA = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"}
_AGAIN = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS}
_LONGEST = 2000
_TO_NOBODY = 4
"""Tries where nobody can be reached: a server that is not there will hardly come up meanwhile."""


class Setback(ModelError):
    """One try failed. Whether to try again, and what to say if not; it never leaves the gateway.

    ``cause`` is fit to be shown; ``complaint`` is what a server says that could not read the request.
    ``wait`` is how many seconds the server asked to wait, ``limited`` whether it asked for fewer
    requests, ``allowance`` what it says is left. ``outage`` is set where the server as a whole is out.
    """

    def __init__(
        self,
        kind: type[ModelError],
        cause: str,
        *,
        again: bool = False,
        wait: float | None = None,
        complaint: str = "",
        most_tries: int | None = None,
        limited: bool = False,
        allowance: Allowance = UNTOLD,
    ) -> None:
        super().__init__(cause)
        self.kind = kind
        self.cause = cause
        self.again = again
        self.wait = wait
        self.complaint = complaint
        self.most_tries = most_tries
        self.limited = limited
        self.allowance = allowance
        self.outage = False

    @property
    def reply(self) -> Reply:
        """What it tells of the server: one that refuses a request for good is well."""
        failing = Sign.LIMITED if self.limited else Sign.FAILING
        sign = failing if self.again else Sign.WELL
        return Reply(sign, self.wait, self.allowance, self.cause)


@dataclass(frozen=True)
class Discretion:
    """Keeps keys and prompt texts out of what is shown."""

    secrets: tuple[str, ...]
    texts: tuple[str, ...]

    def __repr__(self) -> str:
        return "Discretion()"

    def show(self, text: str, longest: int = 200) -> str:
        """Return the text in one line without secrets; nothing where it quotes the prompt."""
        line = " ".join(text[:_LONGEST].split())
        for secret in self.secrets:
            line = line.replace(secret, "…")
        line = re.sub(r"\bsk-[\w*.…-]{6,}", "…", line)
        return "" if self._quotes(line) else line[:longest]

    def _quotes(self, line: str, window: int = 24) -> bool:
        """Whether the line holds a whole prompt, or has a stretch in common with one."""
        prompts = [" ".join(text.split()) for text in self.texts if text]
        stretches = (line[i : i + window] for i in range(max(1, len(line) - window + 1)))
        return any(prompt in line for prompt in prompts) or any(
            stretch in prompt for stretch in stretches for prompt in prompts
        )


def setback_of(exc: Exception, discretion: Discretion) -> Setback:
    """Translate what the libraries raise; the first row of the table that fits decides.

    The foreign error itself is stripped of its text, for it shows up in tracebacks.
    """
    make = next(make for kind, make in _TABLE if isinstance(exc, kind))
    setback = make(exc, discretion)
    exc.args = (setback.cause,)
    return setback


def _status(exc: Any, discretion: Discretion) -> Setback:
    code = exc.code or exc.type or ""
    quota = code in _QUOTA or exc.type in _QUOTA
    return status_setback(exc.response, exc.body, discretion, for_good=quota)


def status_setback(
    response: httpx2.Response, body: object, discretion: Discretion, *, for_good: bool = False
) -> Setback:
    """Return what a response that tells of an error comes to; ``body`` is its JSON, or its text."""
    status = response.status_code
    again = (status in _AGAIN and not for_good) or status >= 500
    wait = retry_after(response.headers) if again else None
    said = discretion.show(_said(body), longest=1000)
    asked = "" if wait is None else f" (asks to wait {wait:g} s)"
    return Setback(
        ModelUnavailable if again else ModelRefused,
        f"HTTP {status}{asked}" + (f": {said[:200]}" if said else ""),
        again=again,
        wait=wait,
        complaint=said if status in (400, 422) else "",
        limited=status == HTTPStatus.TOO_MANY_REQUESTS,
        allowance=read_allowance(response.headers),
    )


def _said(body: object) -> str:
    """Return the message in an error's body, wherever the server puts it."""
    fields = body if isinstance(body, dict) else {"message": body}
    found = [fields.get(name) for name in ("message", "detail", "error")]
    texts = [text for text in found if isinstance(text, str)]
    lists = [problem for problems in found if isinstance(problems, list) for problem in problems]
    return texts[0] if texts else "; ".join(_problem(problem) for problem in lists)


def _problem(problem: object) -> str:
    """Return what FastAPI's servers say of one field; they repeat the whole request beside it."""
    fields = problem if isinstance(problem, dict) else {}
    place = fields.get("loc") or ()
    return f"{'.'.join(str(part) for part in place)}: {fields.get('msg', 'unusable')}"


def _timeout(_: Exception, __: Discretion) -> Setback:
    return Setback(ModelUnavailable, "no answer in time", again=True)


def _connection(exc: Exception, discretion: Discretion) -> Setback:
    return _broken(exc.__cause__ or exc, discretion)


def _broken(root: BaseException, discretion: Discretion) -> Setback:
    said = discretion.show(str(root)) or type(root).__name__
    if isinstance(root, httpx2.ConnectError):
        cause, tries = f"no connection: {said}", _TO_NOBODY
    else:
        cause, tries = f"the connection broke: {said}", None
    return Setback(ModelUnavailable, cause, again=True, most_tries=tries)


def _other(exc: Exception, discretion: Discretion) -> Setback:
    return Setback(ModelRefused, discretion.show(str(exc)) or type(exc).__name__)


_TABLE: tuple[tuple[type[Exception], Callable[[Any, Discretion], Setback]], ...] = (
    (openai.APIStatusError, _status),
    (openai.APITimeoutError, _timeout),
    (TimeoutError, _timeout),
    (openai.APIConnectionError, _connection),
    (openai.OpenAIError, _other),
    (httpx2.TimeoutException, _timeout),
    (httpx2.HTTPError, _broken),
    (httpx2.InvalidURL, _other),
    (ValueError, _other),
)
"""Foreign error to setback. `ValueError`: a request that cannot be built (a hostile URL)."""
