"""The store in PostgreSQL: opening, migrating, failing, and what its errors do not tell."""

import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from groundwood.errors import SettingsError, StoreError
from groundwood.nouns import Article, Topic
from groundwood.store import open_store, postgres_address, postgres_schema

Make = Callable[..., Article]


@pytest.fixture
def empty_url(postgres_server: Any) -> str:
    """The URL of a database without a store."""
    return str(postgres_server.new_database())


def execute(url: str, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def test_a_store_is_made_where_there_is_none_and_keeps_its_articles(
    empty_url: str, article: Make
) -> None:
    with closing(open_store(empty_url)) as store:
        store.put([article(1, tags=("a",))])
    with closing(open_store(empty_url.replace("postgresql://", "postgres://"))) as store:
        assert store.get([article(1).id]) == {article(1).id: article(1, tags=("a",))}
        assert store.search("text", Topic(tags=("a",)))


def test_processes_that_open_a_new_store_at_once_all_get_it(empty_url: str) -> None:
    code = "import sys; from groundwood.store import open_store; print(open_store(sys.argv[1]).count())"
    command = [sys.executable, "-c", code, empty_url]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(4)]
    assert [process.communicate()[0] for process in running] == [b"0\n"] * 4


def test_tables_of_other_programs_may_be_in_the_database(empty_url: str, article: Make) -> None:
    execute(empty_url, "CREATE TABLE articles (x int)")
    with closing(open_store(empty_url)) as store:
        store.put([article(1)])
    assert execute(empty_url, "SELECT * FROM public.articles") == []


def test_a_schema_of_another_program_is_left_alone(empty_url: str) -> None:
    execute(empty_url, "CREATE SCHEMA groundwood; CREATE TABLE groundwood.bookmarks (url text)")
    with pytest.raises(StoreError, match="schema groundwood is another program's"):
        open_store(empty_url)
    names = "SELECT relname FROM pg_class WHERE relnamespace = 'groundwood'::regnamespace"
    assert execute(empty_url, names) == [("bookmarks",)]


def test_a_newer_schema_is_refused_and_left_alone(postgres_url: str) -> None:
    newer = len(postgres_schema.MIGRATIONS) + 1
    execute(postgres_url, f"UPDATE groundwood.schema_version SET version = {newer}")
    with pytest.raises(StoreError, match=f"has schema {newer}, this version knows up to"):
        open_store(postgres_url)


def test_an_older_schema_is_brought_up_to_date_with_its_articles(
    postgres_url: str, article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_store(postgres_url)) as store:
        store.put([article(1)])
    steps = ("CREATE TABLE one (x int); CREATE TABLE two (x int)", "DROP TABLE one")
    monkeypatch.setattr(postgres_schema, "MIGRATIONS", (*postgres_schema.MIGRATIONS, *steps))
    with closing(open_store(postgres_url)) as store:
        assert store.get([article(1).id]) == {article(1).id: article(1)}
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'groundwood'"
    assert {"one", "two"} & {name for (name,) in execute(postgres_url, tables)} == {"two"}


def test_a_migration_that_fails_changes_nothing(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = ("CREATE TABLE one (x int); CREATE TABLE articles (x int)",)
    monkeypatch.setattr(postgres_schema, "MIGRATIONS", (*postgres_schema.MIGRATIONS, *steps))
    with pytest.raises(StoreError, match="already exists"):
        open_store(postgres_url)
    assert execute(postgres_url, "SELECT to_regclass('groundwood.one')") == [(None,)]


def test_a_database_in_another_encoding_is_refused(postgres_server: Any) -> None:
    name = "latin"
    postgres_server.run(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING latin1")
    with pytest.raises(StoreError, match="the database is in LATIN1; a store needs UTF8"):
        open_store(postgres_server.url(name))


def test_a_dead_server_is_one_line_that_names_it() -> None:
    with pytest.raises(StoreError, match=r"^postgresql://lind@127\.0\.0\.1:1/news: .*") as caught:
        open_store("postgresql://lind:secret@127.0.0.1:1/news")
    assert "refused" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_database_is_named(postgres_server: Any) -> None:
    with pytest.raises(StoreError, match='database "absent" does not exist'):
        open_store(postgres_server.url("absent"))


def test_a_wrong_password_is_said_and_not_shown(postgres_server: Any) -> None:
    url = postgres_server.url(user="guarded:wrong-word")
    with pytest.raises(StoreError, match='password authentication failed for user "guarded"') as e:
        open_store(url)
    assert "wrong-word" not in str(e.value)


def test_the_right_password_opens_and_is_in_no_error(
    postgres_server: Any, postgres_password: str
) -> None:
    given = f"guarded:{quote(postgres_password)}"
    with pytest.raises(StoreError, match="permission denied for database") as caught:
        open_store(postgres_server.url(user=given))
    assert postgres_password not in str(caught.value)
    assert quote(postgres_password) not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["postgresql://lind:sec%zzret@host/db", "postgresql://h/d?secret=1"]
)
def test_a_url_that_cannot_be_read_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(SettingsError, match="--store: not of the form postgresql://") as caught:
        open_store(url)
    assert "ret" not in str(caught.value)
    assert "secret" not in repr(caught.value.__cause__)


def test_a_missing_driver_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("groundwood.store.postgres")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(SettingsError, match=r"pip install 'groundwood\[postgres\]'"):
        open_store("postgresql://host/db")


def test_closing_twice_is_the_same_as_once_and_use_after_it_an_error(postgres_url: str) -> None:
    store = open_store(postgres_url)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="the store is closed"):
        store.count()


def test_a_store_outlives_connections_that_the_server_cuts(
    postgres_url: str, article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("groundwood.store.postgres_database.FRESH_SECONDS", 0.0)
    with closing(open_store(postgres_url)) as store:
        store.put([article(1)])
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        execute(postgres_url, f"{cut} AND datname = current_database()")
        assert store.count() == 1


def test_a_put_that_waits_too_long_is_a_store_error(
    postgres_url: str, article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = postgres_address.SESSION.replace("'30s'", "'50ms'")
    monkeypatch.setattr(postgres_address, "SESSION", session)
    with closing(open_store(postgres_url)) as one, closing(open_store(postgres_url)) as other:
        with one.transaction(), pytest.raises(StoreError, match="lock timeout"):
            other.put([article(1)])
        assert other.put([article(1)]).added == 1


def test_threads_share_a_store(postgres_url: str, article: Make) -> None:
    errors: list[BaseException] = []
    with closing(open_store(postgres_url)) as store:

        def work(start: int) -> None:
            try:
                for number in range(start, start + 10):
                    store.put([article(number)])
                    assert store.search(f"article {number}", Topic())
            except BaseException as exc:  # noqa: BLE001 - told below, in the test's own thread
                errors.append(exc)

        threads = [threading.Thread(target=work, args=(100 * n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert store.count() == 40
