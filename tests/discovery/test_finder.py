"""New articles become events: grouped, attached or proposed."""

import random
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundwood.agents.discovery.finder import EventFinder
from groundwood.agents.discovery.shelf import Shelf
from groundwood.nouns import Article, Topic
from groundwood.nouns.discovery import Discovery, KnownStory


def ids(articles: list[Article]) -> set[str]:
    return {one.id for one in articles}


def groups(found: Discovery) -> list[set[str]]:
    return [set(event.article_ids) for event in found.events]


def known(name: str, articles: list[Article]) -> tuple[KnownStory, Shelf]:
    shelf = Shelf()
    shelf.put(articles)
    cited = tuple(one.id for one in articles)
    return KnownStory(name=name, topic=Topic(slug=name, query=name), article_ids=cited), shelf


def test_articles_of_one_event_are_grouped_and_a_lone_one_is_an_event_of_its_own(
    ferry: list[Article], mine: list[Article], lone: Article
) -> None:
    found = EventFinder().find([*ferry, lone, *mine])
    assert groups(found) == [ids(ferry), ids(mine), {lone.id}]
    assert found.considered == 6
    assert all(event.is_new for event in found.events)


def test_the_two_example_events_are_told_apart(examples: list[Article]) -> None:
    sizes = [len(event.article_ids) for event in EventFinder().find(examples).events]
    assert sizes == [8, 6]


def test_the_order_of_arrival_changes_nothing(examples: list[Article], lone: Article) -> None:
    given_ = [*examples, lone]
    expected = EventFinder().find(given_)
    for seed in range(3):
        shuffled = random.Random(seed).sample(given_, len(given_))
        assert EventFinder().find(shuffled) == expected


def test_an_article_given_twice_counts_once(ferry: list[Article]) -> None:
    assert EventFinder().find([*ferry, *ferry]) == EventFinder().find(ferry)


def test_nothing_in_nothing_out() -> None:
    assert EventFinder().find([]) == Discovery()


def test_a_syndicated_copy_is_no_second_report(
    write: Callable[..., Article], ferry: list[Article]
) -> None:
    copy = write(ferry[0].text + " ", 2, "Ferry on the rocks").model_copy(
        update={"id": "00000001", "digest": "0" * 64}
    )
    event = EventFinder().find([*ferry, copy]).events[0]
    assert set(event.article_ids) == ids(ferry)
    assert event.copies == {ferry[0].id: (copy.id,)}


def test_a_single_report_has_no_tightness_and_a_group_has_one(
    ferry: list[Article], lone: Article
) -> None:
    grouped, single = EventFinder().find([*ferry, lone]).events
    assert grouped.tightness is not None
    assert 0 < grouped.tightness <= 1
    assert single.tightness is None
    assert "mean likeness" in grouped.why
    assert single.why.startswith("one report, on ")


def test_new_reports_are_attached_to_the_story_that_cites_the_earlier_ones(
    ferry: list[Article], mine: list[Article]
) -> None:
    story, shelf = known("alba", ferry[:2])
    attached, proposed = sorted(
        EventFinder(shelf).find([*ferry, *mine], [story]).events, key=lambda event: event.is_new
    )
    assert (attached.story, attached.article_ids) == ("alba", (ferry[2].id,))
    assert attached.topic == story.topic
    assert attached.earliest == ferry[2].published_at
    assert attached.attachment is not None
    assert proposed.story is proposed.attachment is None
    assert set(proposed.article_ids) == ids(mine)


def test_articles_that_a_known_story_cites_are_told_not_new(ferry: list[Article]) -> None:
    story, shelf = known("alba", ferry)
    found = EventFinder(shelf).find(ferry, [story])
    assert (found.events, found.considered) == ((), 0)
    assert set(found.told) == ids(ferry)


def test_a_known_story_whose_articles_have_no_row_takes_nothing(ferry: list[Article]) -> None:
    story, _ = known("alba", ferry[:2])
    assert EventFinder().find(ferry, [story]).events[0].is_new


def test_a_story_on_something_else_takes_nothing(ferry: list[Article], lone: Article) -> None:
    story, shelf = known("orchestra", [lone])
    found = EventFinder(shelf).find(ferry, [story])
    assert [event.story for event in found.events] == [None]
    assert "no known story is like it" in found.events[0].why


def test_what_was_reported_years_later_is_another_event(ferry: list[Article]) -> None:
    later = ferry[2].model_copy(update={"published_at": datetime(2034, 5, 1, tzinfo=UTC)})
    assert len(EventFinder().find([*ferry[:2], later]).events) == 2


def test_an_undated_article_is_grouped_by_its_words(ferry: list[Article]) -> None:
    undated = ferry[2].model_copy(update={"published_at": None})
    assert len(EventFinder().find([*ferry[:2], undated]).events) == 1


@pytest.mark.parametrize("text", ["the of and", "…", "1 2 3", "\u200b"])
def test_an_article_without_a_telling_word_is_alone(
    write: Callable[..., Article], ferry: list[Article], text: str
) -> None:
    found = EventFinder().find([*ferry, write(text)])
    assert [len(event.article_ids) for event in found.events] == [3, 1]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(st.text(min_size=1, max_size=60), max_size=8))
def test_every_article_is_in_exactly_one_event(
    write: Callable[..., Article], texts: list[str]
) -> None:
    articles = {one.id: one for one in map(write, [*texts, "The orchestra has a new conductor."])}
    found = EventFinder().find(articles.values())
    told = [
        key
        for event in found.events
        for report in event.article_ids
        for key in (report, *event.copies.get(report, ()))
    ]
    assert sorted(told) == sorted(articles)
