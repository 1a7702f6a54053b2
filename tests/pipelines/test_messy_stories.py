"""Stories from broken and hostile articles: what must and must not be printed."""

import json
from pathlib import Path
from typing import Any

import pytest

from groundwood import parse_story, read_articles, render_story, write_story_sync
from groundwood.errors import InputError
from groundwood.nouns import DISCLAIMER, CheckedStory, Topic

FOLDER = Path(__file__).parent.parent / "ingest"
GROUPS = {"citations", "injection", "content", "mixed"}


def cases() -> list[dict[str, Any]]:
    lines = (FOLDER / "cases" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [c for c in found if c["group"] in GROUPS and (FOLDER / c["file"]).exists()]


def written(file: str, query: str = "") -> CheckedStory:
    articles = read_articles(FOLDER / "cases" / Path(file).name)
    return write_story_sync(Topic(query=query), articles, model="none")


@pytest.mark.parametrize("case", cases(), ids=lambda case: Path(case["file"]).stem)
def test_a_story_prints_nothing_that_a_hostile_article_asks_for(case: dict[str, Any]) -> None:
    try:
        checked = written(case["file"])
    except InputError:
        assert case["expected"]["accepted"] in (0, [0, 0]) or 0 in case["expected"]["accepted"]
        return
    if checked.story is None:
        assert checked.outcome.status == "abstained"
        return
    text, page = render_story(checked, "text"), render_story(checked, "html")
    for forbidden in case["expected"]["output_must_not"]:
        assert forbidden not in text
        assert forbidden not in render_story(checked, "markdown")
    assert text.endswith(f"Disclaimer: {DISCLAIMER}")
    assert parse_story(text).article_ids == checked.story.article_ids
    assert set(checked.story.article_ids) <= {s.article_id for s in checked.sources}
    assert "<script" not in page
    assert 'href="javascript:' not in page


def test_five_versions_of_one_report_are_not_five_sources() -> None:
    checked = written("062-near-duplicates.jsonl")
    assert checked.story is not None
    copies = sum(len(source.copies) for source in checked.sources)
    assert len(checked.sources) + copies >= 5
    assert len(checked.sources) <= 3


def test_an_unrelated_article_is_no_part_of_the_story() -> None:
    checked = written("072-irrelevant.jsonl", "security framework")
    assert checked.story is not None
    assert len(checked.sources) == 1
    assert "This story rests on a single source." in checked.story.notices


def test_a_single_article_makes_a_story_that_says_so() -> None:
    checked = written("073-single.jsonl")
    assert checked.story is not None
    assert checked.story.notices[0] == "This story rests on a single source."


def test_of_death_tolls_that_grow_only_the_latest_is_told_and_the_ledger_names_the_others() -> None:
    checked = written("064-contradictions.jsonl")
    text = render_story(checked, "text")
    assert "12 people had died" in text
    assert "3 people had died" not in text
    assert "7 people had died" not in text
    removed = [entry.reason for entry in checked.ledger if entry.action == "removed"]
    assert [reason.split(":")[0] for reason in removed] == ["superseded", "superseded"]
    assert (
        "Notice: Sources differ on facts in this story: Harbour News says “12 people”, "
        "Operator PR says “no people”."
    ) in text
