"""``groundwood split``: one of two events gets a story of its own; with --trim the old one lets it go."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]

TALKS = "trilateral-2024.jsonl"


@pytest.fixture
def do(run: Run, articles: Path) -> Run:
    """The command, where ``both`` is a story on a bridge and on talks of ministers."""

    def here(*arguments: object) -> CompletedProcess[str]:
        return run(*arguments, GROUNDWOOD_MODEL="none")

    here("ingest", articles, articles.parent / TALKS, "-q")
    assert here("write", "--keep", "--slug", "both", "-q").returncode == 0
    return here


def cited(do: Run, name: str) -> set[str]:
    story = json.loads(do("show", name, "--format", "json").stdout)["story"]
    sentences = [s for paragraph in story["paragraphs"] for s in paragraph["sentences"]]
    return {one["article_id"] for s in sentences for one in s["citations"]}


def test_without_more_the_articles_are_parted_as_discovery_groups_them(do: Run) -> None:
    pytest.importorskip("scipy", reason="discovery needs SciPy")
    before = cited(do, "both")
    done = do("split", "both", "--slug", "talks")
    assert done.stdout == "talks@v0.01 published: first version\n"
    told = (
        "parted into 2 and 5 articles; mean likeness between them 0.01: two events (line at 0.05)\n"
    )
    assert told in done.stderr
    assert cited(do, "talks") < before
    assert cited(do, "both") == before


def test_trimmed_both_stories_are_published_and_share_no_article(do: Run) -> None:
    pytest.importorskip("scipy", reason="discovery needs SciPy")
    before = cited(do, "both")
    done = do("split", "both", "--slug", "talks", "--trim", "-q")
    first, second = done.stdout.splitlines()
    assert first == "talks@v0.01 published: first version"
    assert second.startswith("both@v0.02 published (after v0.01): 4 kept, ")
    talks, bridge = cited(do, "talks"), cited(do, "both")
    assert (talks & bridge, talks | bridge) == (set(), before)
    assert "why: split off to talks" in do("diff", "both").stdout
    assert do("update", "both", "-q").stdout.startswith("both@v0.02 unchanged: ")


def test_one_event_is_split_when_it_is_asked_and_told_to_be_one(do: Run, articles: Path) -> None:
    pytest.importorskip("scipy", reason="discovery needs SciPy")
    do("write", "--keep", "--slug", "bridge", "--tags", "baltimore", "-q")
    done = do("split", "bridge", "--slug", "half", "--json")
    assert json.loads(done.stdout)["story"] == "half"
    (told,) = (line for line in done.stderr.splitlines() if line.startswith("parted into"))
    assert told.endswith(": one event (line at 0.05)")


def test_a_split_that_would_leave_nothing_ends_before_it_begins(do: Run) -> None:
    ids = ",".join(sorted(cited(do, "both")))
    done = do("split", "both", "--slug", "all", "--articles", ids, "--trim", "-q")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "groundwood: --trim: nothing of both@v0.01 would be left\n"
    assert do("stories").stdout.startswith("both  v0.01")


def test_a_story_cannot_be_split_into_itself(do: Run) -> None:
    done = do("split", "both", "--slug", "both", "--query", "bridge", "--trim", "-q")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "groundwood: --slug: the store has a story 'both' already\n"
