"""Who parts a sentence into its facts: closed lists and punctuation, or a language model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from groundwood.agents.checker.facts.clauses import Fact, facts
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


def load_splitter(model: Model | None) -> Splitter:
    """Return the splitter that asks the model, where there is one that can judge."""
    if model is None or model.small:
        return ClauseSplitter()
    from groundwood.agents.checker.facts.told import ModelSplitter  # loads the prompts

    return ModelSplitter(model)
