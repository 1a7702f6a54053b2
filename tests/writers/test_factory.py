"""Which summarizer a model gets."""

import pytest

from groundwood.agents.summarizer import (
    ExtractiveSummarizer,
    GrammarSummarizer,
    ModelSummarizer,
    make_summarizer,
)
from groundwood.errors import SettingsError
from groundwood.gateway.scripted import ScriptedModel
from groundwood.store import ArticleStore


def test_without_a_model_sentences_are_taken_from_the_sources(store: ArticleStore) -> None:
    assert isinstance(make_summarizer(None, store), ExtractiveSummarizer)


def test_a_small_model_writes_within_a_grammar(store: ArticleStore) -> None:
    assert isinstance(make_summarizer(ScriptedModel(small=True), store), GrammarSummarizer)


def test_any_other_model_writes_freely(store: ArticleStore) -> None:
    assert isinstance(make_summarizer(ScriptedModel(), store), ModelSummarizer)


def test_a_writer_can_be_named(store: ArticleStore) -> None:
    small, large = ScriptedModel(small=True), ScriptedModel()
    assert isinstance(make_summarizer(small, store, writer="model"), ModelSummarizer)
    assert isinstance(make_summarizer(large, store, writer="grammar"), GrammarSummarizer)
    assert isinstance(make_summarizer(large, store, writer="extractive"), ExtractiveSummarizer)


def test_a_writer_that_needs_a_model_says_so(store: ArticleStore) -> None:
    with pytest.raises(SettingsError, match="writer: grammar needs a model"):
        make_summarizer(None, store, writer="grammar")
