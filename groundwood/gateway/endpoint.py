"""Where a model is served, and how it is named on the command line."""

import os
import re
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from pydantic import SecretStr

from groundwood.errors import SettingsError
from groundwood.settings import Settings

FORMS = "none, local, local:/path/model.gguf, openai:NAME or http://host:port/v1#NAME"

_HOST = re.compile(r"[\w.-]+|[0-9a-f:.]+(?:%\w+)?")
_OPENAI = "https://api.openai.com/v1"
_WINDOWS = {
    "gpt-4o": 128_000,
    "gpt-4.": 128_000,
    "gpt-4-t": 128_000,
    "gpt-4": 8_192,
    "gpt-3": 16_385,
}
_WINDOW_OPENAI = 128_000
_WINDOW = 8_192


class Endpoint(Protocol):
    """A server that speaks the OpenAI protocol, running or startable.

    ``name`` is how it was asked for, ``model`` what the server calls the model. ``identity`` is
    what decides the answers beside the question: the base URL, or the digest of a model file (never
    a port that changes). ``key`` is what the server asks for, if anything; it is never part of a text,
    a repr or a cache key. ``slots`` is how many answers the server works on at once, none where it
    takes as many as are configured.
    """

    @property
    def name(self) -> str: ...

    @property
    def model(self) -> str: ...

    @property
    def identity(self) -> str: ...

    @property
    def context_tokens(self) -> int: ...

    @property
    def small(self) -> bool: ...

    @property
    def slots(self) -> int | None: ...

    @property
    def key(self) -> SecretStr | None: ...

    def start(self) -> str:
        """Return the base URL, started if need be. May block; called in a thread, also twice.

        Raises:
            ModelUnavailable: the server does not start.
        """
        ...

    def close(self) -> None:
        """Stop what `start` started; it may be started again."""
        ...


@dataclass(frozen=True)
class RemoteEndpoint:
    """A server that somebody else runs. ``own_headers``: it is sent OpenAI's own headers, too."""

    name: str
    model: str
    base_url: str
    context_tokens: int
    key: SecretStr | None = None
    own_headers: bool = False
    small: bool = False
    slots: int | None = None

    @property
    def identity(self) -> str:
        """The base URL."""
        return self.base_url

    def start(self) -> str:
        """Return the base URL; there is nothing to start."""
        return self.base_url

    def close(self) -> None:
        """Do nothing: the server is not ours."""


def parse_endpoint(spec: str, settings: Settings) -> RemoteEndpoint:
    """Return the endpoint that ``openai:NAME`` or ``http(s)://host:port/v1#NAME`` names.

    The key comes from ``GROUNDWOOD_API_KEY``, for ``openai:`` else from ``OPENAI_API_KEY``. The
    window is the configured one, else that of the OpenAI model, else 8,192 tokens.

    Raises:
        SettingsError: the name is malformed, or ``openai:`` has no key.
    """
    if spec.startswith("openai:"):
        return _openai(spec, settings)
    if spec.startswith(("http://", "https://")):
        return _by_url(spec, settings)
    raise SettingsError(f"--model: {shown(spec)!r} names no model; use {FORMS}")


def _openai(spec: str, settings: Settings) -> RemoteEndpoint:
    model = spec.removeprefix("openai:")
    key = settings.api_key or SecretStr(os.environ.get("OPENAI_API_KEY", ""))
    if not model:
        raise SettingsError("--model: openai: needs a model's name, as in openai:gpt-4.1-mini")
    if not key.get_secret_value():
        raise SettingsError(f"--model: {spec} needs a key in OPENAI_API_KEY or GROUNDWOOD_API_KEY")
    return RemoteEndpoint(
        name=spec,
        model=model,
        base_url=(os.environ.get("OPENAI_BASE_URL") or _OPENAI).rstrip("/"),
        context_tokens=settings.context_tokens or _window(model),
        key=key,
        own_headers=True,
    )


def _by_url(spec: str, settings: Settings) -> RemoteEndpoint:
    url, _, model = spec.partition("#")
    if not is_address(url) or not model:
        raise SettingsError(f"--model: {shown(spec)!r}: use http://host:port/v1#NAME")
    if holds_secret(url):
        raise SettingsError(
            f"--model: {shown(spec)!r}: no user, password or query in the URL; "
            "a key goes into GROUNDWOOD_API_KEY"
        )
    return RemoteEndpoint(
        name=spec,
        model=model,
        base_url=url.rstrip("/"),
        context_tokens=settings.context_tokens or _WINDOW,
        key=settings.api_key,
    )


def _window(model: str) -> int:
    return next(
        (size for start, size in _WINDOWS.items() if model.startswith(start)), _WINDOW_OPENAI
    )


def is_address(url: str) -> bool:
    """Whether the URL names a host, and a port that can be."""
    try:
        parts = urlsplit(url)
        return bool(_HOST.fullmatch(parts.hostname or "")) and parts.port != 0
    except ValueError:
        return False


def holds_secret(url: str) -> bool:
    """Whether a part of the URL may be a secret: user, password or query."""
    parts = urlsplit(url)
    return bool(parts.username or parts.password or parts.query)


def shown(spec: str) -> str:
    """Return the name without what may be a secret in a URL: user, password and query."""
    head, at, tail = spec.rpartition("@")
    scheme = head.partition("://")[0] + "://" if "://" in head else ""
    safe = f"{scheme}…@{tail}" if at else spec
    return safe.partition("?")[0]
