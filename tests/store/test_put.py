"""What becomes of articles that are put."""

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from groundwood.nouns import Article, Topic
from groundwood.store import ArticleStore, PutReport

Make = Callable[..., Article]


def test_every_field_comes_back_as_it_was_put(store: ArticleStore, article: Make) -> None:
    full = article(
        1,
        text='A "quoted" text\nwith 𝄞, \x00 and é.',
        source="Harbour Post",
        author="R. Lind",
        published_at=datetime(1969, 7, 20, 20, 17, 40, 123456, tzinfo=UTC),
        tags=("Moon", "space-flight"),
        language="en",
        original_id="x/1",
    )
    bare = Article(text="No more than a text.")
    report = store.put([full, bare])
    assert report == PutReport(ids=(full.id, bare.id), added=2, updated=0, duplicates=0)
    assert store.get([bare.id, "00000000", full.id]) == {bare.id: bare, full.id: full}
    assert list(store.get([full.id, bare.id])) == [full.id, bare.id]


def test_the_same_article_again_is_a_duplicate(store: ArticleStore, article: Make) -> None:
    store.put([article(1)])
    report = store.put([article(1), article(2), article(2)])
    assert (report.added, report.updated, report.duplicates) == (1, 0, 2)
    assert store.count() == 2


def test_other_content_of_a_digest_updates_article_and_index(
    store: ArticleStore, article: Make
) -> None:
    old, new = article(1, text="old harbour", tags=("port",)), article(1, text="new bridge")
    store.put([old])
    report = store.put([new])
    assert (report.ids, report.updated) == ((old.id,), 1)
    assert store.get([old.id]) == {old.id: new}
    assert store.search("harbour", Topic()) == []
    assert [match.article_id for match in store.search("bridge", Topic())] == [old.id]
    assert store.select(Topic(tags=("port",))) == []


@pytest.mark.parametrize("field", ["title", "source", "author", "language", "original_id"])
def test_a_change_of_any_field_is_an_update(store: ArticleStore, article: Make, field: str) -> None:
    store.put([article(1)])
    changed = article(1, **{field: "changed"})
    assert store.put([changed]).updated == 1
    assert store.get([changed.id])[changed.id] == changed


def test_the_last_version_in_a_batch_stands(store: ArticleStore, article: Make) -> None:
    first, second = article(1, text="first"), article(1, text="second")
    assert store.put([first, second]).duplicates == 1
    assert store.get([first.id])[first.id].text == "second"
    report = store.put([first, second])
    assert (report.updated, report.duplicates) == (0, 2)
    assert store.get([first.id])[first.id].text == "second"


def test_a_clash_of_short_ids_lengthens_the_later_one(store: ArticleStore) -> None:
    first = Article(id="aaaaaaaa", digest="a" * 64, text="first")
    later = Article(id="aaaaaaaa", digest="a" * 10 + "b" * 54, text="later")
    last = Article(id="aaaaaaaa", digest="a" * 11 + "c" * 53, text="last")
    assert store.put([first]).ids == ("aaaaaaaa",)
    assert store.put([later, last]).ids == ("aaaaaaaaa", "aaaaaaaaaa")
    assert [article.text for article in store.get(["aaaaaaaa", "aaaaaaaaa"]).values()] == [
        "first",
        "later",
    ]
    assert store.put([later]) == PutReport(ids=("aaaaaaaaa",), added=0, updated=0, duplicates=1)


def test_a_clash_of_a_given_id_falls_back_to_the_digest(store: ArticleStore) -> None:
    digest = sha256(b"second").hexdigest()
    store.put([Article(id="deadbeef", digest="0" * 64, text="first")])
    assert store.put([Article(id="deadbeef", digest=digest, text="second")]).ids == (digest[:8],)


def test_a_put_that_fails_leaves_nothing(store: ArticleStore, article: Make) -> None:
    store.put([article(1)])
    broken = article(3).model_copy(update={"tags": (object(),)})
    with pytest.raises(TypeError):
        store.put([article(2), broken])
    assert store.count() == 1
    assert store.search("article", Topic())[0].article_id == article(1).id


def test_articles_that_fail_while_they_come_leave_nothing(
    store: ArticleStore, article: Make
) -> None:
    def come() -> object:
        yield article(1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.put(come())  # type: ignore[arg-type]
    assert store.count() == 0


def test_nothing_put_is_no_change(store: ArticleStore) -> None:
    assert store.put([]) == PutReport(ids=(), added=0, updated=0, duplicates=0)
