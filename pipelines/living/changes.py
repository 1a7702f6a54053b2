"""What became of each sentence between a version and its parent, and because of which article."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from groundwood.agents.checker.disputes.conflicts import SUPERSEDED, conflicts
from groundwood.agents.corrections import Correction
from groundwood.nouns import ArticleId, LedgerEntry, Sentence, Story
from groundwood.nouns.version import SentenceChange
from groundwood.pipelines.living.aligning import aligned
from groundwood.pipelines.living.arranging import MADE_ROOM
from groundwood.pipelines.living.context import Updating
from groundwood.pipelines.living.overtaken import LEANED, OVERTAKEN
from groundwood.pipelines.living.renewing import is_earlier

Causes = Mapping[str, Sequence[ArticleId]]


def changes(
    agents: Updating, story: Story, ledger: Sequence[LedgerEntry]
) -> tuple[SentenceChange, ...]:
    """Return one change a sentence: those of the new version in order, then what was retired."""
    causes = _superseded(agents, ledger)
    old, new = agents.base.story.sentences, story.sentences
    apart = {i for i, s in enumerate(old) if s.text in causes}
    told = {i for i, s in enumerate(new) if is_earlier(s)}
    pairs = aligned(old, new, chains=dict(_chains(ledger)), apart=apart, alone=told)
    stand = [_now(agents, old, new, now, pairs.get(now)) for now in range(len(new))]
    added = dict.fromkeys(key for one in stand if one.kind == "added" for key in one.causes)
    newer = tuple(key for key in added if key in agents.arrived)
    gone = (was for was in range(len(old)) if was not in pairs.values())
    return (*stand, *(_retired(agents, old[was], was, ledger, causes, newer) for was in gone))


def _superseded(agents: Updating, ledger: Sequence[LedgerEntry]) -> Causes:
    """Return by the text of each sentence that a newer source renewed the article that did."""
    newer = list(agents.store.get(agents.arrived).values())
    return {
        entry.before.text: tuple(
            dict.fromkeys(
                found.against.article_id
                for own in agents.store.get(entry.before.article_ids).values()
                for found in conflicts(entry.before.text, own, newer)
                if found.reason == entry.reason
            )
        )
        for entry in ledger
        if entry.reason.startswith(SUPERSEDED)
    }


def _chains(ledger: Sequence[LedgerEntry]) -> Iterator[tuple[str, str]]:
    """Yield (after, before) of each sentence that was mended."""
    for entry in ledger:
        if entry.after is not None and not entry.reason.startswith(SUPERSEDED):
            yield entry.after.text, entry.before.text


def _now(
    agents: Updating,
    old: Sequence[Sentence],
    new: Sequence[Sentence],
    now: int,
    was: int | None,
) -> SentenceChange:
    after = new[now]
    if was is None:
        return SentenceChange(kind="added", after=after, now=now, causes=after.article_ids)
    before = old[was]
    is_kept = before.text == after.text
    stale = tuple(key for key in before.article_ids if key in agents.stale_ids)
    joined = tuple(key for key in after.article_ids if key not in before.article_ids)
    moved = before.citations != after.citations
    reason = _why(agents, stale) if stale and (moved or not is_kept) else ""
    return SentenceChange(
        kind="kept" if is_kept else "rewritten",
        before=before,
        after=after,
        was=was,
        now=now,
        causes=() if is_kept and not reason else stale or joined or tuple(sorted(agents.stale_ids)),
        reason=reason,
    )


def _retired(
    agents: Updating,
    before: Sentence,
    was: int,
    ledger: Sequence[LedgerEntry],
    causes: Causes,
    newer: tuple[ArticleId, ...],
) -> SentenceChange:
    stale = tuple(key for key in before.article_ids if key in agents.stale_ids)
    said = next((e.reason for e in reversed(ledger) if e.before.text == before.text), "")
    if said in (MADE_ROOM, OVERTAKEN, LEANED):
        because, reason = newer, said
    elif agents.departed.slug and said in (agents.departed.reason, agents.departed.leaning):
        because, reason = _went(agents, before), said
    elif before.text in causes:
        because, reason = tuple(causes[before.text]), said
    else:
        because = stale or (() if said else tuple(sorted(agents.stale_ids)))
        reason = _why(agents, because) or said
    return SentenceChange(kind="retired", before=before, was=was, causes=because, reason=reason)


def _went(agents: Updating, before: Sentence) -> tuple[ArticleId, ...]:
    """Return the departed articles that the sentence rested on; all where it leaned on one."""
    ids = agents.departed.ids
    return tuple(key for key in before.article_ids if key in ids) or tuple(sorted(ids))


def _why(agents: Updating, stale: Sequence[ArticleId]) -> str:
    told = {one.article_id: one.why for one in agents.stale}
    return "; ".join(f"{key} was {told[key]}" for key in stale)


def corrections(agents: Updating, found: Sequence[SentenceChange]) -> list[Correction]:
    """Return what was rewritten or retired because a source was changed or withdrawn."""
    made: dict[ArticleId, Correction] = {}
    sources = {source.article_id: source for source in agents.base.checked.sources}
    for one in found:
        rested = one.before.article_ids if one.before else ()
        keys = [key for key in one.causes if key in rested and key in sources]
        keys = [key for key in keys if key in agents.stale_ids]
        if one.kind not in ("rewritten", "retired") or not keys:
            continue
        so_far = made.get(keys[0]) or Correction(sources[keys[0]], _how(agents, keys[0]))
        is_new = one.kind == "rewritten"
        made[keys[0]] = replace(
            so_far,
            rewritten=so_far.rewritten + is_new,
            retired=so_far.retired + (not is_new),
        )
    return list(made.values())


def _how(agents: Updating, key: ArticleId) -> Literal["changed", "withdrawn"]:
    return "withdrawn" if key in agents.withdrawn else "changed"
