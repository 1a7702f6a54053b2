"""Which summarizer suits the model."""

from typing import Literal

from groundwood.agents.protocols import Summarizer
from groundwood.agents.summarizer.extractive import ExtractiveSummarizer
from groundwood.agents.summarizer.grammar_writer import GrammarSummarizer
from groundwood.agents.summarizer.model_writer import ModelSummarizer
from groundwood.errors import SettingsError
from groundwood.gateway.base import Model
from groundwood.store.base import ArticleStore

Writer = Literal["auto", "extractive", "grammar", "model"]


def make_summarizer(
    model: Model | None, store: ArticleStore, *, writer: Writer = "auto"
) -> Summarizer:
    """Return the summarizer for the model.

    ``auto`` takes the sources' own sentences without a model, has a small model arrange them within
    a grammar, and has any other model write.

    Raises:
        SettingsError: the writer needs a model and there is none, or there is no such writer.
    """
    extractive = ExtractiveSummarizer(store)
    if writer == "extractive" or (writer == "auto" and model is None):
        return extractive
    if writer not in ("auto", "grammar", "model"):
        raise SettingsError(f"writer: there is no {writer!r}")
    if model is None:
        raise SettingsError(f"writer: {writer} needs a model")
    if writer == "grammar" or (writer == "auto" and model.small):
        return GrammarSummarizer(store=store, model=model, base=extractive)
    return ModelSummarizer(store=store, model=model)
