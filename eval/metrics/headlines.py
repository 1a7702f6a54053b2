"""Whether a headline says only what its story says, and its sources too."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundwood.agents.checker.facts.clauses import facts
from groundwood.eval.asking import Asks, Question
from groundwood.eval.metrics.claims import Supported
from groundwood.eval.metrics.tally import Tally
from groundwood.eval.scoring import BODY, Scored, Values
from groundwood.eval.values import Value, none


@dataclass(frozen=True)
class HeadlineClaim:
    """A claim of a headline: whether the body of the story supports it, and whether its sources do."""

    body: Supported
    sources: Supported


@dataclass(frozen=True)
class HeadlineScore:
    """The shares of claims that body and sources support, in [0, 1]; ``passes`` is 1 where both
    support every claim, else 0."""

    body_support: Value
    source_support: Value
    passes: Value


def measured(story: Scored) -> Asks[Values]:
    """Return whether each fact of a sample's headline follows from its body and its cited sources."""
    found = []
    for fact in facts(story.marking.title) if story.marking.title.strip() else ():
        body = yield Question(fact.text, (BODY,))
        sources = yield Question(fact.text, story.cited)
        found.append(HeadlineClaim(body.supported, sources.supported))
    score = headline_score(found)
    return {
        "headline_body_support": score.body_support,
        "headline_source_support": score.source_support,
        "headline_passes": score.passes,
    }


def headline_score(claims: Sequence[HeadlineClaim]) -> HeadlineScore:
    """Return how faithful the headline is; none where it claims nothing.

    A headline that its text does not support is incongruent in the sense of Chesney et al.,
    Incongruent headlines: yet another way to mislead your readers (2017).
    """
    reason = "the headline claims nothing"
    return HeadlineScore(
        body_support=Tally.of(claim.body for claim in claims).value(reason),
        source_support=Tally.of(claim.sources for claim in claims).value(reason),
        passes=_passes([side for claim in claims for side in (claim.body, claim.sources)]),
    )


def _passes(sides: Sequence[Supported]) -> Value:
    if not sides:
        return none("the headline claims nothing")
    if None in sides and False not in sides:
        return none("the judge failed where it decides")
    return Value(number=float(False not in sides))
