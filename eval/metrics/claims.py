"""How many of a text's claims are supported, and of how many sentences all claims are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from groundwood.eval.asking import Asks, Question
from groundwood.eval.metrics.tally import Tally
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value

Supported = bool | None
"""Whether a claim is supported; none where the judge failed."""


@dataclass(frozen=True)
class ClaimSupport:
    """The shares of claims that are supported and not, and of sentences whose claims are all, partly
    or not at all supported, each in [0, 1].

    A sentence of which the judge failed on a claim counts where the others settle it, as one claim
    that is unsupported settles that not all are; else it is a failure itself.
    """

    supported: Value
    unsupported: Value
    full_sentences: Value
    partial_sentences: Value
    unsupported_sentences: Value


def measured(story: Scored) -> Asks[Values]:
    """Return how many of the facts in a sample's cited sentences their sources support."""
    found = []
    for one in story.marking.sentences:
        if one.sources:
            marks = []
            for fact in one.facts:
                answer = yield Question(fact, one.sources)
                marks.append(answer.supported)
            found.append(marks)
    support = claim_support(found)
    return {
        "supported_claims": support.supported,
        "partly_supported_sentences": support.partial_sentences,
    }


def claim_support(sentences: Sequence[Sequence[Supported]]) -> ClaimSupport:
    """Return how many claims are supported; each sentence comes with what was said of its claims.

    Claims are counted as in FActScore (Min et al. 2023), sentences by the conjunction of their
    claims as in WiCE (Kamoi et al. 2023). A sentence without claims does not count.
    """
    claims = [claim for sentence in sentences for claim in sentence]
    stated = [sentence for sentence in sentences if sentence]
    return ClaimSupport(
        supported=_rate(claims),
        unsupported=_rate(None if claim is None else not claim for claim in claims),
        full_sentences=_rate(_all(sentence) for sentence in stated),
        partial_sentences=_rate(_some(sentence) for sentence in stated),
        unsupported_sentences=_rate(_nothing(sentence) for sentence in stated),
    )


def _rate(marks: Iterable[Supported]) -> Value:
    return Tally.of(marks).value("there is no claim")


def _all(claims: Sequence[Supported]) -> Supported:
    """Return whether all claims are supported: one that is not settles it, whatever failed."""
    return False if False in claims else (None if None in claims else True)


def _nothing(claims: Sequence[Supported]) -> Supported:
    return False if True in claims else (None if None in claims else True)


def _some(claims: Sequence[Supported]) -> Supported:
    if True in claims and False in claims:
        return True
    return None if None in claims and len(claims) > 1 else False
