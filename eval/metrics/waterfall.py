"""The waterfall of faithfulness: each sentence falls into exactly one class, and the shares add to 1."""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum

from groundwood.eval.asking import Answer, Asks, Question
from groundwood.eval.metrics.strict import NO_SENTENCE
from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, share


class Fate(StrEnum):
    """What a sentence comes to."""

    CITED_SUPPORTED = "cited supported"
    PARTLY_SUPPORTED = "partly supported"
    """Its own sources support a fact of it, but not all of it."""
    MISATTRIBUTED = "misattributed"
    """Its own sources do not support it, others that were given do."""
    UNCITED_SUPPORTED = "uncited supported"
    """It cites no valid source, but what was given supports it."""
    UNCITED_UNSUPPORTED = "uncited unsupported"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    """A source says the opposite, and none supports it."""
    CONFLICTING = "conflicting"
    """One source supports it, and one says the opposite."""
    JUDGE_ERROR = "judge error"


FAITHFUL = frozenset({Fate.CITED_SUPPORTED, Fate.MISATTRIBUTED, Fate.UNCITED_SUPPORTED})
"""What some given source says, well cited or not, and none denies."""


def measured(story: Scored) -> Asks[Values]:
    """Return the share of each fate, and the faithful share, of a sample's sentences.

    Left out are uncited sentences that state nothing.
    """
    found = []
    for one in story.marking.sentences:
        if one.counts:
            found.append((yield from fate(one.text, one.sources, story.given, one.parts)))
    named = {f"fate: {name}": value for name, value in shares(found).items()}
    return named | {"faithful_share": faithful_share(found)}


def fate(
    claim: str, cited: Sequence[str], given: Sequence[str], facts: Sequence[str] = ()
) -> Asks[Fate]:
    """Return the fate of one sentence.

    ``cited`` are the sources that it validly cites, ``given`` all that the writer had, ``facts``
    what the sentence says in parts: only with them can it be partly supported. Asked are the cited
    sources together, then the others together; where no source supports it, then the facts of the
    cited ones, until one is supported.
    """
    others = tuple(source for source in given if source not in cited)
    own = (yield Question(claim, tuple(cited))) if cited else None
    other = (yield Question(claim, others)) if others else None
    found = _settled(own, other)
    if found is not Fate.UNSUPPORTED:
        return found
    for fact in facts:
        answer = yield Question(fact, tuple(cited))
        if answer.supported is None:
            return Fate.JUDGE_ERROR
        if answer.supported:
            return Fate.PARTLY_SUPPORTED
    return found


def shares(fates: Iterable[Fate]) -> dict[Fate, Value]:
    """Return the share of each fate in [0, 1], all of them in their order; they add to 1."""
    count = Counter(fates)
    return {one: share(count[one], count.total(), NO_SENTENCE) for one in Fate}


def faithful_share(fates: Iterable[Fate]) -> Value:
    """Return the share of the sentences that some source supports and none denies, in [0, 1].

    A judge's error counts as not faithful; the upper bound counts it as faithful.
    """
    listed = list(fates)
    faithful = sum(one in FAITHFUL for one in listed)
    value = share(faithful, len(listed), NO_SENTENCE)
    errors = listed.count(Fate.JUDGE_ERROR)
    if not errors:
        return value
    return value.model_copy(update={"low": value.number, "high": (faithful + errors) / len(listed)})


def _settled(own: Answer | None, other: Answer | None) -> Fate:
    answers = [answer for answer in (own, other) if answer]
    if any(answer.supported is None for answer in answers):
        return Fate.JUDGE_ERROR
    is_supported = any(answer.supported for answer in answers)
    if any(answer.contradicted for answer in answers):
        return Fate.CONFLICTING if is_supported else Fate.CONTRADICTED
    if own is None:
        return Fate.UNCITED_SUPPORTED if is_supported else Fate.UNCITED_UNSUPPORTED
    if own.supported:
        return Fate.CITED_SUPPORTED
    return Fate.MISATTRIBUTED if is_supported else Fate.UNSUPPORTED
