"""The JSON form and its published schema."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from groundwood.errors import InputError
from groundwood.nouns import CheckedStory, Story
from groundwood.render import parse_story, render_story
from groundwood.render.schema import schema_text

PUBLISHED = Path(__file__).parents[2] / "docs" / "story.schema.json"


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    loaded: dict[str, Any] = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(loaded)
    return Draft202012Validator(loaded)


def test_the_published_schema_is_what_the_command_prints() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text()


def test_json_gives_the_checked_story_back(checked: CheckedStory) -> None:
    assert CheckedStory.model_validate_json(render_story(checked, "json")) == checked


def test_json_gives_a_bare_story_back(checked: CheckedStory) -> None:
    assert checked.story is not None
    printed = render_story(checked.story, "json")
    assert Story.model_validate_json(printed) == checked.story
    assert parse_story(printed) == checked.story


def test_parse_story_reads_the_story_of_a_checked_one(checked: CheckedStory) -> None:
    assert parse_story(render_story(checked, "json")) == checked.story
    assert parse_story("\ufeff\n " + render_story(checked, "json")) == checked.story


def test_json_follows_the_published_schema(
    checked: CheckedStory, abstained: CheckedStory, schema: Draft202012Validator
) -> None:
    assert checked.story is not None
    for told in (checked, abstained, checked.story):
        schema.validate(json.loads(render_story(told, "json")))


def test_the_schema_refuses_what_is_no_story(
    checked: CheckedStory, schema: Draft202012Validator
) -> None:
    form = json.loads(render_story(checked, "json"))
    assert not schema.is_valid({})
    assert not schema.is_valid(form | {"surprise": 1})
    assert not schema.is_valid(form | {"outcome": {"status": "good"}})


def test_json_names_its_schema_first_and_keeps_letters_as_they_are(checked: CheckedStory) -> None:
    printed = render_story(checked.model_copy(update={"model": "größer"}), "json")
    assert printed.startswith('{\n  "$schema": "urn:groundwood:story:1",\n  "outcome": {')
    assert '"model": "größer"' in printed
    assert printed.endswith("}\n")


def test_json_holds_the_outcome_of_a_run_without_a_story(abstained: CheckedStory) -> None:
    assert CheckedStory.model_validate_json(render_story(abstained, "json")) == abstained


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "line 1: expected JSON: Expecting property name"),
        ("{}", "title: Field required (2 fields do not fit a story)"),
        ('{"outcome": {"status": "published"}}', "there is no story to print: the run published"),
        ('{"a":' * 100_000, "the JSON is nested too deep to be a story"),
        (
            '{"outcome": {"status": "failed", "error": "no answer"}}',
            "there is no story to print: the run failed: no answer",
        ),
    ],
)
def test_what_is_no_story_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_story(text)
    assert str(caught.value).startswith(said)
