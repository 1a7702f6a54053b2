"""A fact that a newer source renews: the old sentence is retired, and the new one says so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from groundwood.agents.checker.comparing.quotes import plain
from groundwood.agents.checker.disputes.conflicts import SUPERSEDED
from groundwood.agents.summarizer.attributed import as_told
from groundwood.nouns import (
    ArticleId,
    Citation,
    Finding,
    LedgerEntry,
    Paragraph,
    Sentence,
    Span,
    Story,
    Verdict,
)
from groundwood.pipelines.living.context import Updating

EARLIER = "Earlier reports put the figure at"
"""How a sentence begins that tells what a superseded figure was."""

_TOLL = re.compile(
    r"[$€£%]|\b(?:dead|died|deaths?|killed|injured|wounded|missing|unaccounted|toll|rescued|evacuated"
    r"|arrested|detained|displaced|homeless|cases|infected|damaged|destroyed|without power|cost"
    r"|dollars|percent|million|billion)\b",
    re.IGNORECASE,
)
"""Of what an earlier figure is told: tolls, damage, money, shares."""

Place = tuple[ArticleId, int]


@dataclass
class Renewed:
    """A story on its way: what stands for each sentence, what follows it, what was done."""

    instead: dict[tuple[int, int], Sentence | None] = field(default_factory=dict)
    behind: dict[tuple[int, int], list[Sentence]] = field(default_factory=dict)
    ledger: list[LedgerEntry] = field(default_factory=list)


def renewals(agents: Updating, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return the verdicts on sentences of the version before that an arrived article supersedes."""
    arrived = frozenset(agents.arrived)
    told = {sentence.text for sentence in agents.base.story.sentences}
    return [
        verdict
        for verdict in verdicts
        if is_superseded(verdict)
        and verdict.text in told
        and arrived.intersection(c.article_id for c in verdict.against)
    ]


def is_superseded(verdict: Verdict) -> bool:
    """Say whether a newer source renews what the sentence tells."""
    return verdict.finding is Finding.CONFLICTING and verdict.reason.startswith(SUPERSEDED)


def is_earlier(sentence: Sentence) -> bool:
    """Say whether the sentence only tells what a superseded figure was."""
    return sentence.text.startswith(EARLIER)


def without_stray_history(
    story: Story, outline: list[int], verdicts: Sequence[Verdict]
) -> tuple[Story, list[int]] | None:
    """Return the story and outline without sentences on earlier figures that stand on nothing.

    They were refused, or the sentence before them was, or there is none. None where there are none.
    """
    refused = {(v.paragraph, v.sentence) for v in verdicts if not v.finding.may_be_published}
    stray = {
        (number, index)
        for number, paragraph in enumerate(story.paragraphs)
        for index, sentence in enumerate(paragraph.sentences)
        if is_earlier(sentence) and (index == 0 or refused & {(number, index), (number, index - 1)})
    }
    if not stray:
        return None
    done = Renewed(instead=dict.fromkeys(stray))
    return _rebuilt(story, outline, done)


def renew(
    agents: Updating, story: Story, outline: list[int], outdated: Sequence[Verdict]
) -> tuple[Story, list[int], list[LedgerEntry]]:
    """Return the story with the newer facts in place of the outdated ones, outline and ledger.

    Where the story tells the newer fact already the old sentence goes; else the newer source's
    sentence takes its place, if it can stand alone. Behind it the earlier figure is told as such,
    where it stands in the old source; the next check decides on both.
    """
    done = Renewed()
    printed = dict(_printed(story))
    for verdict in outdated:
        _retire(agents, story, verdict, printed, done)
    renewed, kept = _rebuilt(story, outline, done)
    return renewed, kept, done.ledger


def _rebuilt(story: Story, outline: list[int], done: Renewed) -> tuple[Story, list[int]]:
    paragraphs: list[Paragraph] = []
    kept: list[int] = []
    for number, (index, paragraph) in enumerate(zip(outline, story.paragraphs, strict=True)):
        sentences = tuple(_sentences(number, paragraph, done))
        if sentences:
            paragraphs.append(Paragraph(sentences=sentences))
            kept.append(index)
    return story.model_copy(update={"paragraphs": tuple(paragraphs)}), kept


def _retire(
    agents: Updating,
    story: Story,
    verdict: Verdict,
    printed: dict[Place, tuple[int, int]],
    done: Renewed,
) -> None:
    place = (verdict.paragraph, verdict.sentence)
    old = story.paragraphs[verdict.paragraph].sentences[verdict.sentence]
    newer = [(c.article_id, span) for c in verdict.against for span in c.spans]
    teller = next((printed[key, s.start] for key, s in newer if (key, s.start) in printed), None)
    new = None if teller is not None else _new(agents, newer)
    if teller is None and new is None:
        return
    done.instead[place] = new
    if teller is None:
        teller = place
        printed |= {(key, span.start): place for key, span in newer}
    earlier = _earlier(agents, verdict)
    if earlier is not None and earlier not in done.behind.get(teller, []):
        done.behind.setdefault(teller, []).append(earlier)
    done.ledger.append(
        LedgerEntry(
            action="replaced" if new else "removed",
            paragraph=verdict.paragraph,
            before=old,
            after=new,
            finding=verdict.finding,
            reason=verdict.reason,
        )
    )


def _new(agents: Updating, newer: Sequence[tuple[ArticleId, Span]]) -> Sentence | None:
    articles = agents.store.get(key for key, _ in newer)
    year = datetime.now(UTC).year
    for key, span in newer:
        told = as_told((articles[key], span), year) if key in articles else None
        if told is not None:
            return told
    return None


def _earlier(agents: Updating, verdict: Verdict) -> Sentence | None:
    """Return a sentence on the superseded figure, cited to the source that gave it; or none."""
    found = verdict.disagreement
    if found is None or found.kind != "figure" or not _TOLL.search(verdict.text):
        return None
    ours = found.accounts[0]
    article = agents.store.get([ours.citation.article_id]).get(ours.citation.article_id)
    if article is None or plain(ours.told) not in plain(article.text):
        return None
    citation = Citation(article_id=article.id, spans=ours.citation.spans)
    return Sentence(text=f"{EARLIER} {' '.join(ours.told.split())}.", citations=(citation,))


def _sentences(number: int, paragraph: Paragraph, done: Renewed) -> Iterator[Sentence]:
    for index, sentence in enumerate(paragraph.sentences):
        stands = done.instead.get((number, index), sentence)
        if stands is not None:
            yield stands
        yield from done.behind.get((number, index), ())


def _printed(story: Story) -> Iterator[tuple[Place, tuple[int, int]]]:
    for number, paragraph in enumerate(story.paragraphs):
        for index, sentence in enumerate(paragraph.sentences):
            for citation in sentence.citations:
                for span in citation.spans:
                    yield (citation.article_id, span.start), (number, index)
