"""``groundwood discover``: what is new in a store, as a table or as lines."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from groundwood.agents.discovery.shelf import Shelf
from groundwood.cli.discover import discover, vectors_file
from groundwood.errors import SettingsError, StoreError
from groundwood.nouns import (
    Article,
    CheckedStory,
    Citation,
    Outcome,
    Paragraph,
    Sentence,
    Story,
    Topic,
)
from groundwood.nouns.version import StoryVersion
from groundwood.settings import load_settings
from groundwood.store import open_store

Run = Callable[..., Result]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def fill(database: Path) -> Callable[[list[Article]], None]:
    def put(articles: list[Article]) -> None:
        store = open_store(f"sqlite:///{database}")
        store.put(articles)
        store.close()

    return put


@pytest.fixture
def run(database: Path) -> Run:
    app = typer.Typer()
    app.command()(discover)

    def call(*options: str) -> Result:
        return CliRunner().invoke(app, ["--store", f"sqlite:///{database}", *options])

    return call


def keep_story(database: Path, articles: list[Article]) -> UUID:
    told = Sentence(text="It ran aground.", citations=[Citation(article_id=a.id) for a in articles])
    story = Story(
        title="Ferry", updated_at=articles[0].published_at, paragraphs=[Paragraph(sentences=[told])]
    )
    version = StoryVersion(
        slug="alba",
        topic=Topic(slug="alba", query="ferry alba"),
        checked=CheckedStory(story=story, outcome=Outcome(status="published")),
        arrival=0,
    )
    store = open_store(f"sqlite:///{database}")
    store.stories.publish(version)
    store.close()
    return story.uuid


def test_new_events_are_a_table_and_a_lone_report_is_only_counted(
    run: Run, fill: Callable[[list[Article]], None], ferry: list[Article], lone: Article
) -> None:
    fill([*ferry, lone])
    done = run("--since", "2024-05-01")
    assert done.exit_code == 0
    assert "new: " in done.stdout
    assert "3 reports share" in " ".join(done.stdout.split())
    assert "conductor" not in done.stdout
    assert done.stderr == (
        "4 new articles since 2024-05-01; events: 0 of known stories, 2 new; "
        "1 of fewer than 2 reports not shown\n"
    )


def test_each_event_is_one_json_line(
    run: Run, fill: Callable[[list[Article]], None], ferry: list[Article], lone: Article
) -> None:
    fill([*ferry, lone])
    done = run("--since", "2024-05-01", "--min-reports", "1", "--json", "--quiet")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [len(row["article_ids"]) for row in rows] == [3, 1]
    assert done.stderr == ""


def test_what_belongs_to_a_kept_story_names_it_and_the_rows_are_kept(
    run: Run, fill: Callable[[list[Article]], None], database: Path, ferry: list[Article]
) -> None:
    fill(ferry)
    uuid = keep_story(database, ferry[:2])
    for _ in range(2):
        done = run("--since", "2024-05-01", "--json")
        (row,) = map(json.loads, done.stdout.splitlines())
        assert (row["story"], row["uuid"], row["article_ids"]) == ("alba", str(uuid), [ferry[2].id])
        assert "2 articles are told already" in done.stderr
    kept = Shelf.load(Path(f"{database}.vectors.npz"))
    assert [one.id in kept for one in ferry] == [True, True, False]


def test_nothing_new_is_said_and_is_no_failure(
    run: Run, fill: Callable[[list[Article]], None], ferry: list[Article]
) -> None:
    fill(ferry)
    done = run("--since", "2030-01-01")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "nothing new since 2030-01-01\n"


def test_a_date_that_cannot_be_read_is_named(
    run: Run, fill: Callable[[list[Article]], None], ferry: list[Article]
) -> None:
    fill(ferry)
    error = run("--since", "some day").exception
    assert isinstance(error, SettingsError)
    assert str(error) == "--since: 'some day' is no date or time that can be read"


def test_a_store_that_is_not_there_is_not_made(run: Run, database: Path) -> None:
    error = run("--since", "2024-05-01").exception
    assert isinstance(error, (SettingsError, StoreError))
    assert not database.exists()


@pytest.mark.parametrize("store", ["sqlite://", "sqlite:///:memory:"])
def test_rows_of_a_store_in_memory_are_kept_nowhere(store: str) -> None:
    assert vectors_file(load_settings(store=store)) is None


def test_rows_of_a_store_on_a_server_are_kept_in_the_cache_whatever_the_password(
    tmp_path: Path,
) -> None:
    urls = [f"postgresql://me{password}@db/news" for password in ("", ":old", ":new")]
    files = {vectors_file(load_settings(store=url, cache_dir=tmp_path)) for url in urls}
    other = vectors_file(load_settings(store="postgresql://me@db/other", cache_dir=tmp_path))
    (file,) = files
    assert file is not None
    assert file.parent == tmp_path / "vectors"
    assert other != file


def test_rows_are_kept_in_a_folder_that_is_made_for_them(tmp_path: Path) -> None:
    file = tmp_path / "vectors" / "rows.npz"
    Shelf().save(file)
    assert len(Shelf.load(file)) == 0
