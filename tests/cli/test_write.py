"""``groundwood write``: what it prints where, and how it ends."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from groundwood import CheckedStory, Story, parse_story, render_story

EVENT = {
    *("time", "level", "event", "run_id", "story", "trace_id"),
    *("kind", "stage", "detail", "seconds", "usage"),
}


@pytest.fixture(scope="module")
def told(run_in: Any, articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A story as text, with files beside it."""
    folder = tmp_path_factory.mktemp("told")
    run = run_in(folder, "write", "--model", "none", "--articles", articles, "--out", "out/news")
    run.folder = folder
    return run


@pytest.fixture(scope="module")
def watched(run_in: Any, articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A story as JSON, with its events as JSON and a file beside it."""
    folder = tmp_path_factory.mktemp("watched")
    options = ("--format", "json", "--json", "--out", folder)
    return run_in(folder, "write", "--model", "none", "--articles", articles, *options)


def test_a_published_story_ends_with_0_and_stands_alone_on_standard_output(told: Any) -> None:
    assert told.returncode == 0
    story = parse_story(told.stdout)
    assert story.paragraphs
    assert render_story(story, "text") == told.stdout
    assert told.stdout.startswith("v0.01 🌳 \u00a0")
    assert told.stdout.endswith("Please use your own discretion.")


def test_progress_and_what_was_checked_are_told_on_standard_error(told: Any) -> None:
    stages = [line.split()[2] for line in told.stderr.splitlines() if " s  " in line]
    assert stages[:2] == ["retrieve", "plan"]
    assert stages[-1] == "disclaim"
    assert re.search(r"^Checked \d+ sentences: \d+ supported", told.stderr, re.MULTILINE)
    assert f"The page with every source passage: {Path('out/news/story.html')}" in told.stderr


def test_a_folder_takes_the_story_in_all_four_formats_and_nothing_else(told: Any) -> None:
    folder = told.folder / "out" / "news"
    files = sorted(file.name for file in folder.iterdir())
    assert files == ["story.html", "story.json", "story.md", "story.txt"]
    assert (folder / "story.txt").read_bytes() == told.stdout.encode()
    kept = CheckedStory.model_validate_json((folder / "story.json").read_bytes())
    assert render_story(kept, "text") == told.stdout
    assert (folder / "story.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (folder / "story.md").read_text(encoding="utf-8").startswith("# ")


def test_writing_from_articles_makes_no_store(told: Any) -> None:
    assert [file.name for file in told.folder.iterdir()] == ["out"]


def test_the_json_form_holds_the_story_with_a_verdict_for_every_sentence(watched: Any) -> None:
    assert watched.returncode == 0
    checked = CheckedStory.model_validate_json(watched.stdout)
    assert checked.story is not None
    assert [verdict.text for verdict in checked.verdicts] == [
        sentence.text for sentence in checked.story.sentences
    ]


def test_json_events_are_one_object_a_line_without_any_article_text(
    watched: Any, articles: Path
) -> None:
    events = [json.loads(line) for line in watched.stderr.splitlines()]
    assert all(set(event) == EVENT for event in events)
    assert [event["stage"] for event in events if event["kind"] == "result"] == ["story"]
    assert events[-1]["detail"] == "published"
    for line in articles.read_text(encoding="utf-8").splitlines():
        for words in json.loads(line)["text"].split(". "):
            assert words[:30] not in watched.stderr


def test_the_explanation_shows_every_sentence_with_its_finding_and_its_source_spans(
    write: Any, articles: Path
) -> None:
    run = write("--articles", articles, "--explain", "--quiet")
    text, _, explanation = run.stdout.partition("\n1.1 supported")
    assert run.returncode == 0
    assert run.stderr == ""
    story = parse_story(text.rstrip("\n"))
    for sentence in story.sentences:
        assert sentence.text in explanation
    assert re.search(r"^ {6}\[[0-9a-f]{8}\] \d+-\d+: \S", explanation, re.MULTILINE)
    assert re.search(r"^ {6}1 outlet: \S", explanation, re.MULTILINE)
    assert "Removed nothing: every sentence passed as it was written." in explanation


def test_tags_and_times_narrow_what_a_store_gives(
    run: Any, write: Any, articles: Path, tmp_path: Path
) -> None:
    url = "sqlite:///news.db"
    assert run("ingest", articles, "--store", url).returncode == 0
    markdown = write(
        "--store", url, "--tags", "Shipping", "--since", "2024-04-01", "--until", "2024-05-29",
        "--format", "markdown", "--quiet",
    )  # fmt: skip
    assert markdown.returncode == 0
    assert markdown.stderr == ""
    cited = set(re.findall(r"\b[0-9a-f]{8}\b", markdown.stdout))
    assert cited
    assert cited <= {"545801f2", "40b447f6"}
    assert markdown.stdout.startswith("# ")


def test_standard_input_is_read_and_the_page_is_printed(write: Any, articles: Path) -> None:
    given = articles.read_text(encoding="utf-8")
    run = write("--articles", "-", "--query", "federal money", "--format", "html", given=given)
    assert run.returncode == 0
    assert run.stdout.startswith("<!doctype html>")
    assert run.stdout.endswith("</html>\n")


@pytest.mark.parametrize(
    "options",
    [("--query", "zyzzyva quokka"), ("--tags", "astronomy"), ("--until", "2020-01-01")],
    ids=lambda options: options[0],
)
def test_without_evidence_it_ends_with_4_the_reason_and_nothing_printed(
    write: Any, articles: Path, options: tuple[str, str], tmp_path: Path
) -> None:
    run = write("--articles", articles, "--quiet", "--out", "out", *options)
    assert run.returncode == 4
    assert run.stdout == ""
    assert run.stderr.startswith("abstained: no usable evidence for the topic")
    assert len(run.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_with_json_events_the_reason_of_an_abstention_is_in_the_last_event(
    write: Any, articles: Path
) -> None:
    run = write("--articles", articles, "--tags", "astronomy", "--json")
    events = [json.loads(line) for line in run.stderr.splitlines()]
    assert run.returncode == 4
    assert events[-1]["detail"].startswith("abstained: no usable evidence")


def test_rows_that_cannot_be_used_are_told_in_one_line_and_the_others_are_written_about(
    write: Any, articles: Path, tmp_path: Path
) -> None:
    rows = articles.read_text(encoding="utf-8") + '{"title": "Empty"}\n{broken\n'
    file = tmp_path / "rows.jsonl"
    file.write_text(rows, encoding="utf-8")
    run = write("--articles", file)
    assert run.returncode == 0
    first = run.stderr.splitlines()[0]
    assert first.startswith(f"6 articles read, 2 rejected; the first: {file}:7: no text")
    assert parse_story(run.stdout).paragraphs


def test_a_story_is_a_noun_that_users_can_walk(told: Any) -> None:
    story: Story = parse_story(told.stdout)
    last = story.paragraphs[0].sentences[-1]
    assert re.fullmatch("[0-9a-f]{8}", last.citations[0].article_id)
