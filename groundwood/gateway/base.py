"""What the agents know of a language model: a prompt goes in, an answer comes out."""

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, Field

from groundwood.nouns.base import Noun

Answer = TypeVar("Answer", bound=BaseModel)


class Prompt(Noun):
    """A rendered prompt. ``agent`` is whose usage it counts to; name and version go into errors.

    ``system`` and the start of ``user`` are what many prompts share, so that a server's prefix
    cache works. Source text stands in ``user`` only, between delimiters. ``sample`` 0 is the answer
    that the model finds best; 1, 2, … are draws that differ, to be compared with each other.
    """

    name: str
    version: str
    agent: str
    system: str = ""
    user: str = Field(min_length=1)
    sample: int = Field(default=0, ge=0)


class Model(Protocol):
    """A language model, whatever serves it.

    ``name`` is how it was asked for (``local``, ``openai:NAME``, ``http://host/v1#NAME``);
    ``small`` says that it must write within a grammar; ``context_tokens`` is its window.
    Implementations raise `ModelError`, or `BudgetSpent` where they were given one; nothing else.
    """

    @property
    def name(self) -> str: ...

    @property
    def small(self) -> bool: ...

    @property
    def context_tokens(self) -> int: ...

    def count(self, text: str) -> int:
        """Return how many tokens the text takes, rounded up by a margin where this is an estimate."""
        ...

    async def complete(self, prompt: Prompt, *, max_tokens: int, grammar: str | None = None) -> str:
        """Return the answer as text. ``grammar`` is GBNF, for servers that decode within one."""
        ...

    async def answer(
        self,
        prompt: Prompt,
        shape: type[Answer],
        *,
        max_tokens: int,
        context: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Return the answer as an instance of the pydantic model ``shape``.

        ``context`` is what the shape's validators are given (pydantic's validation context). Two
        calls with one prompt and one shape have the same.
        """
        ...
