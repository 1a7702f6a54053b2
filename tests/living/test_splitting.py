"""One of two events gets a story of its own."""

from collections.abc import Callable

import pytest

from groundwood.errors import InputError, SettingsError
from groundwood.nouns import (
    Article,
    Topic,
)
from groundwood.nouns.version import StoryVersion
from groundwood.pipelines.living.keep import Kept
from groundwood.pipelines.living.splitting import (
    Split,
    material,
    naming_query,
    two_groups,
)
from groundwood.store import Store

Keep = Callable[..., Kept]
Splitting = Callable[..., Split]
BOTH = Topic(slug="both")


def names(store: Store) -> list[str]:
    return [f"{one.slug}@{one.version}" for one in store.stories.records()]


def test_a_story_is_split_off_with_a_uuid_of_its_own_and_its_origin(
    base: StoryVersion, split: Splitting, store: Store, other_subject: Article
) -> None:
    new, left = split(base, "cup", other_subject.id)
    assert new.made is not None
    assert new.made.origin == f"{base.story.uuid}@0.01"
    assert new.made.story.uuid != base.story.uuid
    assert new.made.story.article_ids == (other_subject.id,)
    assert left is None
    assert names(store) == ["both@0.01", "cup@0.01"]


def test_a_split_needs_a_free_slug_and_articles_that_are_there(
    base: StoryVersion, split: Splitting, first: Article
) -> None:
    with pytest.raises(InputError, match="--slug: the store has a story 'both' already"):
        split(base, "both", first.id)
    with pytest.raises(InputError, match="there is no article deadbeef to split both by"):
        split(base, "cup", "deadbeef")


def test_articles_on_two_events_are_parted_and_it_is_told_how_like_they_are(
    keep: Keep, store: Store, first: Article, second: Article, other_subject: Article
) -> None:
    pytest.importorskip("scipy", reason="discovery needs SciPy")
    base = keep(first, second, other_subject, topic=BOTH).made
    assert base is not None
    parted = two_groups(material(store, base))
    assert {a.id for a in parted.first} == {first.id, second.id}
    assert [a.id for a in parted.second] == [other_subject.id]
    assert 0 <= parted.between < 0.05
    assert not parted.is_one
    assert naming_query(parted.second, parted.first) == "draw ends final"


def test_articles_on_one_event_are_parted_all_the_same_and_it_is_told(
    first: Article, second: Article
) -> None:
    pytest.importorskip("scipy", reason="discovery needs SciPy")
    parted = two_groups([second, first])
    assert ([a.id for a in parted.first], [a.id for a in parted.second]) == (
        [first.id],
        [second.id],
    )
    assert parted.is_one


def test_without_scipy_it_is_told_what_to_install(
    first: Article, second: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("groundwood.pipelines.living.reports.find_spec", lambda name: None)
    with pytest.raises(SettingsError) as error:
        two_groups([first, second])
    assert str(error.value) == (
        "a split without --articles, --tags or --query needs SciPy: "
        "pip install 'groundwood[discovery]'"
    )
