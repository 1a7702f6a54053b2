"""When an update leaves a story as it is, and asks nobody for it."""

from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn

from groundwood.gateway.base import Model
from groundwood.nouns import (
    Article,
    Topic,
)
from groundwood.pipelines.living.keep import Kept
from groundwood.pipelines.living.update import update_story_sync
from groundwood.settings import Settings
from groundwood.store import ArticleStore, Store

Keep = Callable[..., Kept]


def never(store: ArticleStore, model: Model | None) -> NoReturn:
    raise AssertionError("agents were made, and a model opened, for nothing")


def _in_town(article: Article) -> Article:
    return article.model_copy(update={"text": f"{article.text} It was in Exampletown."})


def test_where_nothing_came_in_no_agent_is_made(keep: Keep, first: Article) -> None:
    keep(first)
    again = keep(agents=never)
    assert (again.status, again.version) == ("unchanged", "0.01")
    assert again.reason == "no new article, and no cited one has changed"


def test_what_is_not_on_the_topic_opens_no_model(
    keep: Keep, first: Article, other_subject: Article
) -> None:
    keep(first)
    again = keep(other_subject, agents=never)
    assert (again.status, again.reason) == ("unchanged", "no new article is on the topic")


def test_what_the_retriever_takes_nothing_of_is_not_on_the_topic(
    keep: Keep, first: Article, other_subject: Article
) -> None:
    """A report that shares one word with the query and nothing more is told apart from a repeat."""
    topic = Topic(slug="quake", query="strong earthquake struck the city of Exampletown")
    keep(first, topic=topic)
    again = keep(_in_town(other_subject), topic=topic)
    assert (again.status, again.reason) == ("unchanged", "no new article is on the topic")


def test_of_a_window_that_moves_on_what_was_weighed_is_not_weighed_again(
    keep: Keep, topic: Topic, first: Article
) -> None:
    assert first.published_at is not None
    for ago in (3, 2):
        window = topic.model_copy(update={"since": first.published_at - timedelta(days=ago)})
        kept = keep(first, topic=window, agents=never if ago == 2 else None)
    assert kept.reason == "no new article, and no cited one has changed"


def test_a_copy_says_nothing_new_and_is_looked_at_once(
    keep: Keep, first: Article, copy: Article
) -> None:
    keep(first)
    kept = keep(copy)
    assert (kept.status, kept.version, kept.reason) == ("unchanged", "0.01", "nothing new is said")
    assert keep(agents=never).reason == "no new article, and no cited one has changed"


def test_what_repeats_the_story_in_other_words_is_left_to_the_judge(
    keep: Keep, first: Article
) -> None:
    retold = Article(
        title="After the earthquake in Exampletown",
        text="In the city of Exampletown 14 people had died, officials said of the earthquake.",
        source="Third Post",
        url="https://third.invalid/",
        published_at=first.published_at,
    )
    keep(first)
    assert keep(retold).status == "unchanged"


def test_articles_of_before_since_are_passed_over(
    keep: Keep, store: Store, settings: Settings, first: Article, second: Article
) -> None:
    keep(first)
    store.put([second])
    assert second.published_at is not None
    after = second.published_at + timedelta(days=1)
    kept = update_story_sync("quake", store=store, settings=settings, since=after)
    assert (kept.status, kept.version) == ("unchanged", "0.01")


def test_an_update_that_is_not_to_be_published_leaves_the_store_as_it_was(
    keep: Keep, store: Store, settings: Settings, first: Article, second: Article
) -> None:
    keep(first)
    store.put([second])
    kept = update_story_sync("quake", store=store, settings=settings, publish=False)
    assert kept.made is not None
    assert [record.version for record in store.stories.records()] == ["0.01"]
