"""A model that answers by a script, for tests: no network, no patching, every prompt recorded."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from pydantic import BaseModel

from groundwood.errors import AnswerInvalid, ModelRefused
from groundwood.gateway.base import Answer, Prompt
from groundwood.gateway.budget import Budget, Spend, holding, spend_of
from groundwood.gateway.structured import Form
from groundwood.gateway.usage import Meter
from groundwood.nouns import Usage

Line = str | Mapping[str, Any] | BaseModel | Exception
"""What is answered: text, or what becomes JSON, or an error to raise."""

Script = Line | Sequence[Line] | Callable[[Prompt], Line]
"""One answer for every call, or one a call in turn, or a function of the prompt."""


@dataclass(frozen=True, eq=False)
class ScriptedModel:
    """Answers by rules, in place of a real model.

    A rule is keyed by the name of a prompt, or by a regular expression that is searched for in the
    prompt's user text; names win, then the first expression that matches. Structured answers are
    validated against the shape as real ones are. Tokens are counted as words.

    >>> import asyncio
    >>> from groundwood.gateway.base import Prompt
    >>> model = ScriptedModel({"summarizer/headline": ["First", "Second"], "bridge": "It fell."})
    >>> headline = Prompt(name="summarizer/headline", version="1", agent="summarizer", user="Go.")
    >>> asyncio.run(model.complete(headline, max_tokens=20))
    'First'
    >>> asyncio.run(model.complete(headline, max_tokens=20))
    'Second'
    >>> other = Prompt(name="other", version="1", agent="checker", user="What of the bridge?")
    >>> asyncio.run(model.complete(other, max_tokens=20))
    'It fell.'
    >>> [prompt.name for prompt in model.calls]
    ['summarizer/headline', 'summarizer/headline', 'other']
    >>> model.usage["summarizer"].calls
    2
    """

    rules: Mapping[str, Script] = field(default_factory=dict)
    default: Script | None = None
    name: str = "scripted"
    small: bool = False
    context_tokens: int = 8192
    meter: Meter = field(default_factory=Meter, repr=False)
    budgets: tuple[Budget, ...] = field(default=(), repr=False)
    calls: list[Prompt] = field(default_factory=list, repr=False)
    grammars: list[str | None] = field(default_factory=list, repr=False)
    _turns: dict[str, int] = field(default_factory=dict, repr=False)

    @property
    def usage(self) -> dict[str, Usage]:
        """What the calls took so far, by agent."""
        return self.meter.usage

    def metered(self, meter: Meter, *budgets: Budget) -> Self:
        """Return a copy that counts into the meter and keeps these budgets besides its own.

        Script and record are shared.
        """
        return replace(self, meter=meter, budgets=(*self.budgets, *budgets))

    def count(self, text: str) -> int:
        """Return the number of words."""
        return len(text.split())

    async def complete(self, prompt: Prompt, *, max_tokens: int, grammar: str | None = None) -> str:
        """Return the next answer to the prompt.

        Raises:
            ModelRefused: no rule is for this prompt, or its answers are used up.
            AnswerInvalid: the answer is empty.
            BudgetSpent: a budget has not enough left for it.
        """
        text = await self._within_budgets(prompt, max_tokens, grammar)
        if not text.strip():
            raise AnswerInvalid(self._about(prompt, "the answer is empty"))
        return text.strip()

    async def answer(
        self,
        prompt: Prompt,
        shape: type[Answer],
        *,
        max_tokens: int,
        context: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Return the next answer to the prompt as an instance of ``shape``.

        Raises:
            ModelRefused: no rule is for this prompt, or its answers are used up.
            AnswerInvalid: the answer does not fit; a script is not asked to repair it.
            BudgetSpent: a budget has not enough left for it.
        """
        text = await self._within_budgets(prompt, max_tokens)
        try:
            return Form(shape, context).find(text)[1]
        except ValueError as exc:
            raise AnswerInvalid(self._about(prompt, str(exc))) from exc

    async def _within_budgets(
        self, prompt: Prompt, max_tokens: int, grammar: str | None = None
    ) -> str:
        words_in = self.count(prompt.system) + self.count(prompt.user)
        async with holding(self.budgets, Spend(1, words_in + max_tokens)) as hold:
            text, usage = self._next(prompt, words_in, grammar)
            hold.taken = spend_of(usage)
        return text

    def _next(self, prompt: Prompt, words_in: int, grammar: str | None) -> tuple[str, Usage]:
        self.calls.append(prompt)
        self.grammars.append(grammar)
        said = self._line(prompt)
        if isinstance(said, Exception):
            raise said
        text = said if isinstance(said, str) else _to_json(said)
        usage = Usage(calls=1, tokens_in=words_in, tokens_out=self.count(text))
        self.meter.add(prompt.agent, usage)
        return text, usage

    def _line(self, prompt: Prompt) -> Line:
        key, script = self._rule(prompt)
        if callable(script):
            return script(prompt)
        if isinstance(script, str | Mapping | BaseModel | Exception):
            return script
        turn = self._turns.get(key, 0)
        if turn >= len(script):
            raise ModelRefused(self._about(prompt, f"all {turn} answers of its rule are used up"))
        self._turns[key] = turn + 1
        return script[turn]

    def _rule(self, prompt: Prompt) -> tuple[str, Script]:
        if prompt.name in self.rules:
            return prompt.name, self.rules[prompt.name]
        for key, script in self.rules.items():
            if re.search(key, prompt.user):
                return key, script
        if self.default is None:
            known = ", ".join(self.rules) or "none"
            raise ModelRefused(self._about(prompt, f"no rule is for it; there are: {known}"))
        return "", self.default

    def _about(self, prompt: Prompt, cause: str) -> str:
        return f"{self.name}: prompt {prompt.name} {prompt.version}: {cause}"


def _to_json(said: Mapping[str, Any] | BaseModel) -> str:
    return said.model_dump_json() if isinstance(said, BaseModel) else json.dumps(said)
