"""What came to nothing is done again when it is asked for, and only then."""

from datetime import timedelta
from typing import Any

from groundwood.nouns import Topic
from groundwood.nouns.runs import TopicRun
from groundwood.pipelines.batch.stages import Unwatched


class Events(Unwatched):
    """Counts what happens to stories."""

    def __init__(self) -> None:
        self.seen = 0

    def story(self, row: TopicRun, event: object) -> None:
        self.seen += 1


def events(newsroom: Any, day: int, **options: Any) -> int:
    """Run a night on which the one topic abstains; return how much happened to its story."""
    watch, moment = Events(), newsroom.moment + timedelta(days=day)
    newsroom.run(newsroom.plan(topics=1), moment=moment, watch=watch, **options)
    assert newsroom.rows(f"storm-2024-06-0{2 + day}") == {"t0": "abstained"}
    return watch.seen


def test_an_update_that_abstained_is_tried_again_by_a_retry_and_not_by_the_next_night(
    newsroom: Any,
) -> None:
    newsroom.run(newsroom.plan(topics=1))
    newsroom.store.retract(newsroom.store.select(Topic(tags=("topic 0",))), reason="withdrawn")
    first = events(newsroom, 1)
    assert first > 0
    assert events(newsroom, 2) == 0
    assert events(newsroom, 2, again=("storm-2024-06-04", "abstained")) == first
