"""Stories of ours as samples."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.reading import read_samples
from groundwood.nouns import (
    Article,
    CheckedStory,
    Citation,
    Outcome,
    Paragraph,
    Passage,
    QuotedPassage,
    Sentence,
    Source,
    Story,
    Usage,
)
from groundwood.render.as_json import render_json

Put = Callable[[str, Any], Path]
ARTICLE = Article.model_validate({"text": "A dam broke. Nobody was hurt. More follows."})
STORY = Story(
    title="Dam breaks",
    updated_at=datetime(2024, 3, 26, tzinfo=UTC),
    paragraphs=(
        Paragraph(
            sentences=(Sentence(text="A dam broke.", citations=(Citation(article_id=ARTICLE.id),)),)
        ),
    ),
)


def quoted(start: int, end: int) -> QuotedPassage:
    passage = Passage(article_id=ARTICLE.id, start=start, end=end)
    return QuotedPassage(passage=passage, text=ARTICLE.text[start:end])


CHECKED = CheckedStory(
    outcome=Outcome(status="published"),
    story=STORY,
    sources=(
        Source(
            article_id=ARTICLE.id,
            digest=ARTICLE.digest,
            title="Flood",
            source="Bay Wire",
            passages=(quoted(0, 12), quoted(13, 29)),
        ),
    ),
    usage={"summarizer": Usage(calls=2, tokens_in=10)},
    model="some-model",
)


def test_a_checked_story_brings_its_passages_its_model_and_its_usage(put: Put) -> None:
    samples = read_samples(put("dam.json", render_json(CHECKED)))
    (sample,) = samples
    assert samples.format.name == "story"
    assert (sample.id, sample.group, sample.system) == ("dam", str(STORY.uuid), "some-model")
    assert json.loads(sample.text)["story"]["title"] == "Dam breaks"
    assert sample.usage == CHECKED.usage
    (source,) = sample.sources
    assert (source.id, source.outlet) == (ARTICLE.id, "Bay Wire")
    assert source.text == "A dam broke.\n\nNobody was hurt."


def test_with_articles_their_whole_texts_are_the_sources(put: Put) -> None:
    path = put("dam.json", render_json(CHECKED))
    (sample,) = read_samples(path, sources=[ARTICLE])
    assert [(s.id, s.text) for s in sample.sources] == [(ARTICLE.id, ARTICLE.text)]


def test_a_run_without_a_story_is_an_empty_text_with_its_outcome(put: Put) -> None:
    outcome = Outcome(status="abstained", reason="too little evidence")
    (sample,) = read_samples(put("dam.json", render_json(CheckedStory(outcome=outcome))))
    assert (sample.id, sample.group, sample.text) == ("dam", "dam", "")
    assert sample.gold == {
        "outcome": {"status": "abstained", "reason": "too little evidence", "error": ""}
    }


def test_stories_of_one_file_are_numbered_from_the_second_on(put: Put) -> None:
    lines = [json.loads(render_json(CHECKED))] * 2
    assert [s.id for s in read_samples(put("dam.jsonl", lines))] == ["dam", "dam-2"]


def test_a_bare_story_needs_articles(put: Put) -> None:
    path = put("dam.json", render_json(STORY))
    (sample,) = read_samples(path, sources=[ARTICLE])
    assert (sample.group, sample.system) == (str(STORY.uuid), "")
    with pytest.raises(InputError, match=r"dam\.json:1: sources: a story alone"):
        list(read_samples(path))


def test_a_story_that_does_not_fit_is_named_with_its_field(put: Put) -> None:
    broken = json.loads(render_json(CHECKED)) | {"story": {"title": 5}}
    with pytest.raises(InputError, match=r"dam\.json:1: story\.title: "):
        list(read_samples(put("dam.json", broken)))


def test_versions_of_one_story_are_one_group(put: Put) -> None:
    newer = STORY.model_copy(update={"version": "0.02"})
    stories = [json.loads(render_json(one)) for one in (STORY, newer)]
    samples = list(read_samples(put("dam.jsonl", stories), sources=[ARTICLE]))
    assert len({sample.group for sample in samples}) == 1
