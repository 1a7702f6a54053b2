"""Articles that are withdrawn and taken back, and the numbers of their arrival."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from groundwood.errors import StoreError
from groundwood.nouns import Article, Topic
from groundwood.store import Store

Make = Callable[..., Article]
ALL = Topic()


def test_a_withdrawn_article_is_as_if_it_were_not_there(store: Store, article: Make) -> None:
    one, two = store.put([article(1, tags=("a",)), article(2, tags=("a",))]).ids
    before = datetime.now(UTC) - timedelta(seconds=1)
    assert store.retract([one, one], "a hoax") == [one]
    assert list(store.get([one, two])) == [two]
    assert store.select(Topic(tags=("a",))) == [two]
    assert [match.article_id for match in store.search("article", ALL)] == [two]
    assert store.arrived(ALL, after=0) == [two]
    assert list(store.contents([one, two])) == [two]
    assert store.count() == 1
    [told] = store.retractions()
    assert (told.article_id, told.reason) == (one, "a hoax")
    assert before < told.at < datetime.now(UTC) + timedelta(seconds=1)


def test_withdrawing_again_changes_nothing(store: Store, article: Make) -> None:
    [one] = store.put([article(1)]).ids
    store.retract([one], "first")
    assert store.retract([one], "second") == []
    assert [told.reason for told in store.retractions()] == ["first"]


def test_an_unknown_article_withdraws_none(store: Store, article: Make) -> None:
    [one] = store.put([article(1)]).ids
    with pytest.raises(StoreError, match="there is no article 00000000"):
        store.retract([one, "00000000"])
    assert store.retractions() == []
    assert store.count() == 1


def test_nothing_withdrawn_and_nothing_taken_back_is_no_error(store: Store) -> None:
    assert store.retract([]) == []
    assert store.reinstate([]) == []
    assert store.retractions() == []


def test_an_article_that_is_taken_back_has_just_come(store: Store, article: Make) -> None:
    one, two = store.put([article(1), article(2)]).ids
    store.retract([one])
    latest = store.latest_arrival()
    assert store.reinstate([one, two, "00000000"]) == [one]
    assert store.latest_arrival() == latest + 1
    assert store.arrived(ALL, after=latest) == [one]
    assert store.get([one]) == {one: article(1)}
    assert store.search("article 1", ALL)[0].article_id == one
    assert store.retractions() == []


def test_a_withdrawn_article_that_is_put_stays_withdrawn(store: Store, article: Make) -> None:
    [one] = store.put([article(1)]).ids
    store.retract([one])
    assert store.put([article(1)]).duplicates == 1
    assert store.put([article(1, text="Corrected.")]).updated == 1
    assert store.count() == 0
    store.reinstate([one])
    assert store.get([one])[one].text == "Corrected."


def test_arrivals_count_what_is_added_and_what_is_changed(store: Store, article: Make) -> None:
    assert store.latest_arrival() == 0
    one, two, three = store.put(article(number) for number in range(3)).ids
    assert store.latest_arrival() == 3
    assert store.arrived(ALL, after=0) == [three, two, one]
    assert store.arrived(ALL, after=1, limit=1) == [three]
    store.put([article(0)])
    assert store.latest_arrival() == 3
    [four, _] = store.put([article(3), article(0, text="Changed.")]).ids
    assert store.arrived(ALL, after=3) == [one, four]
    assert store.latest_arrival() == 5


def test_arrivals_pass_the_filter_of_the_topic(store: Store, article: Make) -> None:
    moment = datetime(2024, 8, 1, tzinfo=UTC)
    wanted = article(1, tags=("a",), published_at=moment)
    store.put([wanted, article(2, tags=("a",)), article(3, published_at=moment)])
    topic = Topic(tags=("a",), since=moment)
    assert store.arrived(topic, after=0) == [wanted.id]
    assert store.arrived(topic, after=1) == []
    assert store.arrived(Topic(tags=("b",)), after=0) == []


def test_contents_tell_what_an_article_says(store: Store, article: Make) -> None:
    ids = store.put([article(1), article(2)]).ids
    first = store.contents([*ids, "00000000"])
    assert set(first) == set(ids)
    assert first[ids[0]] != first[ids[1]]
    store.put([article(1, author="R. Lind"), article(2)])
    second = store.contents(ids)
    assert (second[ids[0]] == first[ids[0]], second[ids[1]] == first[ids[1]]) == (False, True)
