"""What an update was tried on, so that one that abstained is not tried again on the same."""

import hashlib
from collections.abc import Iterator

from groundwood.nouns import Topic
from groundwood.nouns.version import StoryVersion
from groundwood.pipelines.living.work import Work
from groundwood.store.base import Store


def tried_on(store: Store, base: StoryVersion, topic: Topic, work: Work, signature: str) -> str:
    """Return the digest of what an update starts from, and of by whom it is written and checked."""
    parts = _parts(store, base, topic, work, signature)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _parts(
    store: Store, base: StoryVersion, topic: Topic, work: Work, signature: str
) -> Iterator[str]:
    yield f"{base.story.uuid}@{base.story.version}"
    yield topic.model_dump_json(include={"slug", "query", "tags"})  # its times move on by the day
    yield signature
    contents = store.contents([*work.arrived, *(one.article_id for one in work.stale)])
    yield f"{work.departed.slug} {sorted(work.departed.ids)}"
    for one in work.stale:
        yield f"{one.article_id} {one.why}"
    for key, content in sorted(contents.items()):
        yield f"{key} {content}"
