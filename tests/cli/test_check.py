"""``groundwood check`` as a user calls it: files in, findings and the right exit code out."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from groundwood.cli import check_table
from groundwood.nouns.cited import CheckedText

STORY = """# What happened

The bridge was struck by a container ship [1]. It was struck by two container ships [1].

Everybody was surprised.

## Sources
1. https://nowhere.example/gone
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "theirs.md"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def check(run: Any, articles: Path) -> Any:
    return lambda *given, **options: run("check", *given, "--articles", articles, **options)


@pytest.fixture
def ours(write: Any, articles: Path, tmp_path: Path) -> Path:
    assert write("--articles", articles, "--out", tmp_path, "--quiet").returncode == 0
    return tmp_path


@pytest.mark.parametrize("ending", ["txt", "md", "json"])
def test_a_story_that_write_printed_checks_clean_in_every_form(
    check: Any, ours: Path, ending: str
) -> None:
    ended = check(ours / f"story.{ending}", "--format", "json")
    told = CheckedText.model_validate_json(ended.stdout)
    assert ended.returncode == 0
    assert told.checks
    assert told.failing() == ()
    assert f"sentences of {ours / f'story.{ending}'}: " in ended.stderr


def test_one_figure_altered_by_hand_is_found_and_ends_with_5(check: Any, ours: Path) -> None:
    path = ours / "story.txt"
    text = path.read_text(encoding="utf-8")
    assert "26" in text
    path.write_text(text.replace("26", "27"), encoding="utf-8")
    ended = check(path, "--format", "json")
    told = CheckedText.model_validate_json(ended.stdout)
    assert ended.returncode == 5
    assert {str(one.verdict.finding) for one in told.failing()} == {"wrong number"}
    assert all("27" in one.verdict.text for one in told.failing())


def test_the_table_names_place_finding_and_reason(check: Any, story: Path) -> None:
    ended = check(story)
    lines = ended.stdout.splitlines()
    assert ended.returncode == 5
    assert lines[0].split()[:3] == ["Place", "Finding", "Score"]
    assert lines[1].startswith("1.1    unknown source         The bridge was struck by a container")
    assert "→ there is no article [1] (https://nowhere.example/gone)" in ended.stdout
    assert any(line.startswith("2.1    uncited ") for line in lines)
    assert ended.stdout == "".join(f"{line.rstrip()}\n" for line in lines)
    assert "\x1b" not in ended.stdout
    assert "Not checked: heading (1), sources (1)." in ended.stderr
    assert ended.stderr.endswith("3 of 3 sentences may not be published.\n")


def test_a_narrow_table_stacks_and_stays_within_its_columns(check: Any, story: Path) -> None:
    ended = check(story, COLUMNS="40")
    lines = ended.stdout.splitlines()
    assert lines[0] == "1.1 unknown source"
    assert lines[1].startswith("  The bridge")
    assert max(map(len, lines)) <= 40


def test_a_terminal_gets_colour(check: Any, story: Path) -> None:
    told = CheckedText.model_validate_json(check(story, "--format", "json").stdout)
    shown = io.StringIO()
    check_table._print(
        told, Console(file=shown, force_terminal=True, width=100, color_system="standard")
    )
    assert "\x1b[1;31munknown source\x1b[0m" in shown.getvalue()


def test_control_characters_of_the_text_do_not_reach_the_terminal(
    check: Any, tmp_path: Path
) -> None:
    path = tmp_path / "x.txt"
    path.write_text("It \x1b]0;owned\x07is \x1b[31mred [bold]now[/bold] [1].", encoding="utf-8")
    ended = check(path)
    assert "\x1b" not in ended.stdout
    assert "red [bold]now[/bold]" in ended.stdout


def test_the_page_goes_to_a_file_whole_and_nothing_to_standard_output(
    check: Any, story: Path, tmp_path: Path
) -> None:
    ended = check(story, "--format", "html", "--out", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert (ended.returncode, ended.stdout) == (5, "")
    assert page.startswith("<!doctype html>")
    assert ended.stderr.endswith(f"Written to {tmp_path / 'page.html'}\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.html", "theirs.md"]


@pytest.mark.parametrize("format_", ["json", "html", "table"])
def test_every_format_goes_to_standard_output_or_a_file_alike(
    check: Any, story: Path, tmp_path: Path, format_: str
) -> None:
    ended = check(story, "--format", format_, "--quiet")
    check(story, "--format", format_, "--quiet", "--out", tmp_path / "out")
    assert ended.stderr == ""
    assert (tmp_path / "out").read_text(encoding="utf-8") == ended.stdout


def test_allowed_findings_do_not_fail(check: Any, story: Path) -> None:
    ended = check(story, "--allow", "uncited", "--allow", "unknown-source")
    assert ended.returncode == 0
    assert ended.stderr.endswith("(1).\n")


def test_standard_input_is_read(check: Any, story: Path) -> None:
    ended = check("-", "--format", "json", given=STORY)
    assert json.loads(ended.stdout)["file"] == "stdin"
    assert ended.returncode == 5


def test_the_articles_of_the_store_serve_when_no_file_is_named(
    run: Any, articles: Path, ours: Path
) -> None:
    assert run("ingest", articles, "--quiet").returncode == 0
    assert run("check", ours / "story.txt", "--quiet").returncode == 0


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("nowhere.md",), 1, "nowhere.md: No such file or directory"),
        (("empty.md",), 1, "empty.md: empty: there is no sentence in it"),
        (("picture.png",), 1, "picture.png: not text; give the story as plain text, Markdown or JSON"),
        (("broken.txt",), 1, "broken.txt:3: not a whole story: expected version, title, time, "),
        (("broken.json",), 1, "broken.json:1: expected JSON: "),
        (("theirs.md", "--allow", "sloppy"), 2, "--allow: there is no finding 'sloppy'; there are: "),
        (("theirs.md", "--judge", "jury"), 2, "--judge: there is no judge 'jury'"),
        (("theirs.md", "--out", "no/such/file"), 1, "--out: no/such/file: No such file or directory"),
        (("-", "--articles", "-"), 2, "--articles: standard input can be the story or the articles"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)  # fmt: skip
def test_what_fails_ends_in_one_line_that_names_file_or_option(
    check: Any, story: Path, options: tuple[str, ...], code: int, told: str
) -> None:
    folder = story.parent
    (folder / "empty.md").write_bytes(b"")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "broken.txt").write_text("v0.01 🌳\n\nTitle\n", encoding="utf-8")
    (folder / "broken.json").write_text('{"title": ', encoding="utf-8")
    ended = check(*options)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert ended.stderr.startswith(f"groundwood: {told}")
    assert ended.stderr.count("\n") == 1


def test_without_articles_or_a_store_it_says_how_to_make_one(run: Any, story: Path) -> None:
    ended = run("check", story)
    assert ended.returncode == 1
    assert (
        "--store: sqlite:///groundwood.db is not there; groundwood ingest makes it" in ended.stderr
    )
