"""A model call as it is seen from outside, by the semantic conventions for generative AI.

Never what was asked or answered: the prompt's name and version, sizes and times.
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


@dataclass
class Told:
    """What the server told meanwhile: tokens of all its answers, the model that gave the last.

    ``tries`` counts what was asked, ``answers`` what was answered.
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
        self.model = _plain(model)
        self.finish = _plain(finish)

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
def model_call(call: Call, told: Told) -> Iterator[None]:
    """Watch the call, with all its tries and its repair; ``told`` fills up meanwhile."""
    watching = telemetry()
    failed: dict[str, Value] = {}
    began = time.monotonic()
    with watching.span("model", f"chat {call.model}", call.attributes) as span:
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
