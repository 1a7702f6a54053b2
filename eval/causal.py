"""Does a story rely on what it cites? Take a cited source away, write again, and look.

Support is not reliance: a sentence may be supported by the source behind it and yet owe it nothing.
After Wallat and others, "Correctness is not Faithfulness in RAG Attributions" (2024).
"""

from collections.abc import AsyncIterator, Sequence
from random import Random

from pydantic import Field

from groundwood.eval.marking import Marked, marking
from groundwood.eval.metrics.tokens import tokens
from groundwood.eval.samples import Sample
from groundwood.eval.values import Value, none, share
from groundwood.eval.writing import System, written
from groundwood.nouns import Noun
from groundwood.settings import Settings

SAME = 0.8
"""Sentences that share so much of their words (Jaccard) are one and the same sentence."""
MOST_SOURCES = 3


class Ablation(Noun):
    """One source taken away: how many sentences were looked at, and how many were gone or changed.

    ``is_cited`` tells the sources behind the sentences from the controls, which they do not cite.
    """

    sample: str
    source: str
    is_cited: bool
    tested: int = Field(ge=0)
    changed: int = Field(ge=0)


class Reliance(Noun):
    """How often sentences change without their source, and without another one, as shares in [0, 1].

    ``net`` is the difference: what of the change the cited source accounts for.
    """

    raw: Value
    control: Value
    net: Value
    ablations: tuple[Ablation, ...] = ()


def reliance(ablations: Sequence[Ablation]) -> Reliance:
    """Return the shares over all sentences that were looked at."""
    raw = _changed([one for one in ablations if one.is_cited], "no cited source was taken away")
    control = _changed([one for one in ablations if not one.is_cited], "there is no control")
    if raw.number is None or control.number is None:
        net = none(raw.reason or control.reason)
    else:
        net = Value(number=raw.number - control.number)
    return Reliance(raw=raw, control=control, net=net, ablations=tuple(ablations))


def _changed(ablations: Sequence[Ablation], reason: str) -> Value:
    return share(sum(a.changed for a in ablations), sum(a.tested for a in ablations), reason)


async def ablations(
    cluster: Sample,
    system: System,
    settings: Settings,
    *,
    most: int = MOST_SOURCES,
    seed: int = 7,
) -> AsyncIterator[Ablation]:
    """Yield what became of the sentences without each of ``most`` cited sources, and of as many others.

    The control of a cited source is one that is not cited at all, else one that the same sentences
    do not cite; where there is none, there is no control. A cluster without a story yields nothing.
    """
    story = await written(cluster, system, settings)
    told = marking(story).sentences
    cited = sorted({sentence.sources[0] for sentence in told if len(sentence.sources) == 1})
    for source in Random(f"{seed}/{cluster.id}").sample(cited, min(most, len(cited))):
        own = [sentence for sentence in told if sentence.sources == (source,)]
        yield await _without(story, source, own, system, settings, is_cited=True)
        control = _control(story, own, told)
        if control is not None:
            yield await _without(story, control, own, system, settings, is_cited=False)


def _control(story: Sample, own: Sequence[Marked], told: Sequence[Marked]) -> str | None:
    """Return the last source that nothing cites, else the last that these sentences do not cite."""
    everywhere = {source for sentence in told for source in sentence.sources}
    here = {source for sentence in own for source in sentence.sources}
    for used in (everywhere, here):
        left = [source.id for source in story.sources if source.id not in used]
        if left:
            return left[-1]
    return None


async def _without(
    story: Sample,
    source: str,
    own: Sequence[Marked],
    system: System,
    settings: Settings,
    *,
    is_cited: bool,
) -> Ablation:
    """Write again without the source, and count which of the sentences are not there any more."""
    rest = tuple(one for one in story.sources if one.id != source)
    again = await written(story.model_copy(update={"sources": rest}), system, settings)
    new = [frozenset(tokens(sentence.text)) for sentence in marking(again).sentences]
    changed = sum(not any(_is_same(sentence, other) for other in new) for sentence in own)
    return Ablation(
        sample=story.id, source=source, is_cited=is_cited, tested=len(own), changed=changed
    )


def _is_same(sentence: Marked, other: frozenset[str]) -> bool:
    words = frozenset(tokens(sentence.text))
    return bool(words) and len(words & other) >= SAME * len(words | other)
