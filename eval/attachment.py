"""How well new articles find the story that tells of their event."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from groundwood.agents.discovery.finder import EventFinder
from groundwood.agents.discovery.likeness import Likeness
from groundwood.agents.discovery.shelf import Shelf
from groundwood.eval.event_sets import Labelled
from groundwood.eval.values import Value, share
from groundwood.nouns import Topic
from groundwood.nouns.discovery import Discovery, KnownStory


@dataclass(frozen=True)
class Attachment:
    """Of new articles: ``precision`` is the share of the attached ones that are at the right story,
    ``recall`` the share of those whose event has a story that are attached to it."""

    precision: Value
    recall: Value


def attachment(mix: Sequence[Labelled], likeness: Likeness, threshold: float) -> Attachment:
    """Return how well the finder attaches, with every second article by digest known beforehand.

    Each event with a known article is a known story of its name, which cites those.
    """
    known = [one for one in mix if _is_known(one)]
    new = [one for one in mix if not _is_known(one)]
    shelf = Shelf()
    shelf.put(one.article for one in known)
    found = EventFinder(shelf, likeness, threshold).find(
        [one.article for one in new], _stories(known)
    )
    told, place = {one.event for one in known}, _places(found)
    attached = [one for one in new if one.article.id in place]
    right = sum(place[one.article.id] == one.event for one in attached)
    return Attachment(
        share(right, len(attached), "nothing is attached"),
        share(right, sum(one.event in told for one in new), "no event has a story"),
    )


def _is_known(one: Labelled) -> bool:
    return int(sha256(one.article.id.encode()).hexdigest(), 16) % 2 == 0


def _stories(known: Sequence[Labelled]) -> list[KnownStory]:
    cited: dict[str, list[str]] = {}
    for one in known:
        cited.setdefault(one.event, []).append(one.article.id)
    return [
        KnownStory(name=event, topic=Topic(), article_ids=tuple(ids))
        for event, ids in cited.items()
    ]


def _places(found: Discovery) -> dict[str, str]:
    """Return by article, copies too, the story it is attached to."""
    return {
        key: event.story
        for event in found.attached
        if event.story is not None
        for report in event.article_ids
        for key in (report, *event.copies.get(report, ()))
    }
