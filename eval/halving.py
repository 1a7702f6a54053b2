"""How well a story whose articles are of two events is parted in two."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from groundwood.agents.discovery.halving import halves, likeness_table
from groundwood.eval.event_sets import HALVES, Labelled, half_of
from groundwood.eval.values import Value, share
from groundwood.nouns import Article

MOST = 12
"""Articles of an event that are merged with those of another: a story cites no more."""

Events = dict[str, list[Article]]
Pairs = list[tuple[str, str]]
Halver = Callable[[Sequence[Article]], Sequence[Article]]
"""Returns one of the two parts of the articles."""


@dataclass(frozen=True)
class Halving:
    """Of pairs of events whose articles were merged and parted again: ``right`` is the share of the
    articles on the side of most of their event (of all pairs together), ``whole`` the share of the
    pairs that were parted without a mistake."""

    right: Value
    whole: Value


def ours(articles: Sequence[Article]) -> Sequence[Article]:
    """Return the later part, by discovery."""
    return halves(articles).second


def lines(labelled: Sequence[Labelled]) -> Iterator[str]:
    """Yield a table: how well merged events of each half are parted, any two and two that are alike."""
    yield f"{'splitting':<26}{'':>6}  {'half':<10} {'pairs':<8}{'number':>8}{'right':>8}{'whole':>8}"
    for half in HALVES:
        events = events_of([one for one in labelled if half_of(one.event) == half])
        for kind, pairs in (("any", any_pairs(events)), ("nearest", near_pairs(events))):
            found = halving(events, pairs)
            figures = f"{len(pairs):>8}{_shown(found.right):>8}{_shown(found.whole):>8}"
            yield f"{'average linkage':<26}{'':>6}  {half:<10} {kind:<8}{figures}"


def _shown(value: Value) -> str:
    return "none" if value.number is None else f"{value.number:.3f}"


def halving(events: Events, pairs: Pairs, halver: Halver = ours) -> Halving:
    """Return how well the merged events of each pair are parted again."""
    right = [_right(events[one], events[other], halver) for one, other in pairs]
    sizes = [len(events[one]) + len(events[other]) for one, other in pairs]
    whole = sum(found == size for found, size in zip(right, sizes, strict=True))
    return Halving(
        share(sum(right), sum(sizes), "there are no two events"),
        share(whole, len(pairs), "there are no two events"),
    )


def _right(one: Sequence[Article], other: Sequence[Article], halver: Halver) -> int:
    """Return how many of the articles are on the right side."""
    merged = sorted([*one, *other], key=lambda article: _draw(article.id))
    apart = {article.id for article in halver(merged)}
    right = sum(a.id not in apart for a in one) + sum(a.id in apart for a in other)
    return max(right, len(merged) - right)


def events_of(labelled: Sequence[Labelled]) -> Events:
    """Return the articles of each event with at least two, `MOST` at most, by digest."""
    found: Events = {}
    for one in sorted(labelled, key=lambda one: _draw(one.article.id)):
        found.setdefault(one.event, []).append(one.article)
    return {event: found[event][:MOST] for event in sorted(found) if len(found[event]) > 1}


def any_pairs(events: Events) -> Pairs:
    """Return each event with the next by digest."""
    order = sorted(events, key=_draw)
    return list(zip(order, [*order[1:], *order[:1]], strict=True)) if len(order) > 2 else []


def near_pairs(events: Events) -> Pairs:
    """Return each event with the one that is most like it by a first article of each."""
    names = list(events)
    table = likeness_table([events[name][0] for name in names]).tolist()
    return sorted(set(_nearest(names, table)))


def _nearest(names: list[str], table: list[list[float]]) -> Iterator[tuple[str, str]]:
    for place, name in enumerate(names):
        others = [other for other in range(len(names)) if other != place]
        if others:
            near = max(others, key=table[place].__getitem__)
            one, other = sorted((name, names[near]))
            yield one, other


def _draw(name: str) -> str:
    return sha256(name.encode()).hexdigest()
