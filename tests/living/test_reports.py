"""Reports of a story's event in other words than its topic's: found by discovery, when it is asked."""

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from groundwood.errors import SettingsError
from groundwood.gateway.base import Model
from groundwood.nouns import Article, Topic
from groundwood.nouns.version import StoryVersion
from groundwood.pipelines.discovery import kept_stories
from groundwood.pipelines.living.keep import Kept
from groundwood.pipelines.living.reports import reports_of, reports_of_all
from groundwood.pipelines.living.update import update_story_sync
from groundwood.settings import Settings
from groundwood.store import ArticleStore, Store

pytest.importorskip("scipy", reason="discovery needs SciPy")

Keep = Callable[..., Kept]
Version = Callable[[str], StoryVersion]


def never(store: ArticleStore, model: Model | None) -> NoReturn:
    raise AssertionError("agents were made, and a model opened, for nothing")


@pytest.fixture
def update(keep: Keep, store: Store, settings: Settings, first: Article) -> Keep:
    """Update the story on the earthquake after the articles came in."""
    keep(first)

    def updated(*articles: Article, **options: object) -> Kept:
        store.put(articles)
        return update_story_sync("quake", store=store, settings=settings, **options)

    return updated


def test_a_report_in_other_words_is_taken_up_when_that_is_asked(
    update: Keep, otherwise: Article, other_subject: Article
) -> None:
    kept = update(otherwise, other_subject, discover=True)
    assert kept.made is not None
    added = [change for change in kept.made.changes if change.kind == "added"]
    assert {key for change in added for key in change.causes} == {otherwise.id}
    assert kept.made.topic.query == "earthquake Exampletown"


def test_a_report_in_other_words_is_passed_over_when_it_is_not_asked(
    update: Keep, otherwise: Article
) -> None:
    kept = update(otherwise, agents=never)
    assert (kept.status, kept.reason) == ("unchanged", "no new article is on the topic")


def test_where_only_another_subject_came_in_nothing_is_opened(
    update: Keep, other_subject: Article
) -> None:
    kept = update(other_subject, discover=True, agents=never)
    assert (kept.status, kept.version) == ("unchanged", "0.01")


def test_where_nothing_came_in_nothing_is_opened(update: Keep) -> None:
    assert update(discover=True, agents=never).status == "unchanged"


def test_what_is_on_the_topic_is_weighed_beside_what_discovery_finds(
    update: Keep, otherwise: Article, second: Article
) -> None:
    kept = update(otherwise, second, discover=True)
    assert kept.made is not None
    assert {otherwise.id, second.id} < set(kept.made.story.article_ids)


def test_an_earlier_copy_of_what_is_on_the_topic_is_told_once(
    keep: Keep, store: Store, settings: Settings, first: Article, second: Article
) -> None:
    """The topic asks for a tag that the copy does not bear; discovery finds it."""
    assert second.published_at is not None
    ids = {"id": "c" * 8, "digest": "c" * 64, "url": None, "source": "Copy Post"}
    copy = second.model_copy(update={**ids, "published_at": second.published_at.replace(hour=9)})
    topic = Topic(slug="quake", tags=("quake",))
    tagged, later = (one.model_copy(update={"tags": ("quake",)}) for one in (first, second))
    keep(tagged, topic=topic)
    store.put([later, copy])
    kept = update_story_sync("quake", store=store, settings=settings, discover=True)
    assert kept.made is not None
    assert kept.made.story.article_ids == (second.id, first.id)


def test_a_report_goes_to_the_story_that_it_is_likest(
    keep: Keep, store: Store, version: Version, first: Article, otherwise: Article
) -> None:
    keep(first)
    rescue = otherwise.model_copy(update={"id": "d" * 8, "digest": "d" * 64, "url": None})
    keep(rescue, topic=Topic(slug="rescue", query="rubble market hall cleared"))
    later = otherwise.model_copy(
        update={
            "title": "After the rubble of the market hall was cleared",
            "text": otherwise.text[:150],
        }
    )
    store.put([later])
    found = reports_of_all(store)
    kept = {slug: store.stories.get(store.stories.resolve(slug)) for slug in ("quake", "rescue")}
    for slug, there in (("quake", False), ("rescue", True)):
        story = kept[slug]
        assert story is not None
        assert (later.id in found[story.story.uuid]) is there
        assert (later.id in reports_of(store, story)) is there


def test_articles_of_before_the_topics_time_do_not_count(
    keep: Keep, store: Store, version: Version, first: Article, otherwise: Article, topic: Topic
) -> None:
    keep(first, topic=topic.model_copy(update={"since": first.published_at}))
    early = otherwise.model_copy(update={"published_at": first.published_at.replace(day=2)})  # type: ignore[union-attr]
    store.put([early])
    assert reports_of(store, version("0.01")) == []
    store.put([otherwise])
    assert reports_of(store, version("0.01")) == [otherwise.id]


def test_a_story_is_known_to_discovery_by_what_its_newest_version_is_about(
    keep: Keep, store: Store, topic: Topic, first: Article, second: Article
) -> None:
    keep(first)
    wider = topic.model_copy(update={"query": "earthquake mourning"})
    kept = keep(second, topic=wider)
    assert kept.made is not None
    (known,) = kept_stories(store.stories)
    assert (known.topic, known.article_ids) == (wider, kept.made.story.article_ids)


def test_the_rows_of_cited_articles_are_kept_in_the_file(
    keep: Keep, store: Store, first: Article, otherwise: Article, tmp_path: Path
) -> None:
    keep(first)
    store.put([otherwise])
    file = tmp_path / "rows.npz"
    found = reports_of_all(store, file)
    assert list(found.values()) == [[otherwise.id]]
    before = file.read_bytes()
    assert reports_of_all(store, file) == found
    assert file.read_bytes() == before


def test_without_scipy_it_is_told_what_to_install(
    update: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("groundwood.pipelines.living.reports.find_spec", lambda name: None)
    with pytest.raises(SettingsError) as error:
        update(discover=True)
    assert str(error.value) == "--discover needs SciPy: pip install 'groundwood[discovery]'"
