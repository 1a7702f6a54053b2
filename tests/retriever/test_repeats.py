from collections.abc import Callable

from groundwood.agents.retriever.passages import Cut
from groundwood.agents.retriever.repeats import told_once
from groundwood.nouns import Article

AID = "The agency has sent {} workers and {} trucks to the flooded counties of the state since May."


def _cuts(*articles: Article) -> list[Cut]:
    return [Cut(article, 0, len(article.text), 0) for article in articles]


def _told(*articles: Article) -> dict[int, str]:
    return told_once(_cuts(*articles), [0.0] * len(articles), 300)


def test_the_latest_of_one_source_stands_where_figures_grow(
    article: Callable[..., Article],
) -> None:
    days = [
        article(AID.format(n, 30), source="Desk", published_at=f"2024-06-{n}T00:00:00Z")
        for n in (10, 11, 12)
    ]
    assert _told(*days) == {2: "newest of 3 passages that repeat each other"}


def test_the_earliest_stands_where_the_facts_are_the_same(
    article: Callable[..., Article],
) -> None:
    late = article(AID.format(5, 30), source="Desk", published_at="2024-06-02T00:00:00Z")
    early = article(AID.format(5, 30), source="Wire", published_at="2024-06-01T00:00:00Z")
    assert _told(late, early) == {1: "stands for all of 2 passages that repeat each other"}


def test_two_sources_that_differ_both_stand(article: Callable[..., Article]) -> None:
    one = article(AID.format(5, 30), source="Desk", published_at="2024-06-01T00:00:00Z")
    other = article(AID.format(9, 30), source="Wire", published_at="2024-06-02T00:00:00Z")
    assert _told(one, other) == {0: "", 1: ""}


def test_the_fuller_passage_stands_for_the_shorter(article: Callable[..., Article]) -> None:
    short = article(AID.format(5, 30), source="Desk", published_at="2024-06-01T00:00:00Z")
    more = "They build shelters, clear roads, restore power and hand out water and food every day."
    full = article(f"{short.text} {more}", source="Wire", published_at="2024-06-02T00:00:00Z")
    assert list(_told(short, full)) == [1]


def test_unlike_passages_all_stand(article: Callable[..., Article]) -> None:
    assert list(_told(article(AID.format(5, 30)), article("A rare frog was found in a pond."))) == [
        0,
        1,
    ]


def test_only_the_best_scored_are_looked_at(article: Callable[..., Article]) -> None:
    cuts = _cuts(article("One thing is told here."), article("Another thing is told there."))
    assert list(told_once(cuts, [0.0, 1.0], 1)) == [1]


def test_the_latest_of_one_source_stands_where_names_are_added(
    article: Callable[..., Article],
) -> None:
    text = "The agency has approved aid for the flooded counties of {} after a week of hard work."
    first = article(text.format("Ohio"), source="Desk", published_at="2024-06-01T00:00:00Z")
    later = article(
        text.format("Ohio and Iowa"), source="Desk", published_at="2024-06-02T00:00:00Z"
    )
    assert list(_told(first, later)) == [1]
