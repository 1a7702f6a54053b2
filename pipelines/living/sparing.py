"""What may stand in the place of a sentence that its sources no longer bear."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from groundwood.agents.protocols import Summarizer
from groundwood.agents.retriever.terms import content_terms
from groundwood.nouns import Evidence, Paragraph, ParagraphPlan, Plan, Sentence, Verdict
from groundwood.pipelines.living.context import Updating

SAME_SUBJECT = 0.4
"""What replaces a sentence of the version before shares this part of the shorter one's words."""


@dataclass(frozen=True)
class Sparing:
    """A summarizer that mends a sentence of the version before only by one on the same subject.

    Where there is none the sentence goes: a source that fell away is no reason to tell something
    else. ``old`` counts the paragraph plans of the version before.
    """

    base: Summarizer
    old: int

    async def plan(self, evidence: Evidence) -> Plan:
        """Return what the summarizer plans."""
        return await self.base.plan(evidence)

    async def write(self, plan: ParagraphPlan) -> Paragraph | None:
        """Return what the summarizer writes."""
        return await self.base.write(plan)

    async def headline(self, evidence: Evidence, paragraphs: Sequence[Paragraph]) -> str:
        """Return the summarizer's headline."""
        return await self.base.headline(evidence, paragraphs)

    async def revise(self, verdict: Verdict, plan: ParagraphPlan) -> Sentence | None:
        """Return the summarizer's better sentence, if it is on what the failed one was."""
        found = await self.base.revise(verdict, plan)
        if found is None or plan.index >= self.old:
            return found
        return found if on_same_subject(verdict.text, found.text) else None


def on_same_subject(one: str, other: str) -> bool:
    """Say whether two sentences share enough of their words to tell of the same."""
    ours, theirs = content_terms(one), content_terms(other)
    return len(ours & theirs) >= SAME_SUBJECT * min(len(ours), len(theirs)) > 0


def spared(agents: Updating, old: int) -> Updating:
    """Return the agents with summarizers that keep to the subject."""
    return replace(
        agents,
        summarizer=Sparing(agents.summarizer, old),
        fallback=Sparing(agents.fallback, old),
    )
