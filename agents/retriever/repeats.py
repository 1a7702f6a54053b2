"""Passages that repeat each other: one of them is kept, and the reason with it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from groundwood.agents.retriever.overlap import Print, fingerprint
from groundwood.agents.retriever.passages import Cut

SHARE = 0.6
"""The least share of a passage's shingles that makes it a repeat of another."""
COMMON = 30
"""A shingle in more passages than this is a phrase, and proposes no pair."""

_NO_DATE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class _Told:
    """A passage to compare: where it stands among the candidates, and its fingerprint."""

    index: int
    cut: Cut
    print: Print


def told_once(cuts: Sequence[Cut], scores: Sequence[float], widest: int) -> dict[int, str]:
    """Return the indices of the passages to keep, each with what it stands for (often nothing).

    Only the ``widest`` best-scored passages are looked at. Where the facts are the same, the fuller
    text stands, of like ones the earliest. Where figures, denials or names differ, the later passage
    of the same source stands; two sources whose figures or denials differ both stay.
    """
    best = sorted(range(len(cuts)), key=lambda i: (-scores[i], i))[:widest]
    told = [_Told(i, cuts[i], fingerprint(cuts[i].text)) for i in sorted(best)]
    gone: dict[int, tuple[int, bool]] = {}
    for one, other in _pairs(told):
        for goes, stays in ((one, other), (other, one)):
            if goes.index in gone or stays.index in gone:
                continue
            if _repeats(goes, stays):
                gone[goes.index] = stays.index, _supersedes(stays, goes)
    return {item.index: _reason(item.index, gone) for item in told if item.index not in gone}


def _pairs(told: Sequence[_Told]) -> Iterator[tuple[_Told, _Told]]:
    """Yield the pairs that share shingles, those that share the most first."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(told):
        for shingle in item.print.shingles:
            holders[shingle].append(place)
    shared: Counter[tuple[int, int]] = Counter()
    for places in holders.values():
        if len(places) <= COMMON:
            shared.update((a, b) for k, a in enumerate(places) for b in places[k + 1 :])
    for one, other in sorted(shared, key=lambda pair: (-shared[pair], pair)):
        yield told[one], told[other]


def _repeats(goes: _Told, stays: _Told) -> bool:
    if goes.print.share_in(stays.print) < SHARE:
        return False
    fuller = stays.print.share_in(goes.print) < SHARE
    if _same_source(goes.cut, stays.cut) and _date(stays.cut) != _date(goes.cut):
        if fuller and _stated(goes) <= _stated(stays):
            return True
        return _supersedes(stays, goes) or (_stated(goes) == _stated(stays) and _older(stays, goes))
    if not goes.print.facts <= stays.print.facts:
        return False
    return fuller or goes.print.facts < stays.print.facts or _older(stays, goes)


def _stated(item: _Told) -> frozenset[str]:
    return item.print.facts | item.print.names


def _supersedes(stays: _Told, goes: _Told) -> bool:
    """Return whether one is its source's later version of the other, with other figures or names."""
    return (
        _same_source(goes.cut, stays.cut)
        and _date(stays.cut) > _date(goes.cut)
        and _stated(stays) != _stated(goes)
    )


def _same_source(one: Cut, other: Cut) -> bool:
    return bool(one.article.source) and one.article.source == other.article.source


def _older(stays: _Told, goes: _Told) -> bool:
    return _age(stays.cut) < _age(goes.cut)


def _reason(index: int, gone: Mapping[int, tuple[int, bool]]) -> str:
    stood_for = [newer for first, (_, newer) in gone.items() if _last(first, gone) == index]
    if not stood_for:
        return ""
    kind = "newest" if any(stood_for) else "stands for all"
    return f"{kind} of {len(stood_for) + 1} passages that repeat each other"


def _last(index: int, gone: Mapping[int, tuple[int, bool]]) -> int:
    """Return the passage that stands at the end of the chain."""
    while index in gone:
        index = gone[index][0]
    return index


def _date(cut: Cut) -> datetime:
    return cut.article.published_at or _NO_DATE


def _age(cut: Cut) -> tuple[bool, datetime, str, int]:
    """Order the earliest first, undated ones last."""
    return cut.article.published_at is None, _date(cut), cut.article.id, cut.start
