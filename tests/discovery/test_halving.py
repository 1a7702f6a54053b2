"""Articles of two events are parted by the last link of the tree."""

from collections.abc import Callable
from itertools import permutations

import pytest

from groundwood.agents.discovery.halving import halves
from groundwood.errors import InputError
from groundwood.eval.event_sets import Labelled
from groundwood.eval.halving import any_pairs, events_of, halving, near_pairs
from groundwood.nouns import Article

Write = Callable[..., Article]


def test_two_events_are_parted_the_earlier_one_first(
    ferry: list[Article], mine: list[Article]
) -> None:
    found = halves([*mine, *ferry])
    parts = {frozenset(a.id for a in part) for part in (found.first, found.second)}
    assert parts == {frozenset(a.id for a in event) for event in (ferry, mine)}
    dates = [part[0].published_at for part in (found.first, found.second)]
    assert dates == sorted(dates, key=str)
    assert found.between < 0.05


def test_one_event_is_parted_all_the_same(ferry: list[Article]) -> None:
    found = halves(ferry)
    assert len(found.first) + len(found.second) == len(ferry)
    assert found.between >= 0.05


def test_the_order_of_the_articles_changes_nothing(
    ferry: list[Article], mine: list[Article]
) -> None:
    articles = [*ferry, *mine[:1]]
    found = {halves(order) for order in permutations(articles)}
    assert len(found) == 1


def test_articles_that_are_all_the_same_are_parted_too(write: Write) -> None:
    same = [write("The same words.", day) for day in range(3)]
    ids = [f"{number:08d}" for number in range(3)]
    given = [
        a.model_copy(update={"id": key, "digest": key * 8})
        for a, key in zip(same, ids, strict=True)
    ]
    found = halves(given)
    assert sorted(a.id for a in (*found.first, *found.second)) == ids
    assert found.second


def test_a_single_article_cannot_be_parted(ferry: list[Article]) -> None:
    with pytest.raises(InputError, match="a story of fewer than two articles cannot be split"):
        halves(ferry[:1])


def labelled(**events: list[Article]) -> list[Labelled]:
    return [Labelled(article, event, False) for event in events for article in events[event]]


def test_what_is_measured_are_the_articles_on_the_side_of_their_event(
    ferry: list[Article], mine: list[Article]
) -> None:
    events = events_of(labelled(ferry=ferry, mine=mine))
    right = halving(events, [("ferry", "mine")])
    assert (right.right.number, right.whole.number) == (1.0, 1.0)
    wrong = halving(events, [("ferry", "mine")], lambda articles: [*ferry[:1], *mine])
    assert (wrong.right.number, wrong.whole.number) == (0.8, 0.0)


def test_an_event_of_one_article_is_in_no_pair(ferry: list[Article], mine: list[Article]) -> None:
    events = events_of(labelled(ferry=ferry, mine=mine, lone=ferry[:1]))
    assert set(events) == {"ferry", "mine"}
    assert near_pairs(events) == [("ferry", "mine")]
    assert any_pairs(events) == []
    assert halving({}, []).right.number is None
