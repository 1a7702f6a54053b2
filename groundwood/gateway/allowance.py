"""What a server's answers say is left of its limits: ``x-ratelimit-*`` headers.

`limit`, `remaining` and `reset` are no standard; OpenAI, Groq, vLLM gateways and others send them for
``-requests`` and ``-tokens``, others without an ending, and the drafts of the IETF without the ``x-``.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

from groundwood.gateway.retry_after import number

_EPOCH = 1e9
"""A reset at or above this is a moment of the Unix clock, not a number of seconds."""
_SECONDS = {"d": 86_400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|[dhms])")
_DURATION = re.compile(rf"(?:{_PART.pattern})+")
_NAMES = {
    "requests": ("x-ratelimit-{}-requests", "x-ratelimit-{}", "ratelimit-{}"),
    "tokens": ("x-ratelimit-{}-tokens",),
}


@dataclass(frozen=True)
class Share:
    """What remains of one limit, and the seconds until nothing of it is used any more."""

    remaining: float
    reset: float


@dataclass(frozen=True)
class Allowance:
    """What remains of a server's limits; none where it does not say."""

    requests: Share | None = None
    tokens: Share | None = None


UNTOLD = Allowance()


def read_allowance(headers: Mapping[str, str], now: float | None = None) -> Allowance:
    """Return what the headers say; what is malformed is as good as absent.

    ``now`` is the Unix time, for servers that name the moment of their reset.
    """
    return Allowance(*(_share(headers, names, now) for names in _NAMES.values()))


def _share(headers: Mapping[str, str], names: tuple[str, ...], now: float | None) -> Share | None:
    for name in names:
        remaining = number(headers.get(name.format("remaining")))
        reset = _duration(headers.get(name.format("reset")) or "", now)
        if remaining is not None and reset is not None:
            return Share(remaining, reset)
    return None


def _duration(value: str, now: float | None) -> float | None:
    """Return the seconds in ``6m0s``, ``120ms``, ``7.66`` or a moment of the Unix clock."""
    text = value.strip().lower()
    if _DURATION.fullmatch(text):
        return sum(float(amount) * _SECONDS[unit] for amount, unit in _PART.findall(text))
    seconds = number(text)
    if seconds is None or seconds < _EPOCH:
        return seconds
    return max(0.0, seconds - (time.time() if now is None else now))
