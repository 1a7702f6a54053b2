"""Which sentence of one version is which of another."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from groundwood.nouns import Sentence

ALIKE = 0.5
"""Sentences that share so much of their wording, in order, are one that was rewritten."""
ON_ONE_PLACE = 0.25
"""The same where both cite the same place of an article."""


def aligned(
    old: Sequence[Sentence],
    new: Sequence[Sentence],
    *,
    chains: Mapping[str, str] | None = None,
    apart: Collection[int] = (),
    alone: Collection[int] = (),
) -> dict[int, int]:
    """Return for places in the new version the place in the old one that it came from.

    Same words come first, then what ``chains`` (text to the text before it) leads back to, then the
    most similar. ``apart`` are old places that became nothing, ``alone`` new ones that came from
    nothing; both count only where words differ.
    """
    pairs: dict[int, int] = {}
    free = dict.fromkeys(range(len(old)))
    for now, sentence in enumerate(new):
        _pair(pairs, free, now, (was for was in free if old[was].text == sentence.text))
    for was in apart:
        free.pop(was, None)
    for now, sentence in enumerate(new):
        if now not in pairs and now not in alone:
            origin = set(_origins(sentence.text, chains or {}))
            _pair(pairs, free, now, (was for was in free if old[was].text in origin))
    left = [now for now in range(len(new)) if now not in pairs and now not in alone]
    for _, now, was in sorted(_likely(old, new, left, list(free)), reverse=True):
        if now not in pairs:
            _pair(pairs, free, now, iter([was] if was in free else []))
    return pairs


def _pair(pairs: dict[int, int], free: dict[int, None], now: int, found: Iterator[int]) -> None:
    was = next(found, None)
    if was is not None:
        pairs[now] = was
        del free[was]


def _origins(text: str, chains: Mapping[str, str]) -> Iterator[str]:
    seen = {text}
    while text in chains and chains[text] not in seen:
        text = chains[text]
        seen.add(text)
        yield text


def _likely(
    old: Sequence[Sentence], new: Sequence[Sentence], left: Sequence[int], free: Sequence[int]
) -> Iterator[tuple[float, int, int]]:
    for now in left:
        for was in free:
            share = likeness(old[was].text, new[now].text)
            least = ON_ONE_PLACE if _share_place(old[was], new[now]) else ALIKE
            if share >= least:
                yield share, now, was


def likeness(one: str, other: str) -> float:
    """Return how much two texts share of their words, in order, in [0, 1]."""
    return SequenceMatcher(None, one.lower().split(), other.lower().split(), autojunk=False).ratio()


def _share_place(one: Sentence, other: Sentence) -> bool:
    places = {(c.article_id, span.start) for c in one.citations for span in c.spans}
    return any((c.article_id, s.start) in places for c in other.citations for s in c.spans)
