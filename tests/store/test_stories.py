"""The archive of stories: versions that are kept as they are, found by name and by source."""

from collections.abc import Callable
from uuid import UUID

import pytest

from groundwood.errors import InputError, StoreError
from groundwood.nouns import Article, Topic
from groundwood.nouns.version import Abstention, StoryVersion
from groundwood.store import Store

Make = Callable[..., Article]
MakeVersion = Callable[..., StoryVersion]
ONE, TWO = UUID(int=1), UUID(int=2)


def test_a_version_comes_back_as_it_was_published(store: Store, version: MakeVersion) -> None:
    first = version(1, "0.01", "aaaaaaaa", text="NUL \x00, escape \x1b0 and 𝄞.", arrival=3)
    assert store.stories.publish(first) is True
    assert store.stories.get(ONE) == first
    assert store.stories.get(ONE, "0.01") == first
    assert store.stories.get(ONE, "0.02") is None
    assert store.stories.get(TWO) is None


def test_the_same_version_again_changes_nothing(store: Store, version: MakeVersion) -> None:
    store.stories.publish(version())
    assert store.stories.publish(version()) is False
    assert len(store.stories.versions(ONE)) == 1


def test_another_text_under_a_number_is_refused(store: Store, version: MakeVersion) -> None:
    store.stories.publish(version())
    with pytest.raises(StoreError, match=r"story-1@v0\.01 is published and cannot be changed"):
        store.stories.publish(version(text="It snowed."))
    assert store.stories.get(ONE) == version()


def test_a_version_without_its_parent_is_refused_whole(store: Store, version: MakeVersion) -> None:
    with pytest.raises(StoreError, match=r"'story-1' has no version 0\.01"):
        store.stories.publish(version(1, "0.02", parent="0.01"))
    assert store.stories.records() == []


def test_a_story_that_was_split_off_needs_no_parent(store: Store, version: MakeVersion) -> None:
    split = version(2, "0.01", parent="0.03", origin=f"{ONE}@0.03")
    assert store.stories.publish(split) is True
    assert store.stories.versions(TWO)[0].origin == f"{ONE}@0.03"


def test_no_two_stories_have_a_slug_and_no_story_has_two(
    store: Store, version: MakeVersion
) -> None:
    store.stories.publish(version(1))
    for other in (version(2, slug="story-1"), version(1, "0.02", parent="0.01", slug="other")):
        with pytest.raises(StoreError, match=r"another story is called .*, or this one is not"):
            store.stories.publish(other)
    assert [record.slug for record in store.stories.records()] == ["story-1"]


def test_ten_comes_after_nine_point_nine_nine(store: Store, version: MakeVersion) -> None:
    store.stories.publish(version(1, "9.99"))
    store.stories.publish(version(1, "10.00", parent="9.99"))
    newest = store.stories.get(ONE)
    assert newest
    assert newest.story.version == "10.00"
    assert [record.version for record in store.stories.versions(ONE)] == ["9.99", "10.00"]


def test_records_tell_each_story_by_its_newest_version(store: Store, version: MakeVersion) -> None:
    for number, slug in enumerate(("b-story", "a-story", "a.story", "a_story"), 2):
        topic = Topic(slug=slug, query="rain")
        store.stories.publish(version(number, slug=slug, topic=topic))
    assert [r.slug for r in store.stories.records()] == ["a-story", "a.story", "a_story", "b-story"]
    store.stories.publish(version(1))
    store.stories.publish(version(1, "0.02", parent="0.01"))
    record = store.stories.records()[-1]
    assert (record.uuid, record.version, record.versions) == (ONE, "0.02", 2)
    assert record.topic == version(1).topic
    assert record.updated_at == version(1).story.updated_at


def test_a_name_is_a_slug_a_uuid_or_its_first_digits(store: Store, version: MakeVersion) -> None:
    store.stories.publish(version(1))
    store.stories.publish(version(0xABCDEF << 104))
    other = UUID(int=0xABCDEF << 104)
    assert store.stories.resolve("story-1") == ONE
    assert store.stories.resolve(str(other).upper()) == other
    assert store.stories.resolve("abcdef00") == other
    for name, text in (
        ("story-2", "no story is called 'story-2'; the nearest is 'story-1'"),
        ("abcdef1", "no story is called"),
        ("%bcdef00", "no story is called"),
    ):
        with pytest.raises(InputError, match=text):
            store.stories.resolve(name)


def test_digits_that_begin_two_stories_name_neither(store: Store, version: MakeVersion) -> None:
    store.stories.publish(version(1))
    store.stories.publish(version(2))
    with pytest.raises(InputError, match="'00000000' begins the ids of 2 stories; give more"):
        store.stories.resolve("00000000")


def test_an_empty_archive_says_so(store: Store) -> None:
    with pytest.raises(InputError, match="the store holds no story yet"):
        store.stories.resolve("any")
    assert store.stories.records() == []
    assert store.stories.versions(ONE) == []
    assert store.stories.stale() == []


def test_versions_are_found_by_the_articles_they_cite(store: Store, version: MakeVersion) -> None:
    store.stories.publish(version(1, "0.01", "aaaaaaaa", "bbbbbbbb"))
    store.stories.publish(version(1, "0.02", "bbbbbbbb", parent="0.01"))
    store.stories.publish(version(2, "0.01", "cccccccc"))
    assert store.stories.citing(["bbbbbbbb", "cccccccc", "bbbbbbbb"]) == [
        (ONE, "0.01", "bbbbbbbb"),
        (ONE, "0.02", "bbbbbbbb"),
        (TWO, "0.01", "cccccccc"),
    ]
    assert store.stories.citing([]) == []
    assert store.stories.citing(["dddddddd"]) == []


def test_it_is_found_which_versions_cite_one_of_very_many_articles(
    store: Store, version: MakeVersion
) -> None:
    """More than any database takes values in one statement."""
    store.stories.publish(version(2, "0.01", "cccccccc", "bbbbbbbb"))
    store.stories.publish(version(1, "0.01", "aaaaaaaa"))
    others = [f"{number:08x}" for number in range(260_000)]
    assert store.stories.citing(["cccccccc", *others, "bbbbbbbb", "aaaaaaaa"]) == [
        (ONE, "0.01", "aaaaaaaa"),
        (TWO, "0.01", "bbbbbbbb"),
        (TWO, "0.01", "cccccccc"),
    ]


def test_a_citation_is_stale_once_its_article_changed_or_was_withdrawn(
    store: Store, version: MakeVersion, article: Make
) -> None:
    ids = store.put(article(number) for number in range(3)).ids
    basis = store.contents(ids)
    store.stories.publish(version(1, "0.01", *ids, basis=basis))
    store.stories.publish(version(2, "0.01", ids[0], basis=basis))
    assert store.stories.stale() == []
    store.put([article(1, text="Corrected.")])
    store.retract([ids[2]])
    found = {(s.uuid, s.version, s.article_id, s.why) for s in store.stories.stale()}
    assert found == {(ONE, "0.01", ids[1], "changed"), (ONE, "0.01", ids[2], "withdrawn")}
    assert store.stories.stale(TWO) == []
    assert len(store.stories.stale(ONE)) == 2
    store.stories.publish(version(1, "0.02", ids[0], parent="0.01", basis=basis))
    assert store.stories.stale() == []


def test_what_was_weighed_only_goes_up(store: Store, version: MakeVersion) -> None:
    store.stories.publish(version(1, arrival=5))
    assert store.stories.seen(ONE, "0.01") == 5
    store.stories.note_seen(ONE, "0.01", 9)
    store.stories.note_seen(ONE, "0.01", 7)
    assert store.stories.seen(ONE, "0.01") == 9
    assert store.stories.get(ONE) == version(1, arrival=5)
    with pytest.raises(StoreError, match=r"has no version 0\.02"):
        store.stories.seen(ONE, "0.02")


def test_the_last_update_that_abstained_is_remembered(store: Store, version: MakeVersion) -> None:
    store.stories.publish(version(1))
    assert store.stories.abstention(ONE, "0.01") is None
    for tried in ("a", "b"):
        store.stories.note_abstention(ONE, "0.01", Abstention(tried=tried, reason="too little"))
    assert store.stories.abstention(ONE, "0.01") == Abstention(tried="b", reason="too little")
    assert store.stories.abstention(ONE, "0.02") is None
    assert store.stories.get(ONE) == version(1)


def test_a_publication_inside_a_transaction_that_fails_is_not_kept(
    store: Store, version: MakeVersion, article: Make
) -> None:
    def publish_and_fail() -> None:
        with store.transaction():
            store.put([article(1)])
            store.stories.publish(version(1))
            raise KeyError

    with pytest.raises(KeyError):
        publish_and_fail()
    assert (store.count(), store.stories.records()) == (0, [])
    with store.transaction():
        store.put([article(1)])
        store.stories.publish(version(1))
    assert (store.count(), len(store.stories.records())) == (1, 1)
