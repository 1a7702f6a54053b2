"""A language model as the judge: a verdict with the exact words that decide, by one vote or more."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from pydantic import BaseModel

from groundwood.agents.checker.comparing.quotes import plain
from groundwood.agents.checker.judges.judge import Given, Pair, Score, as_pairs, run_to_end
from groundwood.errors import SettingsError
from groundwood.gateway.base import Model
from groundwood.gateway.together import together
from groundwood.prompts.loader import load_prompt
from groundwood.settings import Settings

SMOOTHING = 0.2
"""What is added to the votes for each verdict, so that no verdict is certain.

With it one vote alone counts as 0.75, three of three as 0.89. Up to 1, only more than half of the
votes bring a probability to 0.5.
"""
SHORTEST_QUOTE = 4
"""Letters and digits from which a quotation can decide; an article or a pronoun cannot."""
QUOTE_AGAIN = (
    "You were asked this before and gave a quotation that stands in none of the passages. Decide "
    'anew. Copy the quotation from one passage, or say "neither".'
)

_EDGES = " ,.;:!?'-"

Verdict = Literal["supports", "contradicts", "neither"]


class JudgeAnswer(BaseModel):
    """What the model says of a pair; ``quote`` is the stretch of a passage that decides."""

    verdict: Verdict
    quote: str
    reason: str


@runtime_checkable
class Closable(Protocol):
    """A model that holds connections, for each event loop its own."""

    async def aclose(self) -> None: ...


@dataclass(frozen=True)
class LlmJudge:
    """Asks a model for its verdict on each pair, ``votes`` times, and gives the shares of the votes.

    A verdict counts only with a quotation that the evidence holds, but for spaces, case, quotation
    marks, dashes and punctuation at its ends. Without one the model is asked once more; then the vote counts as ``neither``,
    never as support. Several votes are drawn at a temperature above 0. ``agent`` is whose usage the
    calls count to.
    """

    model: Model
    votes: int = 1
    agent: str = "checker"
    name: str = "llm"
    threshold: float = 0.5

    @property
    def version(self) -> str:
        """The prompt's version, the model and the votes, since all of them decide."""
        votes = f", {self.votes} votes" if self.votes > 1 else ""
        return f"{load_prompt('checker/judge').about.version}+{self.model.name}{votes}"

    async def ascore(self, pairs: Sequence[Given]) -> list[Score]:
        """Return the scores; all is asked at once, the gateway bounds how many calls run together.

        Raises:
            InputError: a pair is none, or empty.
            ModelError: a vote was not given; the others are then not waited for.
        """
        asked = as_pairs(pairs)
        samples = [0] if self.votes == 1 else range(1, self.votes + 1)
        votes = await together(self._vote(pair, sample) for pair in asked for sample in samples)
        return [counted(votes[at : at + self.votes]) for at in range(0, len(votes), self.votes)]

    def score(self, pairs: Sequence[Given]) -> list[Score]:
        """Do what `ascore` does, without waiting for it."""
        return run_to_end(self._ascore_alone(pairs))

    async def _ascore_alone(self, pairs: Sequence[Given]) -> list[Score]:
        """Score in an event loop that ends with it, and with it the model's connections."""
        try:
            return await self.ascore(pairs)
        finally:
            if isinstance(self.model, Closable):
                await self.model.aclose()

    async def _vote(self, pair: Pair, sample: int) -> JudgeAnswer:
        for note in ("", QUOTE_AGAIN):
            answer = await self._ask(pair, sample, note)
            if answer.verdict == "neither" or _stands(answer.quote, pair.evidence):
                return answer
        return JudgeAnswer(verdict="neither", quote="", reason="its quotation is in no passage")

    async def _ask(self, pair: Pair, sample: int, note: str) -> JudgeAnswer:
        template = load_prompt("checker/judge")
        passages = {str(number): text for number, text in enumerate(pair.evidence, 1)}
        prompt = template.render(passages=passages, claim=pair.claim, note=note)
        prompt = prompt.model_copy(update={"agent": self.agent, "sample": sample})
        return await self.model.answer(prompt, JudgeAnswer, max_tokens=template.max_tokens)


def counted(votes: Sequence[JudgeAnswer]) -> Score:
    """Return the smoothed shares of the votes, with a quotation of the verdict that has most."""
    tally = Counter(vote.verdict for vote in votes)
    total = len(votes) + 3 * SMOOTHING

    def share(verdict: Verdict) -> float:
        return (tally[verdict] + SMOOTHING) / total

    winner = tally.most_common(1)[0][0]
    return Score(
        supported=share("supports"),
        contradicted=share("contradicts"),
        neutral=share("neither"),
        quote=next(vote.quote for vote in votes if vote.verdict == winner)
        if winner != "neither"
        else "",
    )


def _stands(quote: str, evidence: Sequence[str]) -> bool:
    wanted = plain(quote).strip(_EDGES)
    long_enough = sum(map(str.isalnum, wanted)) >= SHORTEST_QUOTE
    return long_enough and any(wanted in plain(text) for text in evidence)


def load_llm(model: Model | None, settings: Settings) -> LlmJudge:
    """Return the judge that asks the model, as often as the settings say.

    Raises:
        SettingsError: there is no model, or it is too small to judge.
    """
    return LlmJudge(able(model, "llm"), votes=settings.votes)


def able(model: Model | None, judge: str) -> Model:
    """Return the model, if it can judge.

    Raises:
        SettingsError: there is none, or it is too small; the text names the judge that needs it.
    """
    if model is None or model.small:
        raise SettingsError(f"--judge: {judge} needs a model that can judge; name one with --model")
    return model
