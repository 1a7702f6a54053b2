"""What follows from a verdict: re-cite, cut, revise, replace or remove, each with a ledger entry."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from groundwood.agents.checker.disputes.conflicts import SUPERSEDED
from groundwood.nouns import LedgerEntry, Paragraph, Plan, Sentence, Story, Verdict
from groundwood.nouns.verdict import Finding
from groundwood.pipelines.agents import Agents

Action = Literal["revised", "replaced", "removed", "recited", "cut", "citation dropped"]


@dataclass(frozen=True)
class Edit:
    """A story after the edits that its verdicts called for, its outline, and what was done."""

    story: Story
    outline: list[int]
    ledger: list[LedgerEntry]


@dataclass(frozen=True)
class Mended:
    """One sentence after its edit (none: removed) and the entry for it (none: nothing to tell)."""

    sentence: Sentence | None
    entry: LedgerEntry | None = None


def needs_edit(story: Story, verdicts: Sequence[Verdict]) -> bool:
    """Say whether a sentence may not be published as it stands."""
    return any(
        not verdict.finding.may_be_published or _is_outdated(story, verdict) for verdict in verdicts
    )


def _is_outdated(story: Story, verdict: Verdict) -> bool:
    """Say whether the story itself prints the newer figure that supersedes the sentence's."""
    if verdict.finding is not Finding.CONFLICTING or not verdict.reason.startswith(SUPERSEDED):
        return False
    newer = {(c.article_id, span.start) for c in verdict.against for span in c.spans}
    printed = {
        (citation.article_id, span.start)
        for sentence in story.sentences
        for citation in sentence.citations
        for span in citation.spans
    }
    return bool(newer & printed)


def narrow(story: Story, outline: list[int], verdicts: Sequence[Verdict]) -> Edit:
    """Give each sentence the exact citations and spans that its verdict found to support it."""
    mended = [
        _narrowed(_sentence(story, verdict), verdict)
        if verdict.finding.may_be_published
        else Mended(_sentence(story, verdict))
        for verdict in verdicts
    ]
    return _rebuild(story, outline, verdicts, mended)


async def revise(
    agents: Agents,
    story: Story,
    outline: list[int],
    plan: Plan,
    verdicts: Sequence[Verdict],
    round_: int,
) -> Edit:
    """Mend what failed: by the summarizer for the allowed rounds, then by a source sentence,
    then by removal.

    A misattributed sentence is re-cited to what supports it. A partly supported one is cut to the
    supported part where that is a sentence; one that is wrong in a part, only when the summarizer
    has not mended it. Whatever was done, the next check judges it anew.
    """
    plans = {paragraph.index: paragraph for paragraph in plan.paragraphs}

    async def mend(verdict: Verdict) -> Mended:
        sentence = _sentence(story, verdict)
        settled = _settled(story, sentence, verdict)
        if settled is not None:
            return settled
        part = _part(story, sentence, verdict)
        paragraph_plan = plans[outline[verdict.paragraph]]
        if round_ < agents.revisions:
            better = await agents.summarizer.revise(verdict, paragraph_plan)
            if better is not None and better != sentence:
                return _changed("revised", sentence, better, verdict)
        if part is not None:
            return _changed("cut", sentence, part, verdict)
        if round_ <= agents.revisions:
            source = await agents.fallback.revise(verdict, paragraph_plan)
            if source is not None and not _is_told(story, source.text):
                return _changed("replaced", sentence, source, verdict)
        return _changed("removed", sentence, None, verdict)

    mended = await asyncio.gather(*map(mend, verdicts))
    return _rebuild(story, outline, verdicts, mended)


def _sentence(story: Story, verdict: Verdict) -> Sentence:
    return story.paragraphs[verdict.paragraph].sentences[verdict.sentence]


def _settled(story: Story, sentence: Sentence, verdict: Verdict) -> Mended | None:
    """Return what needs nobody's help: kept, outdated, re-cited, cut; none when it must be mended."""
    if _is_outdated(story, verdict):
        return _changed("removed", sentence, None, verdict)
    if verdict.finding.may_be_published:
        return Mended(sentence)
    if verdict.finding is Finding.MISATTRIBUTED and verdict.evidence:
        recited = sentence.model_copy(update={"citations": verdict.evidence})
        return _changed("recited", sentence, recited, verdict)
    part = _part(story, sentence, verdict)
    if part is not None and verdict.finding is Finding.PARTLY_SUPPORTED:
        return _changed("cut", sentence, part, verdict)
    return None


def _part(story: Story, sentence: Sentence, verdict: Verdict) -> Sentence | None:
    """Return what is left of the sentence without its failed facts; none when told already."""
    if not verdict.cut or _is_told(story, verdict.cut):
        return None
    return sentence.model_copy(update={"text": verdict.cut})


def _is_told(story: Story, text: str) -> bool:
    return any(sentence.text == text for sentence in story.sentences)


def _narrowed(sentence: Sentence, verdict: Verdict) -> Mended:
    if not verdict.evidence or verdict.evidence == sentence.citations:
        return Mended(sentence)
    narrowed = sentence.model_copy(update={"citations": verdict.evidence})
    if set(narrowed.article_ids) == set(sentence.article_ids):
        return Mended(narrowed)
    return _changed("citation dropped", sentence, narrowed, verdict)


def _changed(action: Action, before: Sentence, after: Sentence | None, verdict: Verdict) -> Mended:
    entry = LedgerEntry(
        action=action,
        paragraph=verdict.paragraph,
        before=before,
        after=after,
        finding=verdict.finding,
        reason=verdict.reason,
    )
    return Mended(after, entry)


def _rebuild(
    story: Story, outline: list[int], verdicts: Sequence[Verdict], mended: Sequence[Mended]
) -> Edit:
    kept: list[list[Sentence]] = [[] for _ in story.paragraphs]
    for verdict, result in zip(verdicts, mended, strict=True):
        if result.sentence is not None:
            kept[verdict.paragraph].append(result.sentence)
    paragraphs = tuple(Paragraph(sentences=tuple(group)) for group in kept if group)
    return Edit(
        story=story.model_copy(update={"paragraphs": paragraphs}),
        outline=[index for index, group in zip(outline, kept, strict=True) if group],
        ledger=[result.entry for result in mended if result.entry is not None],
    )
