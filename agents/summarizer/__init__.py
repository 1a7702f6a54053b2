"""Summarizers: from evidence to cited paragraphs, with a model or without one."""

from groundwood.agents.summarizer.extractive import ExtractiveSummarizer
from groundwood.agents.summarizer.factory import make_summarizer
from groundwood.agents.summarizer.grammar_writer import GrammarSummarizer
from groundwood.agents.summarizer.model_writer import ModelSummarizer
from groundwood.agents.summarizer.planner import CodePlanner

__all__ = [
    "CodePlanner",
    "ExtractiveSummarizer",
    "GrammarSummarizer",
    "ModelSummarizer",
    "make_summarizer",
]
