"""What is proposed for an event finds it again."""

from collections.abc import Callable

from groundwood.agents.discovery.finder import EventFinder
from groundwood.agents.discovery.proposing import headline
from groundwood.nouns import Article, Topic
from groundwood.nouns.discovery import KnownStory
from groundwood.store import open_store


def test_the_proposed_query_finds_the_events_articles_before_all_others(
    examples: list[Article], ferry: list[Article], mine: list[Article], lone: Article
) -> None:
    store = open_store("sqlite://")
    every = [*examples, *ferry, *mine, lone]
    store.put(every)
    for event in EventFinder().find(every).events:
        best = store.search(event.topic.query, Topic(), limit=len(event.article_ids))
        assert {match.article_id for match in best} == set(event.article_ids)
        filtered = store.search(event.topic.query, event.topic, limit=100)
        assert set(event.article_ids) <= {match.article_id for match in filtered}
    store.close()


def test_the_topic_has_the_common_tags_and_the_earliest_date(ferry: list[Article]) -> None:
    other = ferry[1].model_copy(update={"tags": ("kerrow", "rescue")})
    topic = EventFinder().find([ferry[2], other, ferry[0]]).events[0].topic
    assert topic.tags == ("kerrow",)
    assert topic.since == ferry[0].published_at
    assert "alba" in topic.slug.split("-")


def test_with_an_undated_report_there_is_no_earliest_date_which_would_lose_it(
    ferry: list[Article],
) -> None:
    undated = ferry[1].model_copy(update={"published_at": None})
    assert EventFinder().find([ferry[0], undated]).events[0].topic.since is None


def test_a_slug_in_use_is_counted_up(ferry: list[Article]) -> None:
    first = EventFinder().find(ferry).events[0].topic.slug
    taken = KnownStory(name=first, topic=Topic(slug=first), article_ids=())
    assert EventFinder().find(ferry, [taken]).events[0].topic.slug == f"{first}-2"


def test_an_event_without_latin_words_is_named_by_its_article(
    write: Callable[..., Article],
) -> None:
    told = write("東京で大きな地震がありました。")
    assert EventFinder().find([told]).events[0].topic.slug == f"event-{told.id}"


def test_without_a_title_the_opening_stands_for_it(write: Callable[..., Article]) -> None:
    assert headline(write("A short\n note.")) == "A short note."
    assert headline(write("word " * 50)) == "word " * 23 + "word…"
    assert headline(write("text", title=" Two\nlines ")) == "Two lines"
