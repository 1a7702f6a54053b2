"""The agents, as the pipeline knows them: one verb each, nouns in, nouns out.

An agent is a frozen dataclass whose constructor only stores its parts (a store, a model, a judge).
It holds no state, retries nothing and catches nothing. Any object with the verb can replace it.
"""

from collections.abc import Sequence
from typing import Protocol

from groundwood.nouns import (
    Evidence,
    Paragraph,
    ParagraphPlan,
    Plan,
    Probe,
    Sentence,
    Story,
    Topic,
    Verdict,
)


class Retriever(Protocol):
    """Finds the passages that a story on the topic should rest on."""

    async def gather(self, topic: Topic) -> Evidence:
        """Return the ranked, de-duplicated passages within the token budget; empty when none."""
        ...


class Summarizer(Protocol):
    """Plans and writes the story. Citations can only be ids of a paragraph's own passages."""

    async def plan(self, evidence: Evidence) -> Plan:
        """Return the paragraphs to write, each with its own passages; no paragraph when too thin."""
        ...

    async def write(self, plan: ParagraphPlan) -> Paragraph | None:
        """Return the paragraph, written from its passages only; none when nothing can be said."""
        ...

    async def headline(self, evidence: Evidence, paragraphs: Sequence[Paragraph]) -> str:
        """Return one line of plain text that the paragraphs support."""
        ...

    async def revise(self, verdict: Verdict, plan: ParagraphPlan) -> Sentence | None:
        """Return a better version of the sentence that failed, or none when there is none."""
        ...


class Mediator(Protocol):
    """Finds where sources differ on what a plan is about to tell."""

    async def weigh(self, plan: Plan, evidence: Evidence) -> Plan:
        """Return the plan with the disagreements on the facts of each paragraph."""
        ...


class CitationChecker(Protocol):
    """Judges every sentence of a story against the passages it cites. Never edits the story."""

    async def check(self, story: Story, evidence: Evidence) -> tuple[Verdict, ...]:
        """Return one verdict a sentence, in reading order."""
        ...


class HeadlineChecker(Protocol):
    """Judges a headline by the story under it and by its sources."""

    async def problem(self, title: str, story: Story, verdicts: Sequence[Verdict]) -> str | None:
        """Return why the title may not stand over the story, or none when it may."""
        ...


class Disclaimer(Protocol):
    """Adds the disclaimer, and the notices that the verdicts call for."""

    def add(self, story: Story, verdicts: Sequence[Verdict], probe: Probe | None = None) -> Story:
        """Return the story with its notices and the fixed disclaimer; a probe is given if made."""
        ...


class Prober(Protocol):
    """Tests the checker on known-false variants of the story's own sentences."""

    async def probe(self, story: Story, evidence: Evidence, verdicts: Sequence[Verdict]) -> Probe:
        """Return how many of them the checker detects, or why that could not be measured."""
        ...

    def none(self, reason: str) -> Probe:
        """Return the probe without a rate that a failure leaves, with its reason."""
        ...
