"""The JSON Schema of the JSON form: ``python -m groundwood.render.schema > docs/story.schema.json``."""

import json
import sys
from typing import Any

from pydantic.json_schema import models_json_schema

from groundwood.nouns import CheckedStory, Story
from groundwood.render.as_json import SCHEMA_ID

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_text() -> str:
    """Return the JSON Schema (2020-12) of what `render_json` gives, with a newline at its end."""
    return json.dumps(story_schema(), ensure_ascii=False, indent=2) + "\n"


def story_schema() -> dict[str, Any]:
    """Return the schema: a checked story, or a bare one."""
    _, nouns = models_json_schema([(CheckedStory, "serialization"), (Story, "serialization")])
    for name in ("CheckedStory", "Story"):
        _allow_schema_name(nouns["$defs"][name])
    return {
        "$schema": DIALECT,
        "$id": SCHEMA_ID,
        "title": "A Groundwood story with the proof of its citations, or a bare story",
        "oneOf": [{"$ref": "#/$defs/CheckedStory"}, {"$ref": "#/$defs/Story"}],
        **nouns,
    }


def _allow_schema_name(noun: dict[str, Any]) -> None:
    noun["properties"] = {"$schema": {"const": SCHEMA_ID}, **noun["properties"]}


if __name__ == "__main__":
    sys.stdout.write(schema_text())
