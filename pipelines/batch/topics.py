"""The topics of a plan at a moment: those it names, one for each tag, those that are found."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from groundwood.nouns import Topic
from groundwood.nouns.runs import TopicRun
from groundwood.pipelines.batch.plan import BatchPlan, ByTag, Discovered
from groundwood.store.base import Store
from groundwood.text.tags import normalise_tags

Discover = Callable[[Store, Topic, int], Iterable[Topic]]
"""Finds up to so many topics among the articles that pass the given topic's filter."""

_PAGE = 200
_LONGEST = 80
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def topics_of(
    plan: BatchPlan, store: Store, moment: datetime, discover: Discover | None = None
) -> Iterator[Topic]:
    """Yield the topics, each slug once, those that the plan names first.

    ``discover`` finds topics where the plan wants some; left out, the event finder does.

    Raises:
        SettingsError: what is to be found has no window.
    """
    seen: set[str] = set()
    for topic in _all(plan, store, moment, discover):
        if topic.slug not in seen:
            seen.add(topic.slug)
            yield topic


def rows_for(run_id: str, topics: Iterable[Topic]) -> Iterator[TopicRun]:
    """Yield a pending row of the ledger for each topic."""
    for place, topic in enumerate(topics):
        yield TopicRun(run_id=run_id, slug=topic.slug, place=place, topic=topic)


def slug_of(tag: str) -> str:
    """Return a slug for the tag; a tag that Latin letters cannot spell has a digest in its place."""
    slug = _NOT_SLUG.sub("-", tag).strip("-")
    if slug and tag.isascii():
        return slug[:_LONGEST]
    digest = hashlib.sha256(tag.encode()).hexdigest()[:8]
    return f"{slug[: _LONGEST - 9]}-{digest}".strip("-")


def _all(
    plan: BatchPlan, store: Store, moment: datetime, discover: Discover | None
) -> Iterator[Topic]:
    for spec in plan.topics:
        yield plan.topic(spec, moment)
    if plan.by_tag is not None:
        yield from _by_tag(plan.by_tag, store, _filter(plan, plan.by_tag.window, moment))
    if plan.discover is not None:
        yield from _found(
            plan.discover, store, _filter(plan, plan.discover.window, moment), discover
        )


def _filter(plan: BatchPlan, window: str | None, moment: datetime) -> Topic:
    since, until = plan.span(window, moment)
    return Topic(since=since, until=until)


def _by_tag(wanted: ByTag, store: Store, within: Topic) -> Iterator[Topic]:
    without = set(normalise_tags(wanted.without))
    named = normalise_tags(wanted.tags) or _frequent(store, within, wanted.least)
    kept = [tag for tag in named if tag not in without]
    for tag in kept[: wanted.most]:
        yield within.model_copy(update={"slug": slug_of(tag), "tags": (tag,)})


def _frequent(store: Store, within: Topic, least: int) -> list[str]:
    """Return the tags that so many articles of the window bear, the most frequent first."""
    ids = store.select(within)
    counted: Counter[str] = Counter()
    for start in range(0, len(ids), _PAGE):
        for article in store.get(ids[start : start + _PAGE]).values():
            counted.update(normalise_tags(article.tags))
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [tag for tag, number in ranked if number >= least]


def _found(
    wanted: Discovered, store: Store, within: Topic, discover: Discover | None
) -> Iterable[Topic]:
    if discover is None:
        from groundwood.pipelines.batch.found import find_topics  # loads what compares articles

        discover = find_topics
    return discover(store, within, wanted.most)
