"""Stores in files: opening, migrating, sharing, failing."""

import resource
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from groundwood.errors import SettingsError, StoreError
from groundwood.nouns import Article, Topic
from groundwood.store import migrations, open_store, sqlite_database

Make = Callable[..., Article]


def test_a_store_in_a_file_keeps_its_articles(url: str, article: Make) -> None:
    with closing(open_store(url)) as store:
        store.put([article(1, tags=("a",))])
    with closing(open_store(url)) as store:
        assert store.get([article(1).id]) == {article(1).id: article(1, tags=("a",))}
        assert store.search("text", Topic(tags=("a",)))


def test_a_relative_path_is_one_of_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    open_store("sqlite:///here.db").close()
    assert (tmp_path / "here.db").is_file()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_a_store_in_memory_is_its_own(
    url: str, article: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(open_store(url)) as one, closing(open_store(url)) as other:
        one.put([article(1)])
        assert (one.count(), other.count()) == (1, 0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url", ["", "store.db", "mysql://host/db", "sqlite:relative", "sqlite://x", "postgresql:db"]
)
def test_an_unknown_url_is_refused_and_names_the_option(url: str) -> None:
    with pytest.raises(
        SettingsError, match=r"^--store: .* is not of the form sqlite:///path or postgre"
    ):
        open_store(url)


def test_a_password_in_an_unknown_url_is_not_shown() -> None:
    with pytest.raises(SettingsError, match=r"mysql://lind:\*\*\*@host/db") as caught:
        open_store("mysql://lind:secret@host/db")
    assert "secret" not in str(caught.value)


def test_closing_twice_is_the_same_as_once(url: str) -> None:
    store = open_store(url)
    store.close()
    store.close()


def test_use_after_closing_is_a_store_error(url: str) -> None:
    store = open_store(url)
    store.close()
    with pytest.raises(StoreError, match=r"store\.db"):
        store.count()


def test_a_missing_folder_a_folder_and_a_foreign_file_are_refused_by_name(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.db"
    foreign.write_text("This is a letter, not a database. " * 100)
    for path in (tmp_path / "no" / "store.db", tmp_path, foreign, foreign / "store.db"):
        with pytest.raises(StoreError, match=f"^{path}: "):
            open_store(f"sqlite:///{path}")
    assert foreign.read_text().startswith("This is a letter")


def test_a_database_of_another_program_is_left_alone(url: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "store.db")) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    before = (tmp_path / "store.db").read_bytes()
    with pytest.raises(StoreError, match="a SQLite database of another program"):
        open_store(url)
    with closing(sqlite3.connect(tmp_path / "store.db")) as other:
        tables = other.execute("SELECT name FROM sqlite_master").fetchall()
    assert tables == [("bookmarks",)]
    assert len((tmp_path / "store.db").read_bytes()) == len(before)


def test_a_newer_schema_is_refused_and_left_alone(url: str, tmp_path: Path) -> None:
    open_store(url).close()
    newer = len(migrations.MIGRATIONS) + 1
    with closing(sqlite3.connect(tmp_path / "store.db")) as newer_version:
        newer_version.execute(f"PRAGMA user_version = {newer}")
    with pytest.raises(StoreError, match=f"has schema {newer}, this version knows up to"):
        open_store(url)


def test_an_older_schema_is_brought_up_to_date_with_its_articles(
    url: str, article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_store(url)) as store:
        store.put([article(1)])
    steps = ("CREATE TABLE one (x);\nCREATE TABLE two (x)", "DROP TABLE one")
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, *steps))
    with closing(open_store(url)) as store:
        assert store.get([article(1).id]) == {article(1).id: article(1)}
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (len(migrations.MIGRATIONS),)
        tables = {row[0] for row in raw.execute("SELECT name FROM sqlite_master")}
    assert "two" in tables
    assert "one" not in tables


def test_a_migration_that_fails_changes_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(url).close()
    before = len(migrations.MIGRATIONS)
    steps = ("CREATE TABLE one (x);\nCREATE TABLE articles (x)",)
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, *steps))
    with pytest.raises(StoreError, match="already exists"):
        open_store(url)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (before,)
        assert not raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'one'").fetchone()


def test_processes_that_open_a_new_store_at_once_all_get_it(url: str) -> None:
    code = "import sys; from groundwood.store import open_store; print(open_store(sys.argv[1]).count())"
    running = [
        subprocess.Popen([sys.executable, "-c", code, url], stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    assert [process.communicate()[0] for process in running] == [b"0\n"] * 4


def test_a_store_that_stays_locked_is_a_store_error(
    url: str, article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_database, "BUSY_SECONDS", 0.05)
    with closing(open_store(url)) as store:
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="database is locked"):
                store.put([article(1)])
            assert store.count() == 0
        assert store.put([article(1)]).added == 1


def test_a_full_disk_is_a_store_error_and_leaves_what_was_there(url: str, article: Make) -> None:
    with closing(open_store(url)) as store:
        store.put([article(1)])
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
        try:
            with pytest.raises(
                StoreError, match=r"store\.db: (disk I/O error|database or disk is full)"
            ):
                store.put(article(number, text=f"{number} " * 5000) for number in range(2, 200))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert store.count() == 1
        assert store.put([article(2)]).added == 1


def test_threads_share_a_store(article: Make) -> None:
    with closing(open_store("sqlite://")) as store:
        errors: list[BaseException] = []

        def work(start: int) -> None:
            try:
                for number in range(start, start + 50):
                    store.put([article(number)])
                    assert store.search(f"article {number}", Topic())
            except BaseException as exc:  # noqa: BLE001 - told below, in the test's own thread
                errors.append(exc)

        threads = [threading.Thread(target=work, args=(1000 * n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert store.count() == 200


def test_a_reader_sees_whole_batches_beside_a_writer(url: str, article: Make) -> None:
    with closing(open_store(url)) as writer, closing(open_store(url)) as reader:
        writer.put([article(0)])
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("UPDATE articles SET content = ''")
            assert (reader.count(), len(reader.search("text", Topic()))) == (1, 1)
        writer.put(article(number) for number in range(1, 20))
        assert (reader.count(), len(reader.search("text", Topic()))) == (20, 20)
