"""What ``import groundwood`` offers, and what it does not load."""

import subprocess
import sys

import groundwood


def test_the_front_door_offers_exactly_these_names() -> None:
    assert groundwood.__all__ == [
        "Article",
        "CheckedStory",
        "Finding",
        "GroundwoodError",
        "ScriptedModel",
        "Story",
        "StoryVersion",
        "Topic",
        "Verdict",
        "check_text",
        "check_text_sync",
        "load_judge",
        "parse_story",
        "read_articles",
        "render_story",
        "update_story",
        "update_story_sync",
        "write_story",
        "write_story_sync",
    ]


def test_every_offered_name_is_there() -> None:
    assert all(getattr(groundwood, name) is not None for name in groundwood.__all__)


def loaded_by(code: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stdout.splitlines()[-1].split())


HEAVY = {"openai", "langgraph", "tiktoken", "trafilatura", "feedparser", "jinja2", "numpy", "lxml"}


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_by("import groundwood") & (HEAVY | {"pydantic"}) == set()


def test_an_article_is_made_without_loading_anything_heavy() -> None:
    assert loaded_by("import groundwood; groundwood.Article(text='a b')") & HEAVY == set()


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['groundwood', '--help']\n"
        "from groundwood.cli.main import app\n"
        "try: app()\nexcept SystemExit: pass"
    )
    assert loaded_by(code) & (HEAVY | {"pydantic_settings", "rich"}) == set()
