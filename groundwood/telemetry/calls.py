"""Calls to models and served judges as they are seen from outside.

By the semantic conventions for generative AI. Never what was asked or answered: the prompt's name
and version, sizes and times.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from groundwood.telemetry.base import Attributes, Value
from groundwood.telemetry.current import telemetry
from groundwood.telemetry.names import OPERATION_DURATION, TOKEN_USAGE, error_type

EVALUATION = "evaluation"
"""What asking a served judge is called: the conventions have no name for it yet."""

_NAME = re.compile(r"[\w.:/@+-]{1,128}")


@dataclass(frozen=True)
class Call:
    """What is known of a call beforehand. ``identity`` is the server's URL, or no URL.

    ``name`` is how the model was asked for, ``model`` what the server calls it.
    """

    name: str
    model: str
    identity: str
    agent: str
    prompt: str
    version: str
    max_tokens: int
    structured: bool

    @property
    def span_name(self) -> str:
        """What its span is called."""
        return f"chat {self.model}"

    @property
    def provider(self) -> str:
        """Whose protocol it speaks; llama.cpp inside this process is told apart."""
        return "llama.cpp" if self.name.partition(":")[0] == "local" else "openai"

    @property
    def labels(self) -> dict[str, Value]:
        """What its metrics are told apart by."""
        return {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": self.provider,
            "gen_ai.request.model": self.model,
            **_server(self.identity),
        }

    @property
    def attributes(self) -> Attributes:
        """What its span begins with."""
        return {
            **self.labels,
            "gen_ai.request.max_tokens": self.max_tokens,
            "gen_ai.output.type": "json" if self.structured else "text",
            "gen_ai.agent.name": self.agent,
            "gen_ai.prompt.name": self.prompt,
            "gen_ai.prompt.version": self.version,
        }


@dataclass(frozen=True)
class JudgeCall:
    """A request to a served judge: pairs of passages and claims out, scores in.

    ``url`` is where it is posted to, ``pairs`` how many it holds, none where that is not known.
    """

    url: str
    pairs: int | None = None

    @property
    def span_name(self) -> str:
        """What its span is called: the server is asked for no model by name."""
        return EVALUATION

    @property
    def labels(self) -> dict[str, Value]:
        """What its duration is told apart by. The protocol is our own, and so is the provider."""
        return {
            "gen_ai.operation.name": EVALUATION,
            "gen_ai.provider.name": "groundwood",
            **_server(self.url),
        }

    @property
    def attributes(self) -> Attributes:
        """What its span begins with."""
        held = {} if self.pairs is None else {"groundwood.pairs": self.pairs}
        return {**self.labels, **held}


@dataclass
class Told:
    """What the server told meanwhile: tokens of all its answers, the model that gave the last.

    ``tries`` counts what was asked, ``answers`` the answers whose tokens are known.
    """

    answers: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    model: str | None = None
    finish: str | None = None
    tries: int = 0

    def answered(self, tokens_in: int, tokens_out: int, model: object, finish: object) -> None:
        """Add an answer. Names that are not short and plain are not taken over."""
        self.answers += 1
        self.tokens_in += tokens_in
        self.tokens_out += tokens_out
        self.finish = _plain(finish)
        self.named(model)

    def named(self, model: object) -> None:
        """Take over what the server calls itself, where that is short and plain."""
        self.model = _plain(model)

    @property
    def attributes(self) -> Attributes:
        """What the call's span ends with; nothing of tokens where nothing was answered."""
        found: dict[str, Value] = {"groundwood.requests": self.tries}
        if self.answers:
            found["gen_ai.usage.input_tokens"] = self.tokens_in
            found["gen_ai.usage.output_tokens"] = self.tokens_out
        if self.model:
            found["gen_ai.response.model"] = self.model
        if self.finish:
            found["gen_ai.response.finish_reasons"] = (self.finish,)
        return found


@contextmanager
def model_call(call: Call | JudgeCall, told: Told) -> Iterator[None]:
    """Watch the call, with all its tries and its repair; ``told`` fills up meanwhile."""
    watching = telemetry()
    failed: dict[str, Value] = {}
    began = time.monotonic()
    with watching.span("model", call.span_name, call.attributes) as span:
        try:
            yield
        except BaseException as exc:
            failed["error.type"] = error_type(exc)
            raise
        finally:
            span.set(told.attributes)
            labels = {
                **call.labels,
                **({"gen_ai.response.model": told.model} if told.model else {}),
            }
            watching.record(OPERATION_DURATION, time.monotonic() - began, {**labels, **failed})
            if told.answers:
                tokens = {"input": told.tokens_in, "output": told.tokens_out}
                for kind, number in tokens.items():
                    watching.record(TOKEN_USAGE, number, {**labels, "gen_ai.token.type": kind})


def _server(identity: str) -> dict[str, Value]:
    """Return host and port of a URL; never user, password, path or query."""
    if not identity.startswith(("http://", "https://")):
        return {}
    parts = urlsplit(identity)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return {"server.address": parts.hostname or "", "server.port": port}


def _plain(name: object) -> str | None:
    return name if isinstance(name, str) and _NAME.fullmatch(name) else None
