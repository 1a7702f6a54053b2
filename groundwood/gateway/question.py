"""One question to a model: everything that decides its answer, and nothing else."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from groundwood.gateway.base import Prompt

Message = dict[str, str]

TEMPERATURE = 0
SAMPLING_TEMPERATURE = 0.7
SEED = 1


@dataclass(frozen=True)
class Question:
    """A prompt to a model, with the limit and the form of the answer.

    ``identity`` says what serves the model: a base URL, or the digest of a model file.
    ``schema`` is the strict JSON schema of a structured answer, ``grammar`` is GBNF.
    """

    identity: str
    model: str
    prompt: Prompt
    max_tokens: int
    schema_name: str | None = None
    schema: dict[str, Any] | None = None
    grammar: str | None = None

    @property
    def messages(self) -> list[Message]:
        """The chat messages."""
        turns = (("system", self.prompt.system), ("user", self.prompt.user))
        return [message(role, text) for role, text in turns if text]

    @property
    def temperature(self) -> float:
        """How freely to draw: not at all, unless one of several samples is asked for."""
        return SAMPLING_TEMPERATURE if self.prompt.sample else TEMPERATURE

    @property
    def seed(self) -> int:
        """What the server draws by: one for each sample."""
        return SEED + self.prompt.sample

    @cached_property
    def key(self) -> str:
        """A SHA-256 over all of it: equal keys have equal answers."""
        parts = (
            self.identity,
            self.model,
            self.prompt.name,
            self.prompt.version,
            self.messages,
            self.schema,
            self.grammar,
            self.max_tokens,
            self.temperature,
            self.seed,
        )
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def message(role: str, text: str) -> Message:
    """Return a chat message."""
    return {"role": role, "content": text}
