"""A language model as the judge: a verdict with the exact words that decide."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from groundwood.agents.checker.judge import Pair, Score
from groundwood.agents.checker.quotes import plain
from groundwood.gateway.base import Model
from groundwood.prompts.loader import load_prompt

SCORES = {
    "supported": Score(supported=0.95, contradicted=0.01, neutral=0.04),
    "partly": Score(supported=0.3, contradicted=0.1, neutral=0.6),
    "contradicted": Score(supported=0.02, contradicted=0.9, neutral=0.08),
    "not stated": Score(supported=0.05, contradicted=0.05, neutral=0.9),
}
"""What each answer counts as. The figures order the answers; they are not calibrated."""


class JudgeAnswer(BaseModel):
    """What the model says of a pair; ``quote`` is the stretch of a passage that decides."""

    verdict: Literal["supported", "partly", "contradicted", "not stated"]
    quote: str
    reason: str


@dataclass(frozen=True)
class LlmJudge:
    """Asks a model for a verdict. Support counts only with a quote that the evidence holds."""

    model: Model
    name: str = "llm"
    threshold: float = 0.5

    @property
    def version(self) -> str:
        """The prompt's version and the model, since both decide."""
        return f"{load_prompt('checker/judge').about.version}+{self.model.name}"

    async def ascore(self, pairs: Sequence[Pair]) -> list[Score]:
        """Ask for all pairs at once; the gateway bounds how many calls run together."""
        return list(await asyncio.gather(*map(self._score, pairs)))

    def score(self, pairs: Sequence[Pair]) -> list[Score]:
        """Do what `ascore` does, from a thread without an event loop."""
        return asyncio.run(self.ascore(pairs))

    async def _score(self, pair: Pair) -> Score:
        template = load_prompt("checker/judge")
        passages = {str(number): text for number, text in enumerate(pair.evidence, 1)}
        prompt = template.render(passages=passages, claim=pair.claim)
        answer = await self.model.answer(prompt, JudgeAnswer, max_tokens=template.max_tokens)
        quote = plain(answer.quote)
        shown = bool(quote) and any(quote in plain(text) for text in pair.evidence)
        verdict = answer.verdict if shown or answer.verdict == "partly" else "not stated"
        return SCORES[verdict]
