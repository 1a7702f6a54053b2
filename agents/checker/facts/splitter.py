"""Who parts a sentence into its facts: closed lists and punctuation, or a language model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from groundwood.agents.checker.facts.clauses import Fact, facts
from groundwood.agents.checker.judges.judge import Judge
from groundwood.gateway.base import Model


class Splitter(Protocol):
    """Parts sentences into facts, each a sentence of its own; one tuple a sentence, in order."""

    async def facts(self, sentences: Sequence[str]) -> list[tuple[Fact, ...]]: ...


@dataclass(frozen=True)
class ClauseSplitter:
    """Parts a sentence at its clauses, without a model."""

    async def facts(self, sentences: Sequence[str]) -> list[tuple[Fact, ...]]:
        """Return what `clauses.facts` finds."""
        return [facts(sentence) for sentence in sentences]


_ASKING = ("llm", "cascade")
"""The judges that ask the model."""


def load_splitter(judge: Judge, model: Model | None) -> Splitter:
    """Return the splitter that asks the model where the judge does so too.

    A judge that was chosen because it calls no model keeps the whole check free of calls.
    """
    if model is None or model.small or not judge.name.startswith(_ASKING):
        return ClauseSplitter()
    from groundwood.agents.checker.facts.told import ModelSplitter  # loads the prompts

    return ModelSplitter(model)
