"""The JSON form of a check: the noun itself, with the name of its schema in front.

``CheckedText.model_validate_json`` gives it back.
"""

import json
import sys
from typing import Any

from pydantic.json_schema import models_json_schema

from groundwood.nouns.cited import CheckedText
from groundwood.render.schema import DIALECT

SCHEMA_ID = "urn:groundwood:check:1"
"""Names the schema of the form; its last number grows when readers of the form must change."""


def render_check_json(checked: CheckedText) -> str:
    """Return the check as JSON with stable key order and a newline at its end."""
    form = {"$schema": SCHEMA_ID, **checked.model_dump(mode="json")}
    return json.dumps(form, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def check_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what `render_check_json` gives."""
    _, nouns = models_json_schema([(CheckedText, "serialization")])
    noun = nouns["$defs"]["CheckedText"]
    noun["properties"] = {"$schema": {"const": SCHEMA_ID}, **noun["properties"]}
    return {
        "$schema": DIALECT,
        "$id": SCHEMA_ID,
        "title": "A cited text with a verdict on each sentence",
        "$ref": "#/$defs/CheckedText",
        **nouns,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(check_schema(), ensure_ascii=False, indent=2) + "\n")
