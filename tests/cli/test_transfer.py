"""``groundwood export`` and ``groundwood import``, as their users see them."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from groundwood.nouns import Article, Topic
from groundwood.store import open_store

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ARTICLES = [Article(url=f"https://news.example/{n}", text=f"Text {n}.") for n in range(3)]


@pytest.fixture
def run(outside: dict[str, str], tmp_path: Path) -> Run:
    def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
        code = "from groundwood.cli.main import main; main()"
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=tmp_path,
            env={**outside, "GROUNDWOOD_STORE": "sqlite:///news.db"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return command


@pytest.fixture
def filled(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path / 'news.db'}")) as store:
        store.put(ARTICLES)
        store.retract([ARTICLES[0].id])


def ids_in(url: str) -> set[str]:
    with closing(open_store(url)) as store:
        return set(store.select(Topic()))


@pytest.mark.usefixtures("filled")
def test_a_store_goes_to_postgresql_and_back_by_files(
    run: Run, tmp_path: Path, postgres_url: str
) -> None:
    told = "3 articles (1 withdrawn), 0 stories in 0 versions, 0 batches with 0 topics\n"
    steps = (
        ("export", "a.gz"),
        ("import", "a.gz", "--store", postgres_url),
        ("export", "b.gz", "--store", postgres_url),
        ("import", "b.gz", "--store", "sqlite:///back.db"),
    )
    for step in steps:
        done = run(*step)
        assert (done.returncode, done.stderr, done.stdout) == (0, "", told)
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    assert ids_in(postgres_url) == {article.id for article in ARTICLES[1:]}
    assert ids_in(f"sqlite:///{tmp_path / 'back.db'}") == ids_in(postgres_url)


@pytest.mark.usefixtures("filled")
def test_a_store_goes_straight_into_another(run: Run, tmp_path: Path, postgres_url: str) -> None:
    done = run("export", "--to", postgres_url, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["articles"]["count"] == 3
    assert len(ids_in(postgres_url)) == 2
    assert run("export", "--to", "sqlite:///copy.db", "--quiet").stdout == ""
    again = run("export", "--to", "sqlite:///copy.db")
    assert again.returncode == 1
    assert again.stderr == "groundwood: copy.db: the store is not empty; import into a new one\n"


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("given", [(), ("a.gz", "--to", "sqlite:///b.db")])
def test_one_target_must_be_given(run: Run, given: tuple[str, ...]) -> None:
    done = run("export", *given)
    assert done.returncode == 2
    assert done.stderr == "groundwood: export: give a FILE or --to URL, one of them\n"


def test_a_store_that_is_not_there_is_not_made(run: Run, tmp_path: Path) -> None:
    done = run("export", "a.gz")
    assert done.returncode == 1
    assert "sqlite:///news.db is not there" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_damaged_makes_no_store(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.gz").write_bytes(b"no gzip")
    done = run("import", "bad.gz")
    assert done.returncode == 1
    assert done.stderr.startswith("groundwood: bad.gz: damaged, not whole, or no exported store")
    assert [path.name for path in tmp_path.iterdir()] == ["bad.gz"]


def test_a_password_is_in_no_message(run: Run) -> None:
    for command in (["export", "a.gz"], ["ingest", "-"], ["doctor"]):
        done = run(*command, "--store", "postgresql://lind:secret@127.0.0.1:1/news")
        assert done.returncode == 1
        assert "postgresql://lind@127.0.0.1:1/news" in done.stderr + done.stdout
        assert "secret" not in done.stderr + done.stdout
