"""Kept stories on the command line: keep, update, show, tree, diff, history, retract, split."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

Run = Callable[..., CompletedProcess[str]]

FIRST_IDS = ("f25ba3e5", "54cdb886")


@pytest.fixture
def steps(articles: Path, tmp_path: Path) -> tuple[Path, Path, Path]:
    """The articles on the bridge in three files, in order of their dates."""
    lines = articles.read_text(encoding="utf-8").splitlines(keepends=True)
    files = tuple(tmp_path / f"step{number}.jsonl" for number in range(3))
    for number, file in enumerate(files):
        file.write_text("".join(lines[2 * number : 2 * number + 2]), encoding="utf-8")
    return files[0], files[1], files[2]


@pytest.fixture
def do(run: Run) -> Run:
    """Run the command without a model, with the lexical judge."""

    def here(*arguments: object, **variables: str) -> CompletedProcess[str]:
        given = {"GROUNDWOOD_MODEL": "none", "GROUNDWOOD_JUDGE": "lexical", **variables}
        return run(*arguments, **given)

    return here


@pytest.fixture
def kept(do: Run, steps: tuple[Path, Path, Path]) -> Run:
    """The command, in a folder where the first version of ``bridge`` is kept."""
    do("ingest", steps[0])
    assert do("write", "--keep", "--slug", "bridge", "-q").returncode == 0
    return do


@pytest.fixture
def grown(kept: Run, steps: tuple[Path, Path, Path]) -> Run:
    """The same with three versions."""
    for step in steps[1:]:
        kept("ingest", step)
        assert kept("update", "bridge", "-q").returncode == 0
    return kept


def rows(result: CompletedProcess[str]) -> list[dict[str, Any]]:
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_write_keeps_a_story_only_when_it_is_asked(do: Run, steps: tuple[Path, ...]) -> None:
    do("ingest", steps[0])
    plain = do("write", "--slug", "bridge")
    assert plain.returncode == 0
    assert "No story is kept yet" in do("stories").stderr
    asked = do("write", "--keep", "--slug", "bridge")
    assert asked.stdout.split("\n", 4)[2] == plain.stdout.split("\n", 4)[2]
    assert "Kept as bridge@v0.01" in asked.stderr
    assert do("stories").stdout.startswith("bridge  v0.01  ")


def test_a_slug_that_is_taken_names_update(kept: Run) -> None:
    again = kept("write", "--keep", "--slug", "bridge")
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr.endswith(
        "groundwood: --keep: there is a story 'bridge' already; "
        "groundwood update bridge brings it up to date\n"
    )


def test_keep_needs_a_name_and_the_store(do: Run, steps: tuple[Path, ...]) -> None:
    do("ingest", steps[0])
    unnamed = do("write", "--keep")
    assert (unnamed.returncode, "name the story with --slug" in unnamed.stderr) == (2, True)
    loose = do("write", "--keep", "--slug", "bridge", "--articles", steps[0])
    assert (loose.returncode, "not from --articles" in loose.stderr) == (2, True)


def test_an_update_ends_in_one_line(kept: Run, steps: tuple[Path, ...]) -> None:
    kept("ingest", steps[1])
    done = kept("update", "bridge", "-q")
    assert done.stdout == "bridge@v0.02 published (after v0.01): 6 kept, 4 added\n"
    again = kept("update", "bridge", "-q")
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout == "bridge@v0.01 unchanged: ".replace("0.01", "0.02") + (
        "no new article, and no cited one has changed\n"
    )


def test_an_update_without_news_opens_no_model(kept: Run) -> None:
    done = kept("update", "bridge", GROUNDWOOD_MODEL="http://127.0.0.1:9/v1#none-there")
    assert (done.returncode, done.stderr) == (0, "")


def test_all_stories_are_updated_and_one_failure_is_told(
    kept: Run, steps: tuple[Path, ...]
) -> None:
    kept("write", "--keep", "--slug", "second", "-q")
    kept("ingest", steps[1])
    done = kept("update", "bridge", "nowhere", "second", "-q", "--json")
    assert done.returncode == 1
    assert done.stderr == "groundwood: nowhere: no story is called 'nowhere'\n"
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["story"], one["status"], one["version"]) for one in found] == [
        ("bridge", "published", "0.02"),
        ("second", "published", "0.02"),
    ]
    assert {one["status"] for one in rows(kept("update", "--all", "-q", "--json"))} == {"unchanged"}


@pytest.mark.parametrize("which", ["bridge", "--all"])
def test_reports_that_the_query_does_not_find_are_taken_up_when_it_is_asked(
    do: Run, steps: tuple[Path, ...], which: str
) -> None:
    pytest.importorskip("scipy", reason="discovery needs SciPy")
    do("ingest", steps[0])
    do("write", "--keep", "--slug", "bridge", "--query", "Francis Scott Key Bridge collapse", "-q")
    do("ingest", steps[2], "-q")
    done = do("update", which, "--discover", "-q")
    assert done.stdout.startswith("bridge@v0.02 published (after v0.01): 6 kept, ")
    assert Path("groundwood.db.vectors.npz").exists() is (which == "--all")
    again = do("update", which, "--discover", "-q", GROUNDWOOD_MODEL="openai:none-there")
    assert again.stdout == (
        "bridge@v0.02 unchanged: no new article, and no cited one has changed\n"
    )


def test_update_wants_names_or_all(kept: Run) -> None:
    assert kept("update").returncode == 2
    assert kept("update", "bridge", "--all").returncode == 2


def test_a_tree_shows_the_branch(grown: Run) -> None:
    assert grown("update", "bridge@v0.01", "-q").returncode == 0
    tree = grown("tree", "bridge").stdout.splitlines()
    assert [line.split("  ")[0] for line in tree[1:]] == ["v0.01", "├─ v0.02", "│", "└─ v0.04"]
    found = rows(grown("tree", "bridge", "--json"))
    assert [(one["version"], one["parent"]) for one in found] == [
        ("0.01", None),
        ("0.02", "0.01"),
        ("0.03", "0.02"),
        ("0.04", "0.01"),
    ]


def test_a_version_is_shown_as_it_was_published(grown: Run, tmp_path: Path) -> None:
    first = grown("show", "bridge@v0.01")
    assert first.stdout.startswith("v0.01 🌳")
    assert json.loads(grown("show", "bridge@v0.02", "--format", "json").stdout)["story"][
        "version"
    ] == ("0.02")
    explained = grown("show", "bridge", "--explain").stdout
    assert "1.1 supported" in explained
    grown("show", "bridge", "--out", tmp_path / "out", "-q")
    assert (tmp_path / "out" / "bridge.html").read_text(encoding="utf-8").startswith("<!doctype")


def test_a_version_is_checked_again_after_its_source_was_withdrawn(grown: Run) -> None:
    grown("retract", FIRST_IDS[0])
    again = grown("show", "bridge@v0.01", "--recheck")
    assert again.returncode == 0
    assert "Checked 6 sentences: 6 supported" in again.stderr


def test_a_diff_tells_what_came_what_went_and_why(grown: Run) -> None:
    told = grown("diff", "bridge", "v0.02", "v0.03").stdout
    assert told == grown("diff", "bridge@v0.02", "bridge@v0.03").stdout
    assert told == grown("diff", "bridge").stdout
    lines = told.splitlines()
    assert lines[0].startswith("--- bridge@v0.02  ")
    assert lines[1].startswith("+++ bridge@v0.03  ")
    assert lines[-1] == "9 kept, 0 rewritten, 2 added, 1 retired"
    gone = next(at for at, line in enumerate(lines) if line.startswith("- "))
    source = "Freight Ledger: Channel is 400 feet wide after the Dali's removal"
    assert lines[gone + 1 : gone + 3] == [
        "      why: overtaken by newer reports",
        f"      because of [c1624a8b] {source}",
    ]


def test_a_diff_as_json_is_one_object(grown: Run) -> None:
    (found,) = rows(grown("diff", "bridge", "v0.01", "v0.03", "--json"))
    assert (found["before"], found["after"]) == ("bridge@v0.01", "bridge@v0.03")
    assert {change["kind"] for change in found["changes"]} == {"kept", "added"}


def test_a_first_version_has_nothing_to_be_compared_with(kept: Run) -> None:
    done = kept("diff", "bridge")
    assert (done.returncode, done.stdout) == (1, "")
    assert "bridge@v0.01 is a first version" in done.stderr


def test_a_sentence_has_a_history(grown: Run) -> None:
    told = grown("history", "bridge", "container", "ship", "hit").stdout.splitlines()
    assert [line for line in told if line.startswith("v")] == [
        "v0.01  came in",
        "v0.02  kept",
        "v0.03  kept",
    ]
    steps = rows(grown("history", "bridge@v0.02", "1", "--json"))
    assert [(step["version"], step["change"]["kind"]) for step in steps] == [("0.02", "added")]


def test_a_retraction_marks_the_stories_and_the_update_repairs_them(grown: Run) -> None:
    done = grown("retract", FIRST_IDS[0], "--reason", "not true")
    assert done.stdout.splitlines() == [
        "1 article withdrawn: f25ba3e5",
        "bridge@v0.03 cites f25ba3e5 (withdrawn)",
        "groundwood update bridge repairs it",
    ]
    assert grown("stories").stdout.rstrip().endswith("[stale: f25ba3e5 withdrawn]")
    (row,) = rows(grown("stories", "--json"))
    assert row["stale"] == [{"article": "f25ba3e5", "why": "withdrawn"}]
    assert "[stale: f25ba3e5 withdrawn]" in grown("tree", "bridge").stdout
    grown("update", "bridge", "-q")
    assert (
        "Notice: Correction: The report of 26 March 2024 by Bay Wire was withdrawn; 3 sentences "
        "that rested on it were removed." in grown("show", "bridge").stdout
    )
    assert "stale" not in grown("stories").stdout
    assert "not true" in grown("retract", "--list").stdout
    assert grown("retract", FIRST_IDS[0], "--undo").stdout == "1 article taken back: f25ba3e5\n"


def test_an_unknown_article_is_not_withdrawn(kept: Run) -> None:
    done = kept("retract", FIRST_IDS[0], "deadbeef")
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no article deadbeef" in done.stderr
    assert "stale" not in kept("stories").stdout


def test_ingest_tells_which_stories_cite_what_has_changed(
    kept: Run, steps: tuple[Path, ...], tmp_path: Path
) -> None:
    changed = tmp_path / "changed.jsonl"
    text = steps[0].read_text(encoding="utf-8").replace("eight people", "six people")
    changed.write_text(text, encoding="utf-8")
    done = kept("ingest", changed)
    assert done.stdout.splitlines()[1:] == [
        "bridge@v0.01 cites f25ba3e5 (changed)",
        "groundwood update bridge repairs it",
    ]


def test_a_story_is_split(grown: Run) -> None:
    done = grown("split", "bridge", "--slug", "trade", "--articles", FIRST_IDS[1], "-q")
    assert done.stdout == "trade@v0.01 published: first version\n"
    assert "(split off bridge@v0.03)" in grown("tree", "trade").stdout
    again = grown("split", "bridge", "--slug", "trade", "--articles", FIRST_IDS[1], "-q")
    assert (again.returncode, again.stdout) == (1, "")


def test_a_name_that_is_not_there_names_the_nearest(kept: Run) -> None:
    done = kept("show", "brigde")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "groundwood: no story is called 'brigde'; the nearest is 'bridge'\n"


def test_the_update_graph_is_printed(do: Run) -> None:
    assert "rest" in do("graph", "--update").stdout
    assert "rest(" not in do("graph").stdout
