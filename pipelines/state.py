"""What the graph remembers between steps: ids and small nouns, never article text."""

from collections.abc import Iterable
from typing import Annotated, TypedDict

from groundwood.nouns import (
    Evidence,
    LedgerEntry,
    Noun,
    Outcome,
    Paragraph,
    Plan,
    Probe,
    Story,
    Topic,
    Usage,
    Verdict,
)
from groundwood.pipelines.metering import add_usage


class Draft(Noun):
    """What one writer made of one paragraph plan: a paragraph, nothing, or a failure as data."""

    index: int
    paragraph: Paragraph | None = None
    error: str | None = None
    error_type: str | None = None


def merge_drafts(old: Iterable[Draft], new: Iterable[Draft]) -> list[Draft]:
    """Return the drafts by index; a later draft of the same paragraph takes the earlier's place."""
    merged = {draft.index: draft for draft in [*old, *new]}
    return [merged[index] for index in sorted(merged)]


def extend(old: Iterable[LedgerEntry], new: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """Return the ledger with the new entries behind the old."""
    return [*old, *new]


class StoryState(TypedDict, total=False):
    """The state of one story.

    ``outline`` names, for each paragraph of the story, the index of the plan it was written from.
    ``written`` counts the sentences of the first draft, ``round`` the revisions made.
    ``usage`` is what each agent's model calls took in the tasks that are finished.
    """

    fingerprint: str
    topic: Topic
    evidence: Evidence
    plan: Plan
    drafts: Annotated[list[Draft], merge_drafts]
    outline: list[int]
    story: Story
    verdicts: list[Verdict]
    ledger: Annotated[list[LedgerEntry], extend]
    written: int
    round: int
    probe: Probe
    outcome: Outcome
    usage: Annotated[dict[str, Usage], add_usage]
