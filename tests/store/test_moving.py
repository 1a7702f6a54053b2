"""Whole stores that are moved: the same on the other side, or nothing."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundwood.errors import InputError, StoreError
from groundwood.nouns import Article, Topic
from groundwood.nouns.version import Abstention, StoryVersion
from groundwood.store import Store, moving, open_store
from groundwood.store.moving import export_store, import_store
from groundwood.store.parts import lines_of
from groundwood.store.tables import PARTS

Make = Callable[..., Article]
MakeVersion = Callable[..., StoryVersion]
START = datetime(2024, 8, 18, tzinfo=UTC)
ARTICLE_TABLES = {"articles", "bodies", "terms", "sqlite_sequence"}


def assert_same(one: Store, other: Store) -> None:
    ids = one.select(Topic())
    assert other.select(Topic()) == ids
    assert other.get(ids) == one.get(ids)
    assert other.contents(ids) == one.contents(ids)
    assert other.arrived(Topic(), after=0) == one.arrived(Topic(), after=0)
    assert other.retractions() == one.retractions()
    assert other.search("clash article", Topic()) == one.search("clash article", Topic())
    assert other.stories.records() == one.stories.records()
    assert other.stories.versions(UUID(int=1)) == one.stories.versions(UUID(int=1))
    assert other.stories.get(UUID(int=1)) == one.stories.get(UUID(int=1))
    assert other.stories.stale() == one.stories.stale()
    assert other.stories.seen(UUID(int=1), "0.02") == 451
    assert other.stories.abstention(UUID(int=1), "0.02") == Abstention(tried="d", reason="r")
    assert other.runs.runs() == one.runs.runs()
    assert other.runs.topics("night") == one.runs.topics("night")


def test_a_store_is_the_same_on_the_other_side_and_exports_to_the_same_bytes(
    full: Store, target: Store, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.gz", tmp_path / "second.gz"
    parts = export_store(full, first)
    assert import_store(target, first) == parts
    assert_same(full, target)
    export_store(target, second)
    assert second.read_bytes() == first.read_bytes()
    assert {name: part.count for name, part in parts.items()} == {
        "articles": 452,
        "retractions": 2,
        "stories": 2,
        "versions": 3,
        "cited": 5,
        "runs": 1,
        "topic_runs": 5,
    }


def test_a_moved_store_goes_on_where_the_other_was(
    exported: Path, target: Store, article: Make, version: MakeVersion
) -> None:
    import_store(target, exported)
    before = target.latest_arrival()
    assert target.put([article(1, tags=("sea",)), article(9_999)]).duplicates == 1
    assert target.arrived(Topic(), after=before) == [article(9_999).id]
    assert target.stories.publish(version(1, "0.03", parent="0.02"))
    assert [row.place for row in target.runs.claim("night", "two", most=9)] == [2, 3, 4]


def test_an_empty_store_can_be_moved(store: Store, target: Store, tmp_path: Path) -> None:
    parts = export_store(store, tmp_path / "empty.gz")
    assert import_store(target, tmp_path / "empty.gz") == parts
    assert target.count() == 0


def test_a_store_that_is_not_empty_is_left_as_it_is(
    exported: Path, target: Store, version: MakeVersion
) -> None:
    target.stories.publish(version(7))
    with pytest.raises(StoreError, match="the store is not empty; import into a new one"):
        import_store(target, exported)
    assert (target.count(), len(target.stories.records())) == (0, 1)


def test_a_file_that_cannot_be_read_or_written_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.gz: No such file or directory"):
        import_store(store, tmp_path / "absent.gz")
    with pytest.raises(InputError, match=r"no/there\.gz: No such file or directory"):
        export_store(store, tmp_path / "no" / "there.gz")
    with pytest.raises(InputError, match="Is a directory"):
        import_store(store, tmp_path)


def test_an_export_that_fails_leaves_the_file_as_it_was(url: str, tmp_path: Path) -> None:
    file = tmp_path / "kept.gz"
    file.write_bytes(b"earlier")
    store = open_store(url)
    store.close()
    with pytest.raises(StoreError):
        export_store(store, file)
    assert file.read_bytes() == b"earlier"
    assert sorted(path.name for path in tmp_path.glob("*kept*")) == ["kept.gz"]


def test_an_export_is_of_one_moment_whatever_is_written_meanwhile(
    shared_url: str, article: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_store(shared_url)) as store, closing(open_store(shared_url)) as other:
        store.put(article(number) for number in range(3))

        def watched(given: Store) -> Iterator[tuple[str, bytes]]:
            for number, line in enumerate(lines_of(given)):
                if number == 0:
                    other.put([article(10)])
                yield line

        monkeypatch.setattr(moving, "lines_of", watched)
        assert export_store(store, tmp_path / "out.gz")["articles"].count == 3
        assert store.count() == 4


articles = st.fixed_dictionaries(
    {
        "url": st.none() | st.uuids().map("https://news.example/{}".format),
        "title": st.text(max_size=20),
        "text": st.text(min_size=1, max_size=60),
        "author": st.none() | st.text(max_size=8),
        "tags": st.lists(st.text(max_size=6), max_size=3).map(tuple),
        "published_at": st.none() | st.datetimes(timezones=st.just(UTC)),
    }
).map(Article.model_validate)


@settings(max_examples=60, deadline=None)
@given(st.lists(articles, max_size=6), st.sets(st.integers(0, 5)))
def test_what_is_exported_imported_and_exported_is_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, given: list[Article], gone: set[int]
) -> None:
    folder = tmp_path_factory.mktemp("moved")
    with closing(open_store("sqlite://")) as one, closing(open_store("sqlite://")) as other:
        ids = one.put(given).ids
        one.retract({ids[place] for place in gone if place < len(ids)})
        export_store(one, folder / "one.gz")
        import_store(other, folder / "one.gz")
        export_store(other, folder / "other.gz")
    assert (folder / "one.gz").read_bytes() == (folder / "other.gz").read_bytes()


def test_every_table_is_moved_with_all_its_columns(url: str) -> None:
    open_store(url).close()
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
        names = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        moved = {name for (name,) in names if not name.startswith("terms_")} - ARTICLE_TABLES
        assert moved == set(PARTS)
        for name, table in PARTS.items():
            columns = {row[1] for row in raw.execute(f"PRAGMA table_info({name})")}
            assert columns == {*table.key, *table.others}
