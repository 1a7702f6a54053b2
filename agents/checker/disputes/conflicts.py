"""Sources that differ on a fact that the story prints, and sources that renew it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from groundwood.agents.checker.disputes.differences import FEWEST_SHARED, Difference, differences
from groundwood.agents.checker.disputes.tellers import teller
from groundwood.agents.checker.disputes.updates import Telling, relation, same_outlet
from groundwood.agents.checker.windows import Window, article_terms, best_windows, windows
from groundwood.agents.retriever.terms import content_terms
from groundwood.nouns import Account, Article, Citation, Disagreement

SUPERSEDED = "superseded"
"""How the reason begins when a newer source renews a fact."""


@dataclass(frozen=True)
class Conflict:
    """Where another source says something else, and how to tell the reader.

    ``ours`` and ``theirs`` name who gives what; ``other`` is the sentence of the other source.
    """

    sentence: str
    ours: Account
    theirs: Account
    reason: str
    other: Telling
    difference: Difference

    @property
    def against(self) -> Citation:
        """The other source's sentence."""
        return self.theirs.citation

    def disagreement(self, evidence: Sequence[Citation] = ()) -> Disagreement:
        """Return the noun of it; our side rests on the evidence where that is given."""
        ours = self.ours
        if evidence:
            ours = ours.model_copy(update={"citation": evidence[0]})
        return Disagreement(
            kind=self.difference.kind,
            accounts=(ours, self.theirs),
            is_update=self.is_superseded,
        )

    @property
    def is_superseded(self) -> bool:
        """Whether the other source is newer and renews the fact."""
        return self.reason.startswith(SUPERSEDED)


def conflict(sentence: str, own: Article, others: Sequence[Article]) -> Conflict | None:
    """Return where another source surely differs on the sentence's fact, or none.

    Counted things, amounts and percentages, days and outcomes are compared. What the sentence's own
    source renews is history and no conflict; a source that renews the sentence's fact is told
    before all others, the newest first.
    """
    return first([c for c in conflicts(sentence, own, others) if c.difference.is_sure])


def first(found: Sequence[Conflict]) -> Conflict | None:
    """Return the conflict to be told: a renewal before a disagreement."""
    return next((c for c in found if c.is_superseded), next(iter(found), None))


def conflicts(sentence: str, own: Article, others: Sequence[Article]) -> Iterator[Conflict]:
    """Yield where the others differ from the sentence, sure or only likely, the newest first."""
    ours = Telling(sentence, own)
    wanted = content_terms(sentence)
    near = [a for a in others if len(wanted & article_terms(a)) >= FEWEST_SHARED]
    for article in sorted(near, key=_time, reverse=True):
        for window in windows(article):
            for difference in differences(sentence, window):
                found = _conflict(ours, Telling(window.text, article), window, difference)
                if found is not None:
                    yield found


def _conflict(
    ours: Telling, theirs: Telling, window: Window, difference: Difference
) -> Conflict | None:
    is_what = relation(ours, theirs, difference)
    if is_what not in ("differs", "renews"):
        return None
    article = theirs.article
    if is_what == "renews" and difference.is_close and same_outlet(ours, theirs):
        difference = replace(difference, is_sure=True)
    when = f" ({article.published_at:%Y-%m-%d})" if article.published_at else ""
    verdict = SUPERSEDED if is_what == "renews" else "sources differ"
    who = teller(article)
    told = f"{who}{when} says {difference.theirs!r} where this says {difference.ours!r}"
    spans = [w.span for w in best_windows(ours.text, windows(ours.article))[:1]]
    own = Citation(article_id=ours.article.id, spans=tuple(spans))
    other = Citation(article_id=article.id, spans=(window.span,))
    return Conflict(
        sentence=ours.text,
        ours=Account(teller=teller(ours.article), told=difference.ours, citation=own),
        theirs=Account(teller=who, told=difference.theirs, citation=other),
        reason=f"{verdict}: {told}",
        other=theirs,
        difference=difference,
    )


def _time(article: Article) -> datetime:
    return article.published_at or datetime.min.replace(tzinfo=UTC)
