"""Which topics a plan has at a moment."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.errors import SettingsError
from groundwood.nouns import Topic
from groundwood.pipelines.batch.plan import BatchPlan
from groundwood.pipelines.batch.topics import rows_for, slug_of, topics_of

MOMENT = datetime(2024, 6, 2, 3, tzinfo=UTC)


def plan(**fields: Any) -> BatchPlan:
    return BatchPlan.model_validate({"name": "n", **fields})


@pytest.fixture
def tagged(newsroom: Any) -> Any:
    """The newsroom's store, with articles of three tags on two days."""
    for number, (day, *tags) in enumerate(
        [("01", "Sea", "Sport"), ("01", "sea"), ("01", "land"), ("01", "sport"), ("01", "sport"),
         ("20", "land"), ("20", "land")]
    ):  # fmt: skip
        newsroom.put(text=f"Article {number}.", tags=tags, published_at=f"2024-06-{day}T00:00:00Z")
    return newsroom.store


def test_named_tags_are_a_topic_each_in_their_order_within_the_window(tagged: Any) -> None:
    wanted = {"tags": ["Land", "sea", "LAND"], "window": "24 hours"}
    topics = list(topics_of(plan(by_tag=wanted), tagged, MOMENT))
    assert [(topic.slug, topic.tags) for topic in topics] == [
        ("land", ("land",)),
        ("sea", ("sea",)),
    ]
    assert {(topic.since, topic.until) for topic in topics} == {
        (datetime(2024, 6, 1, 3, tzinfo=UTC), MOMENT)
    }


def test_without_names_the_frequent_tags_of_the_window_are_topics_the_most_frequent_first(
    tagged: Any,
) -> None:
    wanted = {"least": 2, "window": "7 days"}
    assert [topic.slug for topic in topics_of(plan(by_tag=wanted), tagged, MOMENT)] == [
        "sport", "sea", "topic-0", "topic-1", "topic-2",
    ]  # fmt: skip
    few = {**wanted, "without": ["SPORT"], "most": 1}
    assert [topic.slug for topic in topics_of(plan(by_tag=few), tagged, MOMENT)] == ["sea"]


def test_a_slug_is_one_topic_and_the_plans_own_wins(tagged: Any) -> None:
    both = plan(topics=[{"slug": "sea", "query": "tides"}], by_tag={"tags": ["sea", "land"]})
    topics = list(topics_of(both, tagged, MOMENT))
    assert [(topic.slug, topic.query) for topic in topics] == [("sea", "tides"), ("land", "")]


def test_topics_are_found_by_whatever_finds_them(tagged: Any) -> None:
    asked = []

    def discover(store: Any, within: Topic, most: int) -> list[Topic]:
        asked.append((store, within.until, most))
        return [Topic(slug="storm", query="the storm")]

    wanted = plan(discover={"most": 7, "window": "7 days"})
    assert [t.slug for t in topics_of(wanted, tagged, MOMENT, discover)] == ["storm"]
    assert asked == [(tagged, MOMENT, 7)]


def test_left_to_itself_the_event_finder_finds_topics_and_needs_a_window(newsroom: Any) -> None:
    wanted = plan(discover={"most": 2, "window": "7 days"})
    found = list(topics_of(wanted, newsroom.store, MOMENT))
    assert 0 < len({topic.slug for topic in found}) == len(found) <= 2
    with pytest.raises(SettingsError, match=r"\[discover\] window: needs a beginning"):
        list(topics_of(plan(discover={}), newsroom.store, MOMENT))


def test_rows_are_pending_in_the_order_of_the_plan() -> None:
    rows = list(rows_for("run", [Topic(slug="b"), Topic(slug="a")]))
    assert [(row.slug, row.place, row.status) for row in rows] == [
        ("b", 0, "pending"),
        ("a", 1, "pending"),
    ]


@given(st.text(min_size=1))
def test_every_tag_has_a_slug(tag: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,79}", slug_of(tag))


def test_tags_that_latin_letters_cannot_spell_have_different_slugs() -> None:
    assert slug_of("south korea") == "south-korea"
    assert len({slug_of(tag) for tag in ("новости", "мир", "新闻", "café", "cafe")}) == 5
