"""The retriever: from a topic to ranked passages, without copies, repeats and debris."""

from groundwood.agents.retriever.hybrid import HybridRetriever

__all__ = ["HybridRetriever"]
